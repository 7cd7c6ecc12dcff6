/** What the client's answers took: counted by a tracker, with their tokens beside it. */
import type { CompressionHint } from '../core/compression.ts'
import type { EnergyReport } from '../core/energy-tracker.ts'
import type { Usage } from '../providers/contracts.ts'
import type { Account } from './accounts.ts'
import { CompressionMeter } from './compression-meter.ts'
import type { ClientReport, DecisionTracker } from './contracts.ts'
import { chunk } from './lazy.ts'

/** What an `EnergyTracker` reports before anything was recorded in it; the test compares them. */
export const NOTHING: EnergyReport = {
  queries: 0,
  usedWh: 0,
  usedLowWh: 0,
  usedHighWh: 0,
  baselineWh: 0,
  baselineLowWh: 0,
  baselineHighWh: 0,
  usedUsd: 0,
  baselineUsd: 0,
  savedWh: 0,
  savedPercent: 0,
  savedUsd: 0,
  savedUsdPercent: 0,
  models: [],
}

export class Ledger {
  #tracker: DecisionTracker | undefined
  readonly #meter = new CompressionMeter()
  #inputTokens = 0
  #outputTokens = 0
  #answers = 0
  #estimatedAnswers = 0

  /** Without a tracker, one of its own, fetched with `ready`. */
  constructor(tracker: DecisionTracker | undefined) {
    this.#tracker = tracker
  }

  /** To be awaited before anything is recorded. */
  async ready(): Promise<void> {
    if (this.#tracker) return
    const { EnergyTracker } = await chunk(import('../core/energy-tracker.ts'))
    this.#tracker ??= new EnergyTracker()
  }

  /** One question: the decision as it was carried out, and what all attempts at an answer took. */
  record({ decision, usage, attempts, estimatedAttempts }: Account): void {
    this.#inputTokens += usage.inputTokens
    this.#outputTokens += usage.outputTokens
    this.#answers += attempts
    this.#estimatedAnswers += estimatedAttempts
    this.#tracker?.record(decision, { usage })
  }

  /** `wanted` is the hint for the question, `given` the one that was sent. */
  measure(wanted: CompressionHint, given: CompressionHint, usage: Usage): void {
    this.#meter.add(wanted, given === wanted, usage)
  }

  report(): ClientReport {
    return {
      ...(this.#tracker?.report() ?? NOTHING),
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
