/** What to expect of a model before any of its scores was seen: from its date, its price, and whether it thinks. */
import type { ReasoningEffort } from '../core/index.ts'
import type { PriorRow, ScaleTable } from './tables.ts'

/** How much of the way from answering at once to thinking at length an effort goes, as the prior takes it. */
const THINKING: Readonly<Record<ReasoningEffort, number>> = {
  none: 0,
  minimal: 0.2,
  low: 0.5,
  medium: 1,
  high: 1,
  xhigh: 1,
  max: 1,
}

const MILLISECONDS_PER_YEAR = 365.25 * 24 * 3600 * 1000

export interface PriorFacts {
  readonly releasedOn?: string | undefined
  /** US dollars for a million tokens, the mean of in and out; 0 or absent is no price. */
  readonly price?: number | undefined
  readonly effort?: ReasoningEffort | undefined
  readonly reasoning?: boolean | undefined
}

/** Years from the start of 2025, negative before; a month without a day is its middle. */
export function yearsFrom2025(date: string): number {
  const [year, month, day = 15] = date.split('-').map(Number) as [number, number, number?]
  return (Date.UTC(year, month - 1, day) - Date.UTC(2025, 0, 1)) / MILLISECONDS_PER_YEAR
}

export function thinkingOf({ effort, reasoning = false }: PriorFacts): number {
  return effort === undefined ? Number(reasoning) : THINKING[effort]
}

export interface Expectation {
  readonly mean: number
  readonly variance: number
}

/** A model released after the table counts as released with it: nobody knows yet how good those are. */
export function expectation(facts: PriorFacts, { priors, date }: Pick<ScaleTable, 'priors' | 'date'>): Expectation {
  const { releasedOn, price = 0 } = facts
  if (releasedOn === undefined) return expected(priors.undated, 0, 0, thinkingOf(facts))
  const years = Math.min(yearsFrom2025(releasedOn), yearsFrom2025(date))
  return price > 0
    ? expected(priors.withPrice, years, Math.log(price), thinkingOf(facts))
    : expected(priors.withoutPrice, years, 0, thinkingOf(facts))
}

function expected(row: PriorRow, years: number, logPrice: number, thinking: number): Expectation {
  const mean = row.intercept + row.perYear * years + row.perLogPrice * logPrice + row.thinking * thinking
  return { mean, variance: row.deviation ** 2 }
}
