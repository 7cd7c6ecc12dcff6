/**
 * A ledger as Software Carbon Intensity (ISO/IEC 21031:2024): ((E × I) + M) per R, where R is one answered query. E × I and M
 * stand apart, because M rests on a guess at the hardware.
 */
import { type PlacedRow, placeRows } from './carbon.ts'
import { CARBON_SPEC, type CarbonOptions, readCarbon } from './carbon-source.ts'
import { aFunction, aNumber, type Check, refuse } from './checks.ts'
import { EMBODIED_SOURCE, embodiedBySize } from './embodied-carbon.ts'
import { groupRows } from './energy-report.ts'
import { exactTotal, exactValue } from './exact-sum.ts'
import type { CarbonTableSource } from './grid-carbon.ts'
import { type LedgerSource, registryOf, rowsOf } from './ledger-file.ts'
import { checkOptions } from './options.ts'
import { quote } from './wording.ts'

export interface SciOptions extends CarbonOptions {
  /**
   * Embodied grams of CO2 equivalent of an answer, null where they are unknown; default EcoLogits' term by the size that the
   * registry states, and so unknown without one.
   */
  readonly embodied?: ((model: string, outputTokens: number) => number | null) | undefined
  /** Length of an answer whose tokens were not counted; default 300, the length that the estimates of energy are for. */
  readonly outputTokensPerQuery?: number | undefined
}

export interface SciRange {
  readonly low: number
  readonly mid: number
  readonly high: number
}

/** One model, or the router itself, on one day. */
export interface SciComponent {
  /** Null for the router itself. */
  readonly model: string | null
  readonly day: string | null
  /** R: answers of known energy; 0 for the router itself, whose share falls on all. */
  readonly queries: number
  /** E. */
  readonly energyKWh: SciRange
  /** I, location-based. */
  readonly gramsPerKWh: number
  /** E × I, grams of CO2 equivalent. */
  readonly operationalG: SciRange
  /** M, grams of CO2 equivalent; null where it is unknown. */
  readonly embodiedG: number | null
}

export interface SciReport {
  readonly standard: 'ISO/IEC 21031:2024'
  readonly functionalUnit: 'query'
  /** R: answers of known energy. */
  readonly queries: number
  /** Answers of unknown energy, which are left out. */
  readonly excludedQueries: number
  /** E × I. */
  readonly operationalG: SciRange
  /** M of the answers for which it is known. */
  readonly embodiedG: number
  /** For how many it is; fewer than `queries` makes `sciG` too low. */
  readonly embodiedQueries: number
  /** (E × I + M) / R, grams of CO2 equivalent a query; null without answers. */
  readonly sciG: SciRange | null
  readonly components: readonly SciComponent[]
  /** Null for the caller's own. */
  readonly sources: {
    readonly intensity: CarbonTableSource | null
    readonly embodied: typeof EMBODIED_SOURCE | null
  }
}

const SPEC = {
  ...CARBON_SPEC,
  embodied: aFunction as unknown as Check<NonNullable<SciOptions['embodied']>>,
  outputTokensPerQuery: aNumber({ min: 0, max: 1e9 }),
}

type Embodied = NonNullable<SciOptions['embodied']>

/** Rejects as `carbonReport` does. */
export async function sciReport(ledger: LedgerSource, options: SciOptions = {}): Promise<SciReport> {
  const { embodied, outputTokensPerQuery = 300, ...rest } = checkOptions('sciReport', options, SPEC)
  const registry = options.registry ?? registryOf(ledger)
  const carbon = readCarbon('sciReport', { ...(rest as CarbonOptions), registry })
  const placed = await placeRows(rowsOf(ledger), carbon)
  const embodiedOf: Embodied = embodied ?? embodiedBySize(registry)
  const groups = groupRows(placed, ({ row }) =>
    JSON.stringify([row.kind === 'answers' ? row.model : null, row.day, row.kind]),
  )
  const components = [...groups.values()].map(rows => componentOf(rows, embodiedOf, outputTokensPerQuery))
  const queries = components.reduce((sum, entry) => sum + entry.queries, 0)
  const operationalG = rangeOf(end => exactTotal(components.map(entry => entry.operationalG[end])))
  const known = components.filter(entry => entry.embodiedG !== null)
  const embodiedG = exactTotal(known.map(entry => entry.embodiedG!))
  return {
    standard: 'ISO/IEC 21031:2024',
    functionalUnit: 'query',
    queries,
    excludedQueries: placed.reduce((sum, { row }) => sum + (row.kind === 'answers' ? row.counts.unknownQueries : 0), 0),
    operationalG,
    embodiedG,
    embodiedQueries: known.reduce((sum, entry) => sum + entry.queries, 0),
    sciG: queries === 0 ? null : rangeOf(end => (operationalG[end] + embodiedG) / queries),
    components,
    sources: { intensity: carbon.source, embodied: embodied === undefined ? EMBODIED_SOURCE : null },
  }
}

const rangeOf = (value: (end: 'low' | 'mid' | 'high') => number): SciRange => ({
  low: value('low'),
  mid: value('mid'),
  high: value('high'),
})

/** Rows of one model, or of the router, on one day: of one place, then. */
function componentOf(rows: readonly PlacedRow[], embodiedOf: Embodied, tokensPerQuery: number): SciComponent {
  const { row: first, gramsPerKWh } = rows[0]!
  const energyKWh = rangeOf(end => exactTotal(rows.map(({ row }) => wattHours(row, end))) / 1000)
  const operationalG = rangeOf(end => energyKWh[end] * gramsPerKWh)
  const base = { day: first.day, energyKWh, gramsPerKWh, operationalG }
  if (first.kind === 'routing') return { model: null, queries: 0, embodiedG: null, ...base }
  let queries = 0
  let tokens = 0
  for (const { row } of rows) {
    if (row.kind !== 'answers') continue
    const { counts } = row
    const known = counts.queries - counts.unknownQueries
    const counted = counts.usageQueries + counts.estimatedUsageQueries
    queries += known
    tokens += (known / counts.queries) * (counts.outputTokens + (counts.queries - counted) * tokensPerQuery)
  }
  const embodiedG = queries === 0 ? null : embodiedOf(first.model, tokens)
  if (embodiedG !== null && !(embodiedG >= 0 && embodiedG < Number.POSITIVE_INFINITY)) {
    refuse('invalid-option', `embodied(${quote(first.model)})`, 'grams of at least 0, or null', embodiedG)
  }
  return { model: first.model, queries, embodiedG, ...base }
}

const SUMS = {
  answers: { low: 'usedLowWh', mid: 'usedWh', high: 'usedHighWh' },
  routing: { low: 'lowWh', mid: 'midWh', high: 'highWh' },
} as const

function wattHours(row: PlacedRow['row'], end: 'low' | 'mid' | 'high'): number {
  return exactValue(row.kind === 'answers' ? row.sums[SUMS.answers[end]] : row.sums[SUMS.routing[end]])
}
