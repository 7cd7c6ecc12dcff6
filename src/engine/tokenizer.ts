/** Text to token ids, by the tokenizer.json of the model folder. The only door to the tokenizer library. */
import { Tokenizer } from '@huggingface/tokenizers'
import { inProportion, prepareText } from './text.ts'
import { keepHeadAndTail } from './truncate.ts'

export interface Tokens {
  /** With the special tokens, at most `truncation.maxTokens`. */
  readonly ids: number[]
  /** Tokens of the whole text, at least 1, without the special ones; in proportion where only its ends were looked at. */
  readonly count: number
}

export interface QueryTokenizer {
  encode(text: string): Tokens
}

/** The one before a text and the one after it. */
const SPECIAL_TOKENS = 2

export function createTokenizer(
  tokenizerJson: Uint8Array,
  truncation: { readonly maxTokens: number; readonly headTokens: number },
): QueryTokenizer {
  // The second argument only steers decoding, which is never done here.
  const tokenizer = new Tokenizer(JSON.parse(new TextDecoder().decode(tokenizerJson)) as object, {})
  return {
    encode(text) {
      const prepared = prepareText(text)
      const { ids } = tokenizer.encode(prepared)
      const counted = Math.max(1, ids.length - SPECIAL_TOKENS)
      return { ids: keepHeadAndTail(ids, truncation), count: inProportion(counted, prepared, text) }
    },
  }
}
