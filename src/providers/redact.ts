/** Takes secrets out of what a provider said, before a person or a log sees it. */

/** Keys as today's providers write them, also when masked (`sk-ab***yz`), and whatever stands behind Bearer. */
const KEY_LIKE =
  /\b(?:sk|pk|rk|gsk|csk|xai|hf|r8|nvapi|tgp|pplx)[-_][\w.*…-]{6,}|\bAIza[\w-]{10,}|\bbearer\s+[^\s"',}]+/gi

/** Shorter texts are words that occur anyway. */
const SHORTEST_TEXT = 12

const LONGEST_SHOWN = 300

export interface Secrets {
  /** Keys and the values of headers: replaced wherever they stand. */
  readonly keys: readonly string[]
  /** What the user wrote: replaced where it is quoted whole. */
  readonly texts: readonly string[]
}

/** One line of at most 300 characters, without keys, and without the user's texts. */
export function redact(said: string, { keys, texts }: Secrets): string {
  let clean = said
  for (const text of texts) if (text.length >= SHORTEST_TEXT) clean = clean.replaceAll(text, '[text]')
  for (const key of keys) {
    for (const form of [key, encodeURIComponent(key)]) if (form !== '') clean = clean.replaceAll(form, '[key]')
  }
  clean = clean
    .replace(KEY_LIKE, '[key]')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out.
    .replace(/[\s\u0000-\u001f\u007f]+/g, ' ')
    .trim()
  return clean.length > LONGEST_SHOWN ? `${clean.slice(0, LONGEST_SHOWN)}…` : clean
}
