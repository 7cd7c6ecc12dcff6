/** How a server on the user's machine is told to let a page in, which by default it does not. By provider. */
export const ALLOW_PAGE: Readonly<Record<string, (origin: string) => string>> = {
  ollama: origin => `OLLAMA_ORIGINS=${origin} ollama serve`,
  lmstudio: () => 'lms server start --cors',
  vllm: origin => `vllm serve … --allowed-origins '["${origin}"]'`,
}
