/** What the pages use of Vite's additions to modules. */
interface ImportMeta {
  glob<T>(
    pattern: string,
    options: { readonly query: string; readonly import: string },
  ): Record<string, () => Promise<T>>
}
