/** What became known of an answer, in the tracker's words. */
import type { AnswerOutcome, TokenUsage } from '../../core/answer-outcome.ts'
import { counts, record, sum } from '../../providers/loose.ts'

/** Measured here, in milliseconds from the request to the model that answered. */
export interface Timing {
  readonly durationMs: number
  readonly timeToFirstChunkMs?: number | undefined
}

export function outcomeOf(
  usage: unknown,
  responseModel: string | undefined,
  { durationMs, timeToFirstChunkMs }: Timing,
): Omit<AnswerOutcome, 'model'> {
  const tokens = tokensOf(usage)
  return {
    durationMs,
    ...(timeToFirstChunkMs !== undefined && { timeToFirstChunkMs }),
    ...(tokens && { usage: tokens }),
    ...(responseModel && { responseModel }),
  }
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
