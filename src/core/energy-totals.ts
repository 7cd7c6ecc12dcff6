import { type ExactSum, exactValue, joinExact } from './exact-sum.ts'

/** What a ledger adds up. The baseline is the model of each decision's own pool with the highest estimated energy. */
export const SUMMED = [
  'usedWh',
  'usedLowWh',
  'usedHighWh',
  'baselineWh',
  'baselineLowWh',
  'baselineHighWh',
  'usedUsd',
  'baselineUsd',
] as const

export type SummedName = (typeof SUMMED)[number]

/** The entry of one model in a ledger. */
export interface Tally {
  queries: number
  readonly sums: Readonly<Record<SummedName, ExactSum>>
}

/** Totals of some decisions. Each is the exact sum over them, rounded once. */
export interface EnergyTotals extends Readonly<Record<SummedName, number>> {
  readonly queries: number
  /** baselineWh − usedWh, ≥ 0. */
  readonly savedWh: number
  /** 0..100; 0 when the baseline takes nothing. */
  readonly savedPercent: number
  /** baselineUsd − usedUsd: the dearest model of each pool against the chosen one, ≥ 0. */
  readonly savedUsd: number
  /** 0..100; 0 when the baseline costs nothing. */
  readonly savedUsdPercent: number
}

export function emptyTally(): Tally {
  return { queries: 0, sums: Object.fromEntries(SUMMED.map(name => [name, []])) as unknown as Tally['sums'] }
}

export function joinTallies(tallies: readonly Tally[]): Tally {
  const joined = SUMMED.map(name => [name, joinExact(tallies.map(tally => tally.sums[name]))])
  const queries = tallies.reduce((sum, tally) => sum + tally.queries, 0)
  return { queries, sums: Object.fromEntries(joined) as Tally['sums'] }
}

const difference = (from: ExactSum, taken: ExactSum) => exactValue(joinExact([from, taken.map(part => -part)]))
const percent = (part: number, whole: number) => (whole > 0 ? 100 * (part / whole) : 0)

export function totalsOf({ queries, sums }: Tally): EnergyTotals {
  const values = Object.fromEntries(SUMMED.map(name => [name, exactValue(sums[name])])) as Record<SummedName, number>
  const savedWh = difference(sums.baselineWh, sums.usedWh)
  const savedUsd = difference(sums.baselineUsd, sums.usedUsd)
  return {
    queries,
    ...values,
    savedWh,
    savedPercent: percent(savedWh, values.baselineWh),
    savedUsd,
    savedUsdPercent: percent(savedUsd, values.baselineUsd),
  }
}
