import { aText } from './checks.ts'
import type { RoutingDecision } from './contracts.ts'
import {
  type EnergyTotals,
  emptyTally,
  joinTallies,
  SUMMED,
  type SummedName,
  type Tally,
  totalsOf,
} from './energy-totals.ts'
import { addExact } from './exact-sum.ts'
import { formatShare, formatUsd, formatWh } from './format.ts'
import { LEDGER_FORMAT, LEDGER_VERSION, type LedgerFile, readLedger } from './ledger-file.ts'
import { readDecision } from './tracked-decision.ts'

/** Totals of all decisions, and of those that chose each model. */
export interface EnergyReport extends EnergyTotals {
  /** In the order the models were first chosen. */
  readonly models: readonly (EnergyTotals & { readonly model: string })[]
}

/** Adds up what decisions take and what they would have taken without a choice. Nothing is written unless `record` is called. */
export class EnergyTracker {
  #tallies = new Map<string, Tally>()

  /** Counts one decision. Throws `invalid-option`, and counts nothing, for what is not a decision. */
  record(decision: RoutingDecision): void {
    const model = aText(
      (decision as RoutingDecision | undefined)?.selectedModel,
      'decision.selectedModel',
      'invalid-option',
    )
    const amounts = readDecision(decision)
    const tally = this.#tallies.get(model) ?? emptyTally()
    tally.queries++
    for (const name of SUMMED) addExact(tally.sums[name], amounts[name])
    this.#tallies.set(model, tally)
  }

  /** The totals as plain data: a snapshot that later records do not change. */
  report(): EnergyReport {
    const models = [...this.#tallies].map(([model, tally]) => ({ model, ...totalsOf(tally) }))
    return { ...totalsOf(joinTallies([...this.#tallies.values()])), models }
  }

  /** The report in a few lines for a person. */
  formatReport(): string {
    const report = this.report()
    if (report.queries === 0) return 'No queries recorded.'
    const range = (low: number, high: number) => `between ${formatWh(low)} and ${formatWh(high)}`
    const width = Math.max(...report.models.map(({ model }) => model.length))
    return [
      `${count(report.queries)}: about ${formatWh(report.usedWh)} (${range(report.usedLowWh, report.usedHighWh)}), ${formatUsd(report.usedUsd)}`,
      `Always the model of highest estimated energy: about ${formatWh(report.baselineWh)} (${range(report.baselineLowWh, report.baselineHighWh)})`,
      `Always the model of highest price: ${formatUsd(report.baselineUsd)}`,
      `Difference: about ${formatWh(report.savedWh)} (${formatShare(report.savedPercent / 100)}), ${formatUsd(report.savedUsd)} (${formatShare(report.savedUsdPercent / 100)})`,
      ...report.models.map(
        entry =>
          `  ${entry.model.padEnd(width)}  ${count(entry.queries)}, ${formatWh(entry.usedWh)}, ${formatUsd(entry.usedUsd)}`,
      ),
    ].join('\n')
  }

  /** Forgets everything recorded. */
  reset(): void {
    this.#tallies = new Map()
  }

  /** Plain data that `fromJSON` reads back without loss; `JSON.stringify(tracker)` calls it. */
  toJSON(): LedgerFile {
    const models = [...this.#tallies].map(([model, { queries, sums }]) => {
      const copies = SUMMED.map(name => [name, [...sums[name]]])
      return { model, queries, sums: Object.fromEntries(copies) as Record<SummedName, number[]> }
    })
    return { format: LEDGER_FORMAT, version: LEDGER_VERSION, models }
  }

  /** A tracker from parsed JSON. Throws `invalid-report` for a malformed file or one of a newer version, and reads nothing of it. */
  static fromJSON(value: unknown): EnergyTracker {
    const tracker = new EnergyTracker()
    tracker.#tallies = readLedger(value)
    return tracker
  }
}

const count = (queries: number) => (queries === 1 ? '1 query' : `${queries} queries`)
