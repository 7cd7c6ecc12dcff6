/** OpenRouter: `GET https://openrouter.ai/api/v1/models`. */
import { isPlainObject } from '../core/internal.ts'
import { asObject, at, type Fields, field, inner, readJson } from './document.ts'
import { known, modalities, prices, tidy, tokens } from './fields.ts'
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
  source: 'OpenRouter',
  url: 'https://openrouter.ai/api/v1/models',
  licence: 'OpenRouter API terms; the indices of Artificial Analysis in it are not read',
}

/**
 * Reads the list of models, as text or parsed. Names are OpenRouter's ids. The list comes in pages: a page that is not the
 * last is a warning. Throws `invalid-import` for another document.
 */
export function fromOpenRouter(json: unknown, options: ImportOptions = {}): ImportResult {
  const report = new Report(SERVICE, 'fromOpenRouter', options)
  const document = asObject(readJson(json, SERVICE.source), 'document', SERVICE.source)
  const { data } = document
  if (!Array.isArray(data)) refuseDocument(SERVICE.source, 'data', 'an array of models')
  if (typeof field(inner(document, 'links'), 'next') === 'string') {
    report.warn('links.next', 'names a further page: this document is not the whole list')
  }
  report.each(
    Array.from(data, (row: unknown, index) => [at('data', index), row] as const),
    true,
    modelRow,
  )
  return report.result()
}

function modelRow(reader: Reader): Row | undefined {
  const { row, path, report } = reader
  const id = field(row, 'id')
  if (typeof id !== 'string' || id.trim() === '') return report.skip(at(path, 'id'), 'is no text')
  const architecture = inner(row, 'architecture')
  const output = field(architecture, 'output_modalities')
  if (Array.isArray(output) && !output.includes('text')) return report.ignore()
  const cost = prices(reader, inner(row, 'pricing'), ['prompt', 'completion'], at(path, 'pricing'), perThousand)
  if (cost === 'absent') return report.ignore()
  if (cost === undefined) return undefined
  const provider = inner(row, 'top_provider')
  const supported = field(row, 'supported_parameters')
  const has = (name: string) => (Array.isArray(supported) ? supported.includes(name) : undefined)
  return {
    name: id,
    provider: 'openrouter',
    modelId: id,
    ...cost,
    ...known({
      contextTokens: tokens(reader, row, 'context_length', path),
      maxOutputTokens: tokens(reader, provider, 'max_completion_tokens', at(path, 'top_provider')),
      inputModalities: modalities(field(architecture, 'input_modalities')),
      tools: has('tools'),
      structuredOutput: has('structured_outputs'),
      reasoning: isPlainObject(field(row, 'reasoning')) ? true : has('reasoning'),
      releasedOn: addedOn(row),
      tags:
        typeof field(row, 'hugging_face_id') === 'string' && row.hugging_face_id !== '' ? ['open-weights'] : undefined,
    }),
  }
}

/** US dollars for one token, as a decimal text; −1 stands for a price that varies. */
function perThousand(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || !/^\d+(\.\d+)?(e[+-]?\d{1,3})?$/i.test(text.trim())) return undefined
  return tidy(Number(text) * 1000)
}

/** The day OpenRouter added the model, seldom long after its release. */
function addedOn(row: Fields): string | undefined {
  const created = field(row, 'created')
  // From 2015 to 2100: what else stands there is no day in Unix time.
  if (typeof created !== 'number' || !(created > 1_420_000_000 && created < 4_102_444_800)) return undefined
  return new Date(created * 1000).toISOString().slice(0, 10)
}
