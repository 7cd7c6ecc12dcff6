import { nearest } from './nearest.ts'

const LONGEST_TEXT = 60
const MOST_NAMES = 20

/** A caller's text as an error message shows it: quoted, control characters escaped, clipped. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text)
}

/** A caller's value as an error message shows it. Objects show their kind only: what they hold may be private. */
export function show(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'symbol') return 'a symbol'
  return String(value)
}

/** Names as a message lists them: the first twenty, then how many more. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(name => (name.length > LONGEST_TEXT ? quote(name) : name))
  const more = names.length - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** What follows a name that is not known: `. Did you mean "balanced"? Known: quality_first, …`. */
export function remedy(name: string, known: readonly string[]): string {
  const guess = nearest(name, known)
  const hint = guess === undefined ? '' : ` Did you mean ${quote(guess)}?`
  return `.${hint} Known: ${known.length === 0 ? 'none' : listNames(known)}.`
}
