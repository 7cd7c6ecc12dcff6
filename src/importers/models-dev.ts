/** models.dev: `api.json` (what providers ask for which model) and `models.json` (the models themselves, with scores). */
import { isPlainObject } from '../core/internal.ts'
import { asObject, at, type Fields, field, inner, readJson } from './document.ts'
import { aFiniteNumber, date, flag, known, modalities, prices, tidy, tokens } from './fields.ts'
import { modelsDevScores } from './models-dev-scores.ts'
import {
  type ImportOptions,
  type ImportResult,
  type Reader,
  Report,
  type Row,
  refuseDocument,
  type Service,
} from './report.ts'

const SERVICE: Service = { source: 'models.dev', url: 'https://models.dev/api.json', licence: 'MIT' }

/**
 * Reads `https://models.dev/api.json`, or `models.json` for scores without prices: as text or parsed. Each model is named
 * after its provider, `openai/gpt-4o`. Throws `invalid-import` for a document that is neither.
 */
export function fromModelsDev(json: unknown, options: ImportOptions = {}): ImportResult {
  const report = new Report(SERVICE, 'fromModelsDev', options)
  const document = asObject(readJson(json, SERVICE.source), 'document', SERVICE.source)
  const keys = Object.keys(document)
  const has = (name: string) => keys.some(key => isPlainObject(field(inner(document, key), name)))
  if (has('models')) for (const key of keys) readProvider(document, key, report)
  else if (has('limit') || has('modalities')) {
    for (const key of keys) report.each([[at('', key), document[key]]], false, reader => modelRow(reader, key))
  } else refuseDocument(SERVICE.source, 'document', 'providers or models by id')
  return report.result()
}

function readProvider(document: Fields, provider: string, report: Report): void {
  const path = at(at('', provider), 'models')
  const models = field(inner(document, provider), 'models')
  if (!isPlainObject(models)) report.skip(path, 'is no object of models by id')
  else {
    for (const id of Object.keys(models)) {
      report.each([[at(path, id), models[id]]], true, reader => offerRow(reader, id, provider))
    }
  }
}

/** A model at a provider. */
function offerRow(reader: Reader, id: string, provider: string): Row | undefined {
  const { row, path, report } = reader
  if (!answersInText(row) || field(row, 'status') === 'deprecated') return report.ignore()
  const cost = prices(reader, inner(row, 'cost'), ['input', 'output'], at(path, 'cost'), perThousand)
  if (cost === 'absent') return report.ignore()
  return cost && { ...modelRow(reader, id), name: `${provider}/${id}`, provider, ...cost }
}

/** A model as such: with scores, without a price. */
function modelRow(reader: Reader, id: string): Row {
  const { row, path } = reader
  const limit = inner(row, 'limit')
  const toolCall = field(row, 'tool_call')
  return {
    name: id,
    provider: id.split('/')[0]!,
    modelId: id,
    ...known({
      contextTokens: tokens(reader, limit, 'context', at(path, 'limit')),
      maxOutputTokens: tokens(reader, limit, 'output', at(path, 'limit')),
      inputModalities: modalities(field(inner(row, 'modalities'), 'input')),
      tools: isPlainObject(toolCall) ? field(toolCall, 'supported') === true : flag(reader, row, 'tool_call', path),
      structuredOutput: flag(reader, row, 'structured_output', path),
      reasoning: flag(reader, row, 'reasoning', path),
      releasedOn: date(reader, row, 'release_date', path),
      tags: field(row, 'open_weights') === true ? ['open-weights'] : undefined,
    }),
    ...modelsDevScores(reader, SERVICE.url),
  }
}

function answersInText(row: Fields): boolean {
  const output = field(inner(row, 'modalities'), 'output')
  return !Array.isArray(output) || output.includes('text')
}

/** US dollars for a million tokens. */
function perThousand(value: unknown): number | undefined {
  const price = aFiniteNumber(value)
  return price === undefined ? undefined : tidy(price / 1000)
}
