/** What the client's answers took: counted by a tracker, with their tokens beside it. */
import type { CompressionHint } from '../core/compression.ts'
import type { Usage } from '../providers/contracts.ts'
import type { Account } from './accounts.ts'
import { CompressionMeter } from './compression-meter.ts'
import type { ClientReport, DecisionTracker } from './contracts.ts'

export class Ledger {
  readonly tracker: DecisionTracker
  readonly #meter = new CompressionMeter()
  #inputTokens = 0
  #outputTokens = 0
  #answers = 0
  #estimatedAnswers = 0

  constructor(tracker: DecisionTracker) {
    this.tracker = tracker
  }

  /** One question: the decision as it was carried out, and what all attempts at an answer took. */
  record({ decision, usage, attempts, estimatedAttempts }: Account): void {
    this.#inputTokens += usage.inputTokens
    this.#outputTokens += usage.outputTokens
    this.#answers += attempts
    this.#estimatedAnswers += estimatedAttempts
    this.tracker.record(decision, { usage })
  }

  /** `wanted` is the hint for the question, `given` the one that was sent. */
  measure(wanted: CompressionHint, given: CompressionHint, usage: Usage): void {
    this.#meter.add(wanted, given === wanted, usage)
  }

  report(): ClientReport {
    return {
      ...this.tracker.report(),
      tokens: {
        inputTokens: this.#inputTokens,
        outputTokens: this.#outputTokens,
        answers: this.#answers,
        estimatedAnswers: this.#estimatedAnswers,
      },
      compression: this.#meter.report(),
    }
  }
}
