/** Grams of CO2 equivalent of a ledger: each row's energy times the grid's intensity where and when it was used. */
import { type Carbon, type CarbonOptions, gridCarbon, readCarbon } from './carbon-source.ts'
import { compare, groupRows } from './energy-report.ts'
import { exactTotal, exactValue } from './exact-sum.ts'
import type { CarbonTableSource } from './grid-carbon.ts'
import { type LedgerSource, registryOf, rowsOf } from './ledger-file.ts'
import type { AnswerRow, AnswerSum, LedgerRow } from './ledger-row.ts'

/** Grams of CO2 equivalent. The ranges are those of the energy: the grid's intensity is taken as it is. */
export interface CarbonTotals {
  readonly usedLowG: number
  readonly usedG: number
  readonly usedHighG: number
  readonly baselineLowG: number
  readonly baselineG: number
  readonly baselineHighG: number
  /** The baseline's less what the compared answers took; see `EnergyTotals.savedWh`. */
  readonly savedLowG: number
  readonly savedG: number
  readonly savedHighG: number
}

export interface CarbonZoneUse {
  readonly zone: string
  /** As the table names it; the code for a source of the caller's. */
  readonly name: string
  /** gCO2e a kilowatt-hour, the mean over what was used. */
  readonly gramsPerKWh: number
  readonly usedWh: number
}

export interface CarbonReport extends CarbonTotals {
  readonly queries: number
  /** Of unknown energy: in no sum. */
  readonly unknownQueries: number
  /** Most grams first. */
  readonly models: readonly (CarbonTotals & { readonly model: string; readonly zone: string })[]
  readonly days: readonly (CarbonTotals & { readonly day: string | null })[]
  /** Where the answers were made; most energy first. */
  readonly zones: readonly CarbonZoneUse[]
  /** What the router itself took, where the page runs. */
  readonly routing: { readonly zone: string; readonly lowG: number; readonly midG: number; readonly highG: number }
  /** savedG less the router's own. */
  readonly netSavedG: number
  /** Where the intensities come from; null for a source of the caller's. */
  readonly source: CarbonTableSource | null
}

/** A row with its place and the grams that a kilowatt-hour there stands for. */
export interface PlacedRow<Row extends LedgerRow = LedgerRow> {
  readonly row: Row
  readonly zone: string
  readonly gramsPerKWh: number
  /** The same where the baseline runs. */
  readonly baselineGramsPerKWh: number
}

export async function placeRows(rows: readonly LedgerRow[], carbon: Carbon): Promise<PlacedRow[]> {
  return Promise.all(
    rows.map(async row => {
      const zone = row.kind === 'routing' ? carbon.deviceZone : carbon.zoneOf(row.model)
      const other = row.kind === 'routing' || row.baseline === null ? zone : carbon.zoneOf(row.baseline)
      const [gramsPerKWh, baselineGramsPerKWh] = await Promise.all([
        carbon.intensity(zone, row.day),
        carbon.intensity(other, row.day),
      ])
      return { row, zone, gramsPerKWh, baselineGramsPerKWh }
    }),
  )
}

/** Rejects with `unknown-zone`, `invalid-option`, `invalid-report`, or with what the caller's source rejects with. */
export async function carbonReport(ledger: LedgerSource, options: CarbonOptions = {}): Promise<CarbonReport> {
  const carbon = readCarbon('carbonReport', { registry: registryOf(ledger), ...options })
  const placed = await placeRows(rowsOf(ledger), carbon)
  const answers = placed.filter((entry): entry is PlacedRow<AnswerRow> => entry.row.kind === 'answers')
  const totals = totalsOf(answers)
  const routing = routingOf(placed, carbon.deviceZone)
  return {
    ...totals,
    queries: answers.reduce((sum, { row }) => sum + row.counts.queries, 0),
    unknownQueries: answers.reduce((sum, { row }) => sum + row.counts.unknownQueries, 0),
    models: [...groupRows(answers, ({ row }) => row.model)]
      .map(([model, of]) => ({ model, zone: of[0]!.zone, ...totalsOf(of) }))
      .sort((a, b) => b.usedG - a.usedG || compare(a.model, b.model)),
    days: [...groupRows(answers, ({ row }) => row.day)]
      .map(([day, of]) => ({ day, ...totalsOf(of) }))
      .sort((a, b) => compare(a.day ?? '', b.day ?? '')),
    zones: [...groupRows(answers, ({ zone }) => zone)]
      .map(([zone, of]) => zoneUse(zone, of, carbon))
      .sort((a, b) => b.usedWh - a.usedWh || compare(a.zone, b.zone)),
    routing,
    netSavedG: totals.savedG - routing.midG,
    source: carbon.source,
  }
}

/** What one row stands for, in grams. */
function gramsOf({ row, gramsPerKWh, baselineGramsPerKWh }: PlacedRow<AnswerRow>): CarbonTotals {
  const used = (name: AnswerSum) => (exactValue(row.sums[name]) * gramsPerKWh) / 1000
  const baseline = (name: AnswerSum) => (exactValue(row.sums[name]) * baselineGramsPerKWh) / 1000
  const sameGrid = gramsPerKWh === baselineGramsPerKWh
  // On one grid what is saved is saved there; on two the worst case is each one's own.
  const saved = (sum: AnswerSum, from: AnswerSum, taken: AnswerSum) => {
    if (!row.compared) return 0
    return sameGrid ? used(sum) : baseline(from) - used(taken)
  }
  return {
    usedLowG: used('usedLowWh'),
    usedG: used('usedWh'),
    usedHighG: used('usedHighWh'),
    baselineLowG: baseline('baselineLowWh'),
    baselineG: baseline('baselineWh'),
    baselineHighG: baseline('baselineHighWh'),
    savedLowG: saved('savedLowWh', 'baselineLowWh', 'usedHighWh'),
    savedG: row.compared ? baseline('baselineWh') - used('usedWh') : 0,
    savedHighG: saved('savedHighWh', 'baselineHighWh', 'usedLowWh'),
  }
}

function totalsOf(rows: readonly PlacedRow<AnswerRow>[]): CarbonTotals {
  const each = rows.map(gramsOf)
  const names = [
    'usedLowG',
    'usedG',
    'usedHighG',
    'baselineLowG',
    'baselineG',
    'baselineHighG',
    'savedLowG',
    'savedG',
    'savedHighG',
  ] as const
  const sums = names.map(name => [name, exactTotal(each.map(totals => totals[name]))])
  return Object.fromEntries(sums) as unknown as CarbonTotals
}

function routingOf(placed: readonly PlacedRow[], zone: string): CarbonReport['routing'] {
  const total = (name: 'lowWh' | 'midWh' | 'highWh') =>
    exactTotal(
      placed.map(({ row, gramsPerKWh }) =>
        row.kind === 'routing' ? (exactValue(row.sums[name]) * gramsPerKWh) / 1000 : 0,
      ),
    )
  return { zone, lowG: total('lowWh'), midG: total('midWh'), highG: total('highWh') }
}

function zoneUse(zone: string, rows: readonly PlacedRow<AnswerRow>[], carbon: Carbon): CarbonZoneUse {
  const usedWh = exactTotal(rows.map(({ row }) => exactValue(row.sums.usedWh)))
  const usedG = exactTotal(rows.map(entry => gramsOf(entry).usedG))
  return {
    zone,
    name: carbon.source === null ? zone : gridCarbon(zone).name,
    gramsPerKWh: usedWh > 0 ? (1000 * usedG) / usedWh : rows[0]!.gramsPerKWh,
    usedWh,
  }
}
