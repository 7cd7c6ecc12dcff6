/** What became known of an answer, in the tracker's words. */
import type { Timing } from '../../client/stopwatch.ts'
import type { AnswerOutcome, TokenUsage } from '../../core/answer-outcome.ts'
import { counts, record, sum } from '../../providers/loose.ts'

/** `timing` is measured here. */
export function outcomeOf(
  usage: unknown,
  responseModel: string | undefined,
  timing: Timing,
): Omit<AnswerOutcome, 'model'> {
  const tokens = tokensOf(usage)
  return { ...timing, ...(tokens && { usage: tokens }), ...(responseModel && { responseModel }) }
}

/** Undefined where the provider counted nothing: the tracker then estimates. */
export function tokensOf(usage: unknown): TokenUsage | undefined {
  const { inputTokens, outputTokens } = record(usage)
  const input = record(inputTokens)
  const output = record(outputTokens)
  const tokens = counts({
    inputTokens: sum(input.total) ?? sum(input.noCache, input.cacheRead, input.cacheWrite),
    cachedInputTokens: sum(input.cacheRead),
    outputTokens: sum(output.total) ?? sum(output.text, output.reasoning),
    reasoningTokens: sum(output.reasoning),
  })
  return Object.keys(tokens).length > 0 ? tokens : undefined
}
