/** Hugging Face: `GET https://huggingface.co/api/datasets/{dataset}/leaderboard`, one benchmark's ranking. */
import { type BenchmarkId, resolveBenchmark, resolveModel } from '../catalog/internal.ts'
import { GreenRoutingError } from '../core/index.ts'
import { isPlainObject, quote } from '../core/internal.ts'
import { at, field, readJson } from './document.ts'
import { aFiniteNumber, tidy } from './fields.ts'
import {
  type ImportOptions,
  type ImportResult,
  type Reader,
  Report,
  type Row,
  refuseDocument,
  type Service,
} from './report.ts'

const SERVICE: Service = {
  source: 'Hugging Face leaderboard',
  url: 'https://huggingface.co/api/datasets/{dataset}/leaderboard',
  licence: "each dataset's own",
}

/**
 * Reads one benchmark's ranking, as text or parsed: scores without prices. `benchmark` is any name that `resolveBenchmark`
 * knows, such as the dataset's (`TIGER-Lab/MMLU-Pro`). Values are percent if any is above 1, else shares. Throws
 * `invalid-import` for another document, `invalid-option` for a benchmark that is not known.
 */
export function fromHFLeaderboard(json: unknown, benchmark: string, options: ImportOptions = {}): ImportResult {
  const report = new Report(SERVICE, 'fromHFLeaderboard', options)
  const resolved = resolveBenchmark(benchmark)
  if (resolved === undefined) {
    throw new GreenRoutingError(
      'invalid-option',
      `fromHFLeaderboard knows no benchmark ${typeof benchmark === 'string' ? quote(benchmark) : 'that is no text'}: docs/catalog.md lists those it does.`,
      { details: { path: 'benchmark' } },
    )
  }
  const rows = readJson(json, SERVICE.source)
  if (!Array.isArray(rows)) refuseDocument(SERVICE.source, 'document', 'an array of {rank, modelId, value}')
  const inPercent = rows.some(row => isPlainObject(row) && Number(field(row, 'value')) > 1)
  report.each(
    Array.from(rows, (row: unknown, index) => [at('', index), row] as const),
    false,
    reader => modelRow(reader, resolved, inPercent, options),
  )
  return report.result()
}

function modelRow(
  reader: Reader,
  { key }: BenchmarkId,
  inPercent: boolean,
  { retrievedOn }: ImportOptions,
): Row | undefined {
  const { row, path, report } = reader
  const modelId = field(row, 'modelId')
  if (typeof modelId !== 'string' || modelId.trim() === '') return report.skip(at(path, 'modelId'), 'is no text')
  const value = aFiniteNumber(field(row, 'value'))
  const score = value === undefined ? undefined : tidy(inPercent ? value / 100 : value)
  if (score === undefined || score < 0 || score > 1) return report.skip(at(path, 'value'), 'is no score')
  const effort = resolveModel(modelId)?.effort
  const source = { source: SERVICE.url, ...(retrievedOn !== undefined && { date: retrievedOn }) }
  return {
    name: modelId,
    provider: modelId.split('/')[0]!,
    benchmarkScores: { [key]: score },
    benchmarkSources: { [key]: { ...source, ...(effort && { effort }) } },
    ...(effort && { effort }),
    tags: ['open-weights'],
  }
}
