/** LiteLLM: `model_prices_and_context_window.json`. */
import type { InputModality } from '../core/index.ts'
import { isPlainObject } from '../core/internal.ts'
import { asObject, at, field, readJson } from './document.ts'
import { aFiniteNumber, flag, known, prices, tidy, tokens } from './fields.ts'
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
  source: 'LiteLLM',
  url: 'https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json',
  licence: 'MIT',
}

/** Explains the fields, in the place of a model. */
const SAMPLE = 'sample_spec'
const MODES: readonly unknown[] = ['chat', 'completion', 'responses']

/**
 * Reads LiteLLM's table of prices, as text or parsed. Names are its keys, such as `azure/gpt-4o`. Models of other modes
 * than chat are left out. Throws `invalid-import` for another document.
 */
export function fromLiteLLM(json: unknown, options: ImportOptions = {}): ImportResult {
  const report = new Report(SERVICE, 'fromLiteLLM', options)
  const document = asObject(readJson(json, SERVICE.source), 'document', SERVICE.source)
  const rows = Object.keys(document).filter(key => key !== SAMPLE)
  const looksRight = rows.some(key => isPlainObject(document[key]) && Object.hasOwn(document[key], 'litellm_provider'))
  if (!looksRight) refuseDocument(SERVICE.source, 'document', 'models by name, each with a litellm_provider')
  for (const key of rows) report.each([[at('', key), document[key]]], true, reader => modelRow(reader, key))
  return report.result()
}

const MODALITY_FLAGS: readonly (readonly [key: string, modality: InputModality])[] = [
  ['supports_vision', 'image'],
  ['supports_audio_input', 'audio'],
  ['supports_video_input', 'video'],
  ['supports_pdf_input', 'pdf'],
]

function modelRow(reader: Reader, key: string): Row | undefined {
  const { row, path, report } = reader
  if (!MODES.includes(field(row, 'mode'))) return report.ignore()
  const cost = prices(reader, row, ['input_cost_per_token', 'output_cost_per_token'], path, perThousand)
  if (cost === 'absent') return report.ignore()
  if (cost === undefined) return undefined
  const provider = field(row, 'litellm_provider')
  const inputs = MODALITY_FLAGS.filter(([name]) => field(row, name) === true).map(([, modality]) => modality)
  return {
    name: key,
    provider: typeof provider === 'string' && provider.trim() !== '' ? provider : 'litellm',
    // What comes before the slash is LiteLLM's word for the provider.
    modelId: key.slice(key.indexOf('/') + 1) || key,
    ...cost,
    ...known({
      contextTokens: tokens(reader, row, 'max_input_tokens', path),
      maxOutputTokens: tokens(reader, row, 'max_output_tokens', path),
      inputModalities: ['text', ...inputs],
      tools: flag(reader, row, 'supports_function_calling', path),
      structuredOutput: flag(reader, row, 'supports_response_schema', path),
      reasoning: flag(reader, row, 'supports_reasoning', path),
    }),
  }
}

/** US dollars for one token. */
function perThousand(value: unknown): number | undefined {
  const price = aFiniteNumber(value)
  return price === undefined ? undefined : tidy(price * 1000)
}
