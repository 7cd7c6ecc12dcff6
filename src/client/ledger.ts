/** What the client's answers took: counted by a tracker, with their tokens beside it. */
import type { CompressionHint } from '../core/compression.ts'
import type { EnergyReport } from '../core/energy-report.ts'
import type { Usage } from '../providers/contracts.ts'
import type { Account } from './accounts.ts'
import type { ClientReport, DecisionTracker } from './contracts.ts'
import type { Counts } from './counts.ts'
import { chunk } from './lazy.ts'

/** What an `EnergyTracker` reports before anything was recorded in it; the test compares them. */
export const NOTHING: EnergyReport = {
  queries: 0,
  unknownQueries: 0,
  usageQueries: 0,
  estimatedUsageQueries: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  usedLowWh: 0,
  usedWh: 0,
  usedHighWh: 0,
  baselineLowWh: 0,
  baselineWh: 0,
  baselineHighWh: 0,
  savedLowWh: 0,
  savedHighWh: 0,
  maxWh: 0,
  usedUsd: 0,
  baselineUsd: 0,
  measuredQueries: 0,
  comparedQueries: 0,
  savedWh: 0,
  savedPercent: 0,
  energySavingsVsMax: 0,
  savedUsd: 0,
  savedUsdPercent: 0,
  against: '',
  baselines: [],
  models: [],
  days: [],
  bases: [],
  routing: {
    lowWh: 0,
    midWh: 0,
    highWh: 0,
    downloads: 0,
    decisions: 0,
    netSavedWh: 0,
    netSavedLowWh: 0,
    netSavedHighWh: 0,
    breakEvenQueries: null,
  },
}

const NO_TOKENS: ClientReport['tokens'] = { inputTokens: 0, outputTokens: 0, answers: 0, estimatedAnswers: 0 }

export class Ledger {
  #tracker: DecisionTracker | undefined
  #counts: Counts | undefined

  /** Without a tracker, one of its own, fetched with `ready`. */
  constructor(tracker: DecisionTracker | undefined) {
    this.#tracker = tracker
  }

  /** To be awaited before anything is recorded. */
  async ready(): Promise<void> {
    const [{ Counts }, tracking] = await chunk(
      Promise.all([import('./counts.ts'), this.#tracker ? undefined : import('../core/energy-tracker.ts')]),
    )
    this.#counts ??= new Counts()
    if (tracking) this.#tracker ??= new tracking.EnergyTracker()
  }

  /** One question: the decision as it was carried out, and what all attempts at an answer took. */
  record(account: Account): void {
    this.#tracker?.record(account.decision, this.#counts!.add(account))
  }

  /** `wanted` is the hint for the question, `given` the one that was sent. */
  measure(wanted: CompressionHint, given: CompressionHint, usage: Usage): void {
    this.#counts?.measure(wanted, given, usage)
  }

  report(): ClientReport {
    return {
      ...(this.#tracker?.report() ?? NOTHING),
      ...(this.#counts?.report() ?? { tokens: NO_TOKENS, compression: [] }),
    }
  }
}
