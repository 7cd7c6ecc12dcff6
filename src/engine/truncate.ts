/**
 * Shortens a token sequence by cutting its middle: what a person asks stands at the front or at the end of a long
 * paste. The first and last ids (the special tokens) always survive.
 */
export function keepHeadAndTail(
  ids: readonly number[],
  { maxTokens, headTokens }: { readonly maxTokens: number; readonly headTokens: number },
): number[] {
  if (ids.length <= maxTokens) return [...ids]
  return [...ids.slice(0, headTokens), ...ids.slice(ids.length - (maxTokens - headTokens))]
}
