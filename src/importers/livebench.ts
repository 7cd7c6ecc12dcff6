/** LiveBench: `table_YYYY_MM_DD.csv`, a row for each model, and `categories_….json`, which tasks make a category. */
import { benchmarkId, resolveModel } from '../catalog/internal.ts'
import { aDate, checkOptions, isPlainObject } from '../core/internal.ts'
import { readCsv, type Table } from './csv.ts'
import { at, type Fields, readJson } from './document.ts'
import { tidy } from './fields.ts'
import {
  IMPORT_OPTIONS,
  type ImportOptions,
  type ImportResult,
  Report,
  type Row,
  refuseDocument,
  type Service,
} from './report.ts'

export interface LiveBenchOptions extends ImportOptions {
  /** The table's date, `2026-06-25`: scores of one release are not comparable with another's. Default not known. */
  readonly release?: string | undefined
}

const SERVICE: Service = {
  source: 'LiveBench',
  url: 'https://github.com/LiveBench/livebench.github.io/tree/main/public',
  licence: 'Apache-2.0 by its data sheet',
}

/** The categories that are benchmarks here, by their names there. */
const BENCHMARKS: ReadonlyMap<string, string> = new Map([
  ['Reasoning', 'livebench_reasoning'],
  ['Coding', 'livebench_coding'],
  ['Agentic Coding', 'livebench_agentic_coding'],
  ['Mathematics', 'livebench_mathematics'],
  ['IF', 'livebench_if'],
])

/** A task at 0 beside others of its category above this mean, in percent, is a run that broke off. */
const BROKEN_BESIDE = 50

interface Category {
  readonly key: string
  readonly name: string
  /** Which cells of a row. */
  readonly columns: readonly number[]
}

/**
 * Reads a release of LiveBench: scores without prices, each category the mean of its tasks. Efforts are read from the names
 * (`gpt-5.2-2025-12-11-nothinking`). Throws `invalid-import` for other documents.
 */
export function fromLiveBench(csv: string, categories: unknown, options: LiveBenchOptions = {}): ImportResult {
  const { release, ...rest } = checkOptions('fromLiveBench', options, { ...IMPORT_OPTIONS, release: aDate })
  const report = new Report(SERVICE, 'fromLiveBench', rest)
  const table = readCsv(csv, SERVICE.source)
  const model = table.columns.indexOf('model')
  if (model < 0) refuseDocument(SERVICE.source, 'header', 'a line with a column "model"')
  const read = readCategories(categories, table, release, report)
  table.rows.forEach((row, index) => {
    if (row.every(cell => cell === '')) return
    // Counted as a spreadsheet counts, the header being the first.
    const path = `row ${index + 2}`
    const found =
      row.length === table.columns.length
        ? modelRow(row, row[model]!.trim(), read, path, report, rest.retrievedOn ?? release)
        : report.skip(path, `has ${row.length} cells, the header ${table.columns.length}`)
    if (found !== undefined) report.add(found, path, false)
  })
  return report.result()
}

function readCategories(json: unknown, { columns }: Table, release: string | undefined, report: Report): Category[] {
  const document = readJson(json, SERVICE.source)
  if (!isPlainObject(document)) refuseDocument(SERVICE.source, 'categories', 'an object of tasks by category')
  const found = [...BENCHMARKS].flatMap(([name, id]): Category[] => {
    const cells = columnsOf(document, name, columns, report)
    return cells === undefined ? [] : [{ name, key: benchmarkId(id, release).key, columns: cells }]
  })
  if (found.length === 0) refuseDocument(SERVICE.source, 'categories', `tasks of ${[...BENCHMARKS.keys()].join(', ')}`)
  return found
}

function columnsOf(document: Fields, name: string, columns: readonly string[], report: Report): number[] | undefined {
  if (!Object.hasOwn(document, name)) return undefined
  const tasks = document[name]
  const path = at('categories', name)
  if (!Array.isArray(tasks) || tasks.length === 0) refuseDocument(SERVICE.source, path, 'an array of tasks')
  const cells = Array.from(tasks, (task: unknown) => (typeof task === 'string' ? columns.indexOf(task) : -1))
  const missing = cells.findIndex(cell => cell < 0)
  if (missing < 0) return cells
  report.warn(at(path, missing), 'is no column of the table. The category is left out.')
  return undefined
}

function modelRow(
  row: readonly string[],
  name: string,
  categories: readonly Category[],
  path: string,
  report: Report,
  date: string | undefined,
): Row | undefined {
  if (name === '') return report.skip(`${path}, model`, 'is empty')
  const scores = categories.flatMap(({ key, name: category, columns }): [string, number][] => {
    const cells = columns.map(column => percent(row[column]!))
    if (cells.some(cell => cell === undefined)) {
      report.warn(`${path}, ${category}`, 'has a task that is no score in percent. The category is left out.')
      return []
    }
    const values = cells as number[]
    const others = values.filter(value => value > 0)
    if (others.length > 0 && others.length < values.length && mean(others) > BROKEN_BESIDE) {
      report.warn(
        `${path}, ${category}`,
        `has a task at 0 beside others at ${mean(others).toFixed(0)}: a run that broke off. The category is left out.`,
      )
      return []
    }
    return [[key, tidy(mean(values) / 100)]]
  })
  if (scores.length === 0) return report.skip(path, 'has no category to read')
  const effort = resolveModel(name)?.effort
  const source = { source: SERVICE.url, ...(date && { date }), ...(effort && { effort }) }
  return {
    name,
    provider: 'livebench',
    benchmarkScores: Object.fromEntries(scores),
    benchmarkSources: Object.fromEntries(scores.map(([key]) => [key, source])),
    ...(effort && { effort }),
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function percent(cell: string): number | undefined {
  const value = /^\s*\d+(\.\d+)?\s*$/.test(cell) ? Number(cell) : Number.NaN
  return value <= 100 ? value : undefined
}
