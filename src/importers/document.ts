/** Fetched JSON, as text or parsed, to values that are looked at one by one: nothing of it is trusted. */
import { GreenRoutingError } from '../core/index.ts'
import { isPlainObject } from '../core/internal.ts'
import { refuseDocument } from './report.ts'

/** Characters. The largest of these services' documents has two million; this is where reading one stops being quick. */
const LONGEST = 2 ** 26

export type Fields = Readonly<Record<string, unknown>>

export function checkLength(text: string, source: string): void {
  if (text.length <= LONGEST) return
  throw new GreenRoutingError(
    'invalid-import',
    `The document of ${source} has ${text.length} characters; the most that is read is ${LONGEST}.`,
    { details: { path: 'document', source, length: text.length } },
  )
}

/** A value of JSON: the parsed text, or what came parsed. */
export function readJson(document: unknown, source: string): unknown {
  if (typeof document !== 'string') return document
  checkLength(document, source)
  try {
    return JSON.parse(document.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new GreenRoutingError('invalid-import', `The document of ${source} is not JSON.`, {
      details: { path: 'document', source },
      cause,
    })
  }
}

export function asObject(value: unknown, path: string, source: string): Fields {
  return isPlainObject(value) ? value : refuseDocument(source, path, 'an object')
}

/** The field, unless it is inherited or null. */
export function field(object: Fields, key: string): unknown {
  return Object.hasOwn(object, key) ? (object[key] ?? undefined) : undefined
}

/** The field as an object; empty when it is anything else. */
export function inner(object: Fields, key: string): Fields {
  const value = field(object, key)
  return isPlainObject(value) ? value : {}
}

/** A path with one more key: `data[3].pricing`, `openai.models["gpt-4o"]`. */
export function at(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`
  const shown = key.length > 80 ? `${key.slice(0, 80)}…` : key
  if (!/^[A-Za-z_$][\w$]*$/.test(shown)) return `${path}[${JSON.stringify(shown)}]`
  return path === '' ? shown : `${path}.${shown}`
}
