/** Asks a busy provider again, as long as it has not begun to answer. */
import { isGreenRoutingError } from '../core/errors.ts'
import type { ProviderAnswer } from '../providers/contracts.ts'
import { backoffMs } from '../providers/retry-after.ts'
import { sleep } from './abort.ts'

export interface RetryOptions {
  readonly signal: AbortSignal
  readonly maxRetries: number
  /** A server that asks for more is not asked again; what it does not say is waited at most. Milliseconds. */
  readonly maxWaitMs: number
  readonly onRetry: (error: unknown, waitMs: number) => void
}

export async function* withRetries(ask: () => ProviderAnswer, options: RetryOptions): ProviderAnswer {
  for (let retry = 1; ; retry++) {
    let begun = false
    try {
      for await (const part of ask()) {
        begun ||= part.type === 'text' || part.type === 'reasoning'
        yield part
      }
      return
    } catch (error) {
      const waitMs = begun || retry > options.maxRetries ? undefined : waitFor(error, retry, options.maxWaitMs)
      if (waitMs === undefined) throw error
      options.onRetry(error, waitMs)
      await sleep(waitMs, options.signal)
    }
  }
}

/** Never sooner than the server asks for; undefined when that is later than anybody would wait, or when it is no use. */
function waitFor(error: unknown, retry: number, mostMs: number): number | undefined {
  if (!isGreenRoutingError(error) || error.details.retryable !== true) return undefined
  const { retryAfterMs } = error.details
  if (typeof retryAfterMs !== 'number') return Math.min(backoffMs(retry), mostMs)
  return retryAfterMs <= mostMs ? retryAfterMs : undefined
}
