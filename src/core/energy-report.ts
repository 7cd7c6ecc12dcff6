/** What a ledger adds up to, as data and as a few lines for a person. */
import type { EnergyBasis } from './contracts.ts'
import { type EnergyTotals, savedSums, totalsOf } from './energy-totals.ts'
import { formatRange, formatShare, formatUsd, formatWh } from './format.ts'
import type { AnswerRow, BaselineKind, LedgerRow } from './ledger-row.ts'
import { type RoutingTotals, routingTotals } from './routing-cost.ts'

/** A model that answers were compared with. */
export interface BaselineUse {
  /** Null where only the highest estimated energy of each pool was kept. */
  readonly model: string | null
  readonly kind: BaselineKind
  readonly queries: number
  /** Where its figures come from; null where that was not kept. */
  readonly bases: readonly (EnergyBasis | null)[]
}

/** Totals of all answers, and of those by each model, on each day, and of figures of each origin. */
export interface EnergyReport extends EnergyTotals {
  /** What the answers are compared with, in words: `against always using gpt-4o`. Empty without answers. */
  readonly against: string
  readonly baselines: readonly BaselineUse[]
  /** Most answers first, then by name. */
  readonly models: readonly (EnergyTotals & { readonly model: string })[]
  /** Earliest first; null, before all others, where the day was not kept. */
  readonly days: readonly (EnergyTotals & { readonly day: string | null })[]
  /** Most answers first; null where the origin was not kept. */
  readonly bases: readonly (EnergyTotals & { readonly basis: EnergyBasis | null })[]
  /** What the router itself took, and what is saved once that is taken off. */
  readonly routing: RoutingTotals
}

/** Rows by what a function says of them, in order of appearance. */
export function groupRows<Row, Name>(rows: readonly Row[], nameOf: (row: Row) => Name): Map<Name, Row[]> {
  const groups = new Map<Name, Row[]>()
  for (const row of rows) {
    const group = groups.get(nameOf(row))
    if (group) group.push(row)
    else groups.set(nameOf(row), [row])
  }
  return groups
}

/** By code units: the same everywhere, whatever the language of the machine. */
export const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

export function reportOf(rows: readonly LedgerRow[]): EnergyReport {
  const answers = rows.filter(row => row.kind === 'answers')
  const totals = totalsOf(answers)
  const baselines = baselinesOf(answers)
  return {
    ...totals,
    against: against(baselines),
    baselines,
    models: [...groupRows(answers, row => row.model)]
      .map(([model, of]) => ({ model, ...totalsOf(of) }))
      .sort((a, b) => b.queries - a.queries || compare(a.model, b.model)),
    days: [...groupRows(answers, row => row.day)]
      .map(([day, of]) => ({ day, ...totalsOf(of) }))
      .sort((a, b) => compare(a.day ?? '', b.day ?? '')),
    bases: [...groupRows(answers, row => row.basis)]
      .map(([basis, of]) => ({ basis, ...totalsOf(of) }))
      .sort((a, b) => b.queries - a.queries || compare(a.basis ?? '', b.basis ?? '')),
    routing: routingTotals(
      rows.filter(row => row.kind === 'routing'),
      savedSums(answers),
      totals.comparedQueries,
    ),
  }
}

function baselinesOf(rows: readonly AnswerRow[]): BaselineUse[] {
  const groups = groupRows(rows, ({ baseline, against }) => JSON.stringify([baseline, against]))
  return [...groups.values()]
    .map(of => ({
      model: of[0]!.baseline,
      kind: of[0]!.against,
      queries: of.reduce((sum, row) => sum + row.counts.queries, 0),
      bases: [...new Set(of.map(row => row.baselineBasis))],
    }))
    .sort((a, b) => b.queries - a.queries || compare(a.model ?? '', b.model ?? ''))
}

/** `against always using claude-opus, the most capable of your pool`; several with how often each was it. */
function against(baselines: readonly BaselineUse[]): string {
  if (baselines.length === 0) return ''
  const capable = baselines.filter(({ kind }) => kind === 'most-capable')
  const parts = baselines.filter(({ kind }) => kind !== 'most-capable').map(use => ({ words: wordsFor(use), ...use }))
  if (capable.length === 1) {
    parts.push({ words: `${capable[0]!.model}, the most capable of your pool`, ...capable[0]! })
  } else if (capable.length > 1) {
    const named = capable.map(({ model, queries }) => `${model} for ${queries}`).join(', ')
    const queries = capable.reduce((sum, use) => sum + use.queries, 0)
    parts.push({ ...capable[0]!, words: `the most capable of your pool for each question: ${named}`, queries })
  }
  if (parts.length === 1) return `against always using ${parts[0]!.words}`
  return `against always using ${parts.map(({ words, queries }) => `${words} (${count(queries)})`).join('; or ')}`
}

const wordsFor = ({ model, kind }: BaselineUse): string =>
  kind === 'highest-energy' || model === null ? 'the model of highest estimated energy' : model

const count = (queries: number) => (queries === 1 ? '1 query' : `${queries} queries`)

/** The report in a few lines. */
export function describeReport(report: EnergyReport): string {
  if (report.queries === 0) return 'No queries recorded.'
  const about = (mid: number, low: number, high: number) => `about ${formatWh(mid)} (${formatRange(low, high)})`
  const orUnknown = (known: number, ...[mid, low, high]: Parameters<typeof about>) =>
    known > 0 ? about(mid, low, high) : 'energy unknown'
  const width = Math.max(...report.models.map(({ model }) => model.length))
  const { routing, savedWh, comparedQueries } = report
  const lines = [
    `${count(report.queries)}: ${orUnknown(report.queries - report.unknownQueries, report.usedWh, report.usedLowWh, report.usedHighWh)}, ${formatUsd(report.usedUsd)}`,
    `Compared ${report.against}: ${orUnknown(comparedQueries, report.baselineWh, report.baselineLowWh, report.baselineHighWh)}, ${formatUsd(report.baselineUsd)}`,
    `Estimated difference: ${comparedQueries > 0 ? `${about(savedWh, report.savedLowWh, report.savedHighWh)}, ${changeOf(report.savedPercent)}` : 'energy unknown'}; ${formatUsd(report.savedUsd)}, ${changeOf(report.savedUsdPercent)}`,
    origin(report),
  ]
  if (routing.highWh > 0) {
    lines.push(
      `Routing itself: ${about(routing.midWh, routing.lowWh, routing.highWh)}${paidFor(routing)}; difference less routing: ${about(routing.netSavedWh, routing.netSavedLowWh, routing.netSavedHighWh)}`,
    )
  }
  for (const { model, queries, usedWh, usedLowWh, usedHighWh, usedUsd, unknownQueries } of report.models) {
    const energy = orUnknown(queries - unknownQueries, usedWh, usedLowWh, usedHighWh)
    lines.push(`  ${model.padEnd(width)}  ${count(queries)}, ${energy}, ${formatUsd(usedUsd)}`)
  }
  return lines.join('\n')
}

function paidFor({ breakEvenQueries, downloads }: RoutingTotals): string {
  if (breakEvenQueries === null) return ', at this rate it never pays for itself'
  return downloads > 0 ? `, paid for after ${count(breakEvenQueries)} like these` : ''
}

const changeOf = (percent: number) => `${formatShare(Math.abs(percent) / 100)} ${percent < 0 ? 'more' : 'less'}`

/** How many figures were measured, estimated, unknown. */
function origin({ queries, measuredQueries, unknownQueries, comparedQueries }: EnergyTotals): string {
  const uncompared = queries - unknownQueries - comparedQueries
  return [
    `Measured: ${measuredQueries} of ${queries}`,
    ...(unknownQueries > 0 ? [`of unknown energy and in no total: ${unknownQueries}`] : []),
    ...(uncompared > 0 ? [`with a baseline of unknown energy and not compared: ${uncompared}`] : []),
  ].join('; ')
}
