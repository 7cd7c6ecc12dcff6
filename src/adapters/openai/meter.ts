/** What reads along with an answer while it is handed on, whichever way that is. */
import type { AnswerOutcome } from '../../core/answer-outcome.ts'
import { list, record } from '../../providers/loose.ts'
import type { Reading } from './reading.ts'

export interface Meter {
  /** Each chunk before it is handed on; false keeps it back. */
  take(chunk: unknown): boolean
  /** Called once, at the end, an error, or when the reader leaves off. */
  end(): void
}

/** Reads along with an answer, and keeps back what the caller did not ask for; `count` is told at the end, if anything came. */
export const meterOf = (
  reading: Reading,
  hidesUsage: boolean,
  count: (outcome: Omit<AnswerOutcome, 'model'>) => void,
): Meter => ({
  take(payload) {
    reading.take(payload)
    return !(hidesUsage && isUsageOnly(payload))
  },
  end() {
    const outcome = reading.outcome()
    if (outcome) count(outcome)
  },
})

/** A chunk with counts and nothing else: code that reads `choices[0].delta` would trip over it. */
function isUsageOnly(chunk: unknown): boolean {
  const { choices, usage } = record(chunk)
  return Array.isArray(choices) && list(choices).length === 0 && typeof usage === 'object' && usage !== null
}
