/** Totals of ledger rows: exact sums, rounded once. */
import { type ExactSum, exactValue, joinExact, negated } from './exact-sum.ts'
import { ANSWER_COUNTS, ANSWER_SUMS, type AnswerCount, type AnswerRow, type AnswerSum } from './ledger-row.ts'

/**
 * What some recorded answers took and what the baseline would have taken. Energy sums hold the answers whose energy is
 * known; baseline and saved sums those of them whose baseline's energy is known too, the compared ones.
 */
export interface EnergyTotals extends Readonly<Record<AnswerCount | AnswerSum, number>> {
  /** Every answer, of known energy or not. */
  readonly queries: number
  /** Of unknown energy: in no energy sum, and never counted as 0. */
  readonly unknownQueries: number
  /** Of measured energy. */
  readonly measuredQueries: number
  /** Of known energy, with a baseline of known energy. */
  readonly comparedQueries: number
  /** With the provider's own count of tokens. */
  readonly usageQueries: number
  /** With a count of tokens that was itself estimated. */
  readonly estimatedUsageQueries: number
  /** baselineWh − what the compared answers took. Negative when they took more. */
  readonly savedWh: number
  /**
   * The least that difference can be: the errors of two estimates are taken to be independent and as unlucky as they can
   * be. Nothing where the baseline itself answered.
   */
  readonly savedLowWh: number
  /** The most it can be, likewise. */
  readonly savedHighWh: number
  /** savedWh as a percentage of baselineWh; 0 when that is 0. */
  readonly savedPercent: number
  /** 1 − usedWh / maxWh, where maxWh is what each pool's model of highest estimated energy takes: the seed's saving. */
  readonly energySavingsVsMax: number
  /** baselineUsd − usedUsd. */
  readonly savedUsd: number
  /** 0 when the baseline costs nothing. */
  readonly savedUsdPercent: number
}

/** The difference from the baseline, not rounded yet. */
export interface SavedSums {
  readonly low: ExactSum
  readonly mid: ExactSum
  readonly high: ExactSum
}

export function savedSums(rows: readonly AnswerRow[]): SavedSums {
  return {
    low: joinExact(rows.map(row => row.sums.savedLowWh)),
    mid: difference(
      rows.filter(row => row.compared),
      'baselineWh',
      'usedWh',
    ),
    high: joinExact(rows.map(row => row.sums.savedHighWh)),
  }
}

export function totalsOf(rows: readonly AnswerRow[]): EnergyTotals {
  const count = (name: AnswerCount, of = rows) => of.reduce((sum, row) => sum + row.counts[name], 0)
  const values = Object.fromEntries([
    ...ANSWER_COUNTS.map(name => [name, count(name)]),
    ...ANSWER_SUMS.map(name => [name, exactValue(joinExact(rows.map(row => row.sums[name])))]),
  ]) as Record<AnswerCount | AnswerSum, number>
  const { low, mid, high } = savedSums(rows)
  const savedWh = exactValue(mid)
  const savedUsd = exactValue(difference(rows, 'baselineUsd', 'usedUsd'))
  const measured = rows.filter(row => row.basis === 'measured-here')
  const compared = rows.filter(row => row.compared)
  return {
    ...values,
    measuredQueries: count('queries', measured),
    comparedQueries: count('queries', compared),
    savedWh,
    // Rows from a CSV file are rounded each by itself, which may cross what is equal.
    savedLowWh: Math.min(exactValue(low), savedWh),
    savedHighWh: Math.max(exactValue(high), savedWh),
    savedPercent: percent(savedWh, values.baselineWh),
    energySavingsVsMax: values.maxWh > 0 ? 1 - values.usedWh / values.maxWh : 0,
    savedUsd,
    savedUsdPercent: percent(savedUsd, values.baselineUsd),
  }
}

const percent = (part: number, whole: number) => (whole > 0 ? 100 * (part / whole) : 0)

function difference(rows: readonly AnswerRow[], from: AnswerSum, taken: AnswerSum): ExactSum {
  return joinExact(rows.flatMap(row => [row.sums[from], negated(row.sums[taken])]))
}
