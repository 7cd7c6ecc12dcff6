/** Text to token ids, by the tokenizer.json of the model folder. The only door to the tokenizer library. */
import { Tokenizer } from '@huggingface/tokenizers'
import { prepareText } from './text.ts'
import { keepHeadAndTail } from './truncate.ts'

export interface QueryTokenizer {
  /** Ids with the special tokens, at most `truncation.maxTokens`. */
  encode(text: string): number[]
}

export function createTokenizer(
  tokenizerJson: Uint8Array,
  truncation: { readonly maxTokens: number; readonly headTokens: number },
): QueryTokenizer {
  // The second argument only steers decoding, which is never done here.
  const tokenizer = new Tokenizer(JSON.parse(new TextDecoder().decode(tokenizerJson)) as object, {})
  return { encode: text => keepHeadAndTail(tokenizer.encode(prepareText(text)).ids, truncation) }
}
