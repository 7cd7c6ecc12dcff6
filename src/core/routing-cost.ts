/** What the router itself takes: fetched once, then a little for each decision. */
import { aMeasurement, anAmount } from './answer-outcome.ts'
import { type Check, refuse } from './checks.ts'
import type { EnergyEstimate } from './contracts.ts'
import type { SavedSums } from './energy-totals.ts'
import { type ExactSum, exactSum, exactValue, joinExact, negated } from './exact-sum.ts'
import type { RoutingCostKind, RoutingRow } from './ledger-row.ts'
import { checkOptions, isPlainObject } from './options.ts'
import { readEnergy } from './tracked-decision.ts'

/**
 * Watt-hours for a byte that is downloaded, by the Sustainable Web Design model, version 4 (2024, operational energy):
 * 0.055 kWh a gigabyte in the data centre, 0.059 in the network, 0.080 in the user's device
 * (https://sustainablewebdesign.org/estimating-digital-emissions/). The middle counts the first two; the low end leaves the
 * network out, which is on whether or not it carries these bytes; the high end adds the device.
 */
const WH_PER_BYTE = { low: 0.055e-6, mid: 0.114e-6, high: 0.194e-6 } as const

/** Energy of downloading that many bytes, by the Sustainable Web Design model, version 4. */
export function downloadEnergy(bytes: number): Omit<EnergyEstimate, 'basis'> {
  anAmount(bytes, 'bytes', 'invalid-option')
  const { low, mid, high } = WH_PER_BYTE
  return { lowWh: bytes * low, midWh: bytes * mid, highWh: bytes * high }
}

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

function row(cost: RoutingCostKind, day: string, { lowWh, midWh, highWh }: Omit<EnergyEstimate, 'basis'>): RoutingRow {
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
