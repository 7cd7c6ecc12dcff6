/**
 * The rows a ledger adds up in: one for each day, model, origin of the figure and baseline, so that a ledger of years
 * stays small. A single entry is a row of one. Sums are exact, so an entry that was added can be taken out again.
 */
import type { EnergyBasis } from './contracts.ts'
import { addExact, type ExactSum, negated } from './exact-sum.ts'

/** How a row's baseline was found. */
export type BaselineKind =
  | 'chosen' // named by the user
  | 'most-capable' // the most capable model of the pool
  | 'highest-energy' // the model of highest estimated energy of each pool: ledgers of version 1

export const ANSWER_COUNTS = [
  'queries',
  'unknownQueries',
  'usageQueries',
  'estimatedUsageQueries',
  'inputTokens',
  'cachedInputTokens',
  'outputTokens',
  'reasoningTokens',
] as const

export const ANSWER_SUMS = [
  'usedLowWh',
  'usedWh',
  'usedHighWh',
  'baselineLowWh',
  'baselineWh',
  'baselineHighWh',
  'savedLowWh',
  'savedHighWh',
  'maxWh',
  'usedUsd',
  'baselineUsd',
] as const

export const ROUTING_COUNTS = ['times'] as const
export const ROUTING_SUMS = ['lowWh', 'midWh', 'highWh'] as const

export type AnswerCount = (typeof ANSWER_COUNTS)[number]
export type AnswerSum = (typeof ANSWER_SUMS)[number]

interface Amounts<Count extends string, Sum extends string> {
  readonly counts: Readonly<Record<Count, number>>
  readonly sums: Readonly<Record<Sum, ExactSum>>
}

/** Answers of one day by one model, of figures of one origin, against one baseline. */
export interface AnswerRow extends Amounts<AnswerCount, AnswerSum> {
  readonly kind: 'answers'
  /** `2026-11-27`, the local calendar's; null where it was not kept. */
  readonly day: string | null
  readonly model: string
  /** Null where it was not kept. */
  readonly basis: EnergyBasis | null
  /** The model compared with; null where it was not kept. */
  readonly baseline: string | null
  readonly against: BaselineKind
  /** Where the baseline's figure comes from; null where it was not kept. */
  readonly baselineBasis: EnergyBasis | null
  /** Both energies are known; otherwise the sums of the baseline and of what was saved are empty. */
  readonly compared: boolean
}

/** What the router itself took on one day: to fetch it, or to decide. */
export interface RoutingRow extends Amounts<(typeof ROUTING_COUNTS)[number], (typeof ROUTING_SUMS)[number]> {
  readonly kind: 'routing'
  readonly day: string | null
  readonly cost: RoutingCostKind
}

export type RoutingCostKind = 'download' | 'decision'

export type LedgerRow = AnswerRow | RoutingRow

/** Equal for rows that are added up in one. */
export function keyOf(row: LedgerRow): string {
  return JSON.stringify(
    row.kind === 'answers'
      ? [row.kind, row.day, row.model, row.basis, row.baseline, row.against, row.baselineBasis, row.compared]
      : [row.kind, row.day, row.cost],
  )
}

/** A new row: `row` added to one of the same key, or taken out of it. Undefined when nothing is left. */
export function combined<Row extends LedgerRow>(into: Row | undefined, row: Row, sign: 1 | -1 = 1): Row | undefined {
  if (into === undefined && sign === -1) return undefined
  const counts = new Map(Object.entries<number>(into?.counts ?? {}))
  for (const [name, count] of Object.entries<number>(row.counts)) {
    counts.set(name, (counts.get(name) ?? 0) + sign * count)
  }
  const sums = Object.entries<ExactSum>(row.sums).map(([name, sum]): [string, ExactSum] => {
    const total = [...((into?.sums as Record<string, ExactSum> | undefined)?.[name] ?? [])]
    for (const part of sign === 1 ? sum : negated(sum)) addExact(total, part)
    return [name, total]
  })
  if ([...counts.values()].every(count => count === 0)) return undefined
  return { ...row, counts: Object.fromEntries(counts), sums: Object.fromEntries(sums) }
}
