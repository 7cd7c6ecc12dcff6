/** Tokens of an answer: the provider's counts, or an estimate where it gives none. */
import type { TokenCounts, Usage } from './contracts.ts'

const encoder = new TextEncoder()

/**
 * About four bytes of UTF-8 a token: the usual rule of four characters for English (OpenAI's help page on tokens), and by
 * bytes also near for scripts of two and three bytes a character, where a rule by characters is several times too low.
 */
export const estimateTokens = (text: string): number => Math.ceil(encoder.encode(text).length / 4)

/** `input` and `output` are what was sent and received, for counts that are missing. */
export function usageOf(counts: TokenCounts, input: readonly string[], output: string): Usage {
  const { reasoningTokens, cachedInputTokens } = counts
  const inputTokens = counts.inputTokens ?? input.reduce((total, text) => total + estimateTokens(text), 0)
  let outputTokens = counts.outputTokens ?? estimateTokens(output)
  // Some (xAI) count reasoning apart from the output.
  if (reasoningTokens !== undefined && reasoningTokens > outputTokens) outputTokens += reasoningTokens
  return {
    inputTokens,
    outputTokens,
    ...(reasoningTokens !== undefined && { reasoningTokens }),
    ...(cachedInputTokens !== undefined && { cachedInputTokens: Math.min(cachedInputTokens, inputTokens) }),
    estimated: counts.inputTokens === undefined || counts.outputTokens === undefined,
  }
}

/** Totals of several answers; estimated when one of them is. */
export function joinUsage(usages: readonly Usage[]): Usage {
  const total = (name: keyof TokenCounts) => usages.reduce((sum, usage) => sum + (usage[name] ?? 0), 0)
  const has = (name: keyof TokenCounts) => usages.some(usage => usage[name] !== undefined)
  return {
    inputTokens: total('inputTokens'),
    outputTokens: total('outputTokens'),
    ...(has('reasoningTokens') && { reasoningTokens: total('reasoningTokens') }),
    ...(has('cachedInputTokens') && { cachedInputTokens: total('cachedInputTokens') }),
    estimated: usages.some(({ estimated }) => estimated),
  }
}
