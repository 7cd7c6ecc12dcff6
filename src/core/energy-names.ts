/** Finds a model's published figures by the names it goes by. */

/** What hosts and vendors append to a model's name without making it another model. */
const SUFFIX = /-(instruct|it|chat|hf|fp8|bf16|mxfp4|turbo|latest|2507|\d{4}-\d{2}-\d{2}|\d{8})$/

/** Vendors that repeat themselves. */
const PREFIX = /^(meta-(?=llama)|nvidia-(?=nemotron|llama))/

/** Short names in use for the measured models. */
const ALIASES: Readonly<Record<string, string>> = Object.freeze({
  'llama-4-maverick-17b-128e': 'llama-4-maverick',
  'llama-4-scout-17b-16e': 'llama-4-scout',
  'qwen3-235b': 'qwen3-235b-a22b',
  'qwen3-235b-thinking': 'qwen3-235b-a22b-thinking',
  'qwen3-30b': 'qwen3-30b-a3b',
})

/** One spelling for `meta-llama/Llama-3.1-8B-Instruct`, `llama-3.1-8b-instruct:free` and `llama-3.1-8b`. */
export function canonicalName(name: string): string {
  // Names are short; a longer one is no model's, and would only cost time.
  let rest = name.slice(-200).toLowerCase()
  rest = rest.slice(rest.lastIndexOf('/') + 1).replace(/:(free|nitro|floor|extended|thinking|online)$/, '')
  rest = rest.replace(PREFIX, '')
  for (let shorter = rest.replace(SUFFIX, ''); shorter !== rest; shorter = rest.replace(SUFFIX, '')) rest = shorter
  return Object.hasOwn(ALIASES, rest) ? ALIASES[rest]! : rest
}
