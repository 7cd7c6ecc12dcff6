/** The same question written a little differently: what it needs stays what it was. */
import { withTypos } from './typos.ts'

export const VARIANT_KINDS = [
  'lowerCase',
  'capitalised',
  'allCaps',
  'typos',
  'whiteSpace',
  'please',
  'thanks',
  'noEndPunctuation',
] as const

export type VariantKind = (typeof VARIANT_KINDS)[number]

export interface Variant {
  readonly kind: VariantKind
  readonly text: string
}

export interface VariantOptions {
  /** Whether English politeness belongs to it. */
  readonly english: boolean
  /** Of the typos; default 0. */
  readonly seed?: number
}

/** Nobody shouts more than a line or so. Characters. */
const LONGEST_SHOUT = 80

const END_PUNCTUATION = /[.?!…。．？！؟।۔]+$/u

/** What each kind makes of a text; undefined where it makes no sense. */
const MAKERS: Readonly<Record<VariantKind, (text: string, options: VariantOptions) => string | undefined>> = {
  lowerCase: text => text.toLowerCase(),
  capitalised: text => text.replace(/^\p{Ll}/u, first => first.toUpperCase()),
  allCaps: text => (text.length <= LONGEST_SHOUT ? text.toUpperCase() : undefined),
  typos: (text, { seed = 0 }) => withTypos(text, seed),
  whiteSpace: text => ` ${text.replaceAll(' ', '  ')}\n`,
  please: (text, { english }) => (english ? `please ${inSentence(text)}` : undefined),
  thanks: (text, { english }) => (english ? `${text.trimEnd()} thanks` : undefined),
  noEndPunctuation: text => text.trimEnd().replace(END_PUNCTUATION, ''),
}

/** In the order of `VARIANT_KINDS`; kinds that leave this text as it is, or leave nothing of it, are left out. */
export function variantsOf(text: string, options: VariantOptions): Variant[] {
  return VARIANT_KINDS.map(kind => ({ kind, text: MAKERS[kind](text, options) })).filter(
    (variant): variant is Variant => variant.text !== undefined && variant.text !== text && variant.text.trim() !== '',
  )
}

/** `Write a poem` after a word, but `I need` and `SQL query` as they are. */
function inSentence(text: string): string {
  return text.replace(/^\p{Lu}(?=\p{Ll})/u, first => first.toLowerCase())
}
