/** Makes any string a person can paste safe and short enough to tokenize. */
import type { QueryProfile } from '../core/contracts.ts'

/** Characters kept from each end: a model's 200 or so tokens rarely span a quarter of them. */
const KEPT_CHARACTERS = 4096

/** A cheap first cut for the thread that sends the text, so that a pasted book is not copied to the worker. */
const SENT_CHARACTERS = 65_536

/** Bounds the length before a text crosses to the worker; what is asked at either end survives. */
export function clampText(text: string): string {
  return keepEnds(text.trim(), SENT_CHARACTERS)
}

/**
 * Replaces lone surrogates, folds white space, lowers a text all in capitals and keeps both ends of a long one. The
 * result is well-formed, has no leading or trailing space and at most 2 × 4096 + 1 characters; it is empty for a text of
 * white space alone.
 */
export function prepareText(text: string): string {
  const folded = clampText(text).replace(/\s+/gu, ' ').trim()
  const seen = quiet(keepEnds(folded, KEPT_CHARACTERS))
  // Again: a few capitals are longer in small letters.
  return wellFormed(keepEnds(seen, KEPT_CHARACTERS))
}

/** What was counted in the part of a text that was looked at, for the whole of it. White space that was folded counts for nothing. */
export function inProportion(count: number, part: string, whole: string): number {
  const cut = whole.length > 2 * KEPT_CHARACTERS && part.length > 0
  return cut ? Math.max(count, Math.round(count * (whole.length / part.length))) : count
}

/** The profile of a text that was clamped on its way, with the tokens of all of it. */
export function countWhole(profile: QueryProfile, clamped: string, whole: string): QueryProfile {
  const { inputTokens } = profile
  if (inputTokens === undefined || whole.length <= 2 * SENT_CHARACTERS) return profile
  return { ...profile, inputTokens: Math.min(MOST_TOKENS, inProportion(inputTokens, clamped, whole)) }
}

/** The most a profile may say. */
const MOST_TOKENS = 1e7

/** Letters from which a text without a small one is taken for shouted, and not for an abbreviation. */
const SHOUTED_LETTERS = 12

/** A text all in capitals asks the same as in small letters, but tokenizes to fragments that mean little to the encoder. */
function quiet(text: string): string {
  if (/\p{Ll}/u.test(text)) return text
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0
  return capitals >= SHOUTED_LETTERS ? text.toLowerCase() : text
}

function keepEnds(text: string, characters: number): string {
  if (text.length <= 2 * characters) return text
  return `${text.slice(0, characters).trimEnd()} ${text.slice(-characters).trimStart()}`
}

/** `String.prototype.toWellFormed` where it exists (Chrome 111, Firefox 119, Safari 16.4), else the same by hand. */
function wellFormed(text: string): string {
  const native = (text as { toWellFormed?: () => string }).toWellFormed
  return native
    ? native.call(text)
    : text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, match => (match.length === 2 ? match : '\uFFFD'))
}
