/**
 * A ledger as CSV (RFC 4180): one line a row, the columns' names first. Each sum is rounded once to the nearest number, where
 * the JSON file loses nothing.
 *
 * A spreadsheet takes a text that starts with =, +, -, @, a tab or a line break for a formula. Such a name gets an apostrophe
 * in front, which reading takes off again (https://owasp.org/www-community/attacks/CSV_Injection).
 */
import { csvFormatRow, csvParseRows } from 'd3-dsv'
import { refuse } from './checks.ts'
import { GreenRoutingError } from './errors.ts'
import { type ExactSum, exactValue } from './exact-sum.ts'
import { LEDGER_FORMAT, LEDGER_VERSION, type LedgerFile, type LedgerSource, readRow, rowsOf } from './ledger-file.ts'
import { ANSWER_COUNTS, ANSWER_SUMS, type LedgerRow, ROUTING_COUNTS, ROUTING_SUMS } from './ledger-row.ts'

const CODE = 'invalid-report'

/** Columns that say what a line is about, then its counts, then its sums. */
const NAMED = ['kind', 'day', 'model', 'basis', 'baseline', 'against', 'baselineBasis', 'compared', 'cost'] as const
const COUNTS = [...ANSWER_COUNTS, ...ROUTING_COUNTS] as const
const SUMS = [...ANSWER_SUMS, ...ROUTING_SUMS] as const
const COLUMNS: readonly string[] = [...NAMED, ...COUNTS, ...SUMS]

/** What a spreadsheet would take for a formula, with or without apostrophes in front: those have to come back as they were. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/
const escapeFormula = (text: string) => (FORMULA.test(text) ? `'${text}` : text)
const unescapeFormula = (text: string) => (text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text)

/** The rows of a tracker or its file as CSV text. Throws `invalid-report` for what is neither. */
export function formatLedgerCsv(source: LedgerSource): string {
  const lines = [COLUMNS, ...rowsOf(source).map(cellsOf)]
  return lines.map(cells => `${csvFormatRow(cells)}\r\n`).join('')
}

function cellsOf(row: LedgerRow): string[] {
  const named = row as unknown as Record<string, string | boolean | null | undefined>
  const counts = row.counts as Readonly<Record<string, number>>
  const sums = row.sums as Readonly<Record<string, ExactSum>>
  return [
    ...NAMED.map(name => escapeFormula(String(named[name] ?? ''))),
    ...COUNTS.map(name => String(counts[name] ?? '')),
    ...SUMS.map(name => (sums[name] === undefined ? '' : String(exactValue(sums[name])))),
  ]
}

/** A file for `EnergyTracker.merge` from what `formatLedgerCsv` wrote. Throws `invalid-report` with the line; nothing is half-read. */
export function parseLedgerCsv(text: string): LedgerFile {
  if (typeof text !== 'string') refuse(CODE, 'ledger CSV', 'a text', text)
  const [header, ...lines] = csvParseRows(text.replace(/^\uFEFF/, ''))
  if (header?.join() !== COLUMNS.join()) {
    throw new GreenRoutingError(CODE, `The ledger CSV must start with the line ${COLUMNS.join(',')}`)
  }
  const rows = lines.map((cells, index) => {
    const path = `line ${index + 2}`
    if (cells.length !== COLUMNS.length) refuse(CODE, path, `${COLUMNS.length} cells`, cells.length)
    const cell = new Map(COLUMNS.map((name, column) => [name, cells[column]!]))
    return readRow(cell.get('kind') === 'routing' ? routingOf(cell, path) : answerOf(cell, path), path)
  })
  return { format: LEDGER_FORMAT, version: LEDGER_VERSION, rows }
}

type Cells = ReadonlyMap<string, string>

function answerOf(cells: Cells, path: string): unknown {
  return {
    kind: cells.get('kind'),
    day: textOf(cells, 'day'),
    model: textOf(cells, 'model'),
    basis: textOf(cells, 'basis'),
    baseline: textOf(cells, 'baseline'),
    against: textOf(cells, 'against'),
    baselineBasis: textOf(cells, 'baselineBasis'),
    compared: flagOf(cells, 'compared'),
    counts: numbersOf(cells, ANSWER_COUNTS, path),
    sums: sumsOf(cells, ANSWER_SUMS, path),
  }
}

function routingOf(cells: Cells, path: string): unknown {
  return {
    kind: 'routing',
    day: textOf(cells, 'day'),
    cost: textOf(cells, 'cost'),
    counts: numbersOf(cells, ROUTING_COUNTS, path),
    sums: sumsOf(cells, ROUTING_SUMS, path),
  }
}

/** An empty cell is null: what was not kept. */
const textOf = (cells: Cells, name: string) => unescapeFormula(cells.get(name)!) || null

/** Spreadsheets write them in capitals. */
function flagOf(cells: Cells, name: string): boolean | string {
  const text = cells.get(name)!
  if (/^true$/i.test(text)) return true
  return /^false$/i.test(text) ? false : text
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i

function numbersOf(cells: Cells, names: readonly string[], path: string): Record<string, number> {
  return Object.fromEntries(
    names.map(name => {
      const text = cells.get(name)!
      return [name, NUMBER.test(text) ? Number(text) : refuse(CODE, `${path} ${name}`, 'a number', text)]
    }),
  )
}

function sumsOf(cells: Cells, names: readonly string[], path: string): Record<string, ExactSum> {
  return Object.fromEntries(Object.entries(numbersOf(cells, names, path)).map(([name, sum]) => [name, [sum]]))
}
