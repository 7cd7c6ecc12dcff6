/** What the router itself takes: fetched once, then a little for each decision. */
import { aMeasurement, anAmount } from './answer-outcome.ts'
import { type Check, refuse } from './checks.ts'
import type { EnergyEstimate } from './contracts.ts'
import type { SavedSums } from './energy-totals.ts'
import { type ExactSum, exactSum, exactValue, joinExact, negated } from './exact-sum.ts'
import type { RoutingCostKind, RoutingRow } from './ledger-row.ts'
import { checkOptions, isPlainObject } from './options.ts'
import { downloadEnergy, type EnergyRange } from './router-cost.ts'
import { readEnergy } from './tracked-decision.ts'

/** Exactly one key. */
export type RoutingCost =
  /** Bytes fetched for the router, as `router.engine.info.downloadedBytes` counts them. */
  | { readonly downloadedBytes: number }
  /** Energy of one decision, measured. */
  | { readonly measured: { readonly wh: number } | { readonly joules: number } }
  /** Energy of one decision, estimated. */
  | { readonly energy: EnergyEstimate }

const SPEC = {
  downloadedBytes: anAmount,
  measured: aMeasurement,
  energy: ((value, path, code) =>
    readEnergy(value, path) ?? refuse(code, path, 'an energy estimate', value)) as Check<EnergyEstimate>,
}

/** One cost as a ledger's row. Throws `invalid-option`. */
export function readRoutingCost(cost: RoutingCost, day: string): RoutingRow {
  const code = 'invalid-option'
  if (!isPlainObject(cost)) refuse(code, 'routing cost', 'an object', cost)
  const { downloadedBytes, measured, energy } = checkOptions('routing cost', cost, SPEC)
  const given = [downloadedBytes, measured, energy].filter(value => value !== undefined)
  if (given.length !== 1) refuse(code, 'routing cost', 'one of downloadedBytes, measured and energy', cost)
  if (downloadedBytes !== undefined) return row('download', day, downloadEnergy(downloadedBytes))
  return row('decision', day, energy ?? { lowWh: measured!, midWh: measured!, highWh: measured! })
}

function row(cost: RoutingCostKind, day: string, { lowWh, midWh, highWh }: EnergyRange): RoutingRow {
  return {
    kind: 'routing',
    day,
    cost,
    counts: { times: 1 },
    sums: { lowWh: exactSum([lowWh]), midWh: exactSum([midWh]), highWh: exactSum([highWh]) },
  }
}

export interface RoutingTotals {
  readonly lowWh: number
  readonly midWh: number
  readonly highWh: number
  readonly downloads: number
  readonly decisions: number
  /** What is left of `savedWh` once the router's own energy is taken off. */
  readonly netSavedWh: number
  readonly netSavedLowWh: number
  readonly netSavedHighWh: number
  /**
   * After how many queries like these the router has saved what it took to fetch, by the middle figures. 0 where nothing
   * was fetched; null where a query saves no more than deciding takes, or none was compared.
   */
  readonly breakEvenQueries: number | null
}

export function routingTotals(rows: readonly RoutingRow[], saved: SavedSums, comparedQueries: number): RoutingTotals {
  const sum = (name: 'lowWh' | 'midWh' | 'highWh', of = rows) => joinExact(of.map(entry => entry.sums[name]))
  const minus = (from: ExactSum, taken: ExactSum) => exactValue(joinExact([from, negated(taken)]))
  const of = (cost: RoutingCostKind) => rows.filter(entry => entry.cost === cost)
  const times = (cost: RoutingCostKind) => of(cost).reduce((count, entry) => count + entry.counts.times, 0)
  const decisions = times('decision')
  const perDecision = decisions === 0 ? 0 : exactValue(sum('midWh', of('decision'))) / decisions
  const perQuery = comparedQueries === 0 ? 0 : exactValue(saved.mid) / comparedQueries - perDecision
  const fetched = exactValue(sum('midWh', of('download')))
  return {
    lowWh: exactValue(sum('lowWh')),
    midWh: exactValue(sum('midWh')),
    highWh: exactValue(sum('highWh')),
    downloads: times('download'),
    decisions,
    netSavedWh: minus(saved.mid, sum('midWh')),
    netSavedLowWh: minus(saved.low, sum('highWh')),
    netSavedHighWh: minus(saved.high, sum('lowWh')),
    breakEvenQueries: perQuery > 0 ? Math.ceil(fetched / perQuery) : null,
  }
}
