/** How a server on the user's machine is told to let a page in, which by default it does not. By provider. */
export const ALLOW_PAGE: Readonly<Record<string, (origin: string) => string>> = {
  ollama: origin => `OLLAMA_ORIGINS=${origin} ollama serve`,
  lmstudio: () => 'lms server start --cors',
  vllm: origin => `vllm serve … --allowed-origins '["${origin}"]'`,
}

/** How a model is brought to such a server, where it answers 404 for one that it does not have. By provider. */
export const FETCH_MODEL: Readonly<Record<string, (modelId: string) => string>> = {
  ollama: modelId => `ollama pull ${modelId}`,
}
