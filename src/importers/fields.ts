/** Single fields of a row: what is absent is left out, what is wrong is said and left out. */
import type { InputModality, ModelProfileInput } from '../core/index.ts'
import { aDate, aNumber, INPUT_MODALITIES } from '../core/internal.ts'
import { at, type Fields, field } from './document.ts'
import type { Reader } from './report.ts'

const aTokenCount = aNumber({ min: 1, max: 1e10, integer: true })

function attempt<T>({ report }: Reader, read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    report.warn((error as { details: { path: string } }).details.path, `${(error as Error).message} Left out.`)
    return undefined
  }
}

/** Tokens; 0 stands for not known in several of these documents. */
export function tokens(reader: Reader, object: Fields, key: string, path: string): number | undefined {
  const value = field(object, key)
  if (value === undefined || value === 0) return undefined
  return attempt(reader, () => aTokenCount(value, at(path, key), 'invalid-import'))
}

export function flag(reader: Reader, object: Fields, key: string, path: string): boolean | undefined {
  const value = field(object, key)
  if (value === undefined || typeof value === 'boolean') return value
  reader.report.warn(at(path, key), 'is neither true nor false. Left out.')
  return undefined
}

/** `2026-04-24` or `2026-04`. */
export function date(reader: Reader, object: Fields, key: string, path: string): string | undefined {
  const value = field(object, key)
  return value === undefined ? undefined : attempt(reader, () => aDate(value, at(path, key), 'invalid-import'))
}

/** Those that are known here; `file` is a PDF or the like. */
export function modalities(value: unknown): readonly InputModality[] | undefined {
  if (!Array.isArray(value)) return undefined
  const named = value.map(item => (item === 'file' ? 'pdf' : item))
  const known = INPUT_MODALITIES.filter(modality => named.includes(modality))
  return known.length > 0 ? known : undefined
}

/** The fields that are known, so that a spread adds no `undefined`. */
export function known(
  fields: {
    readonly [K in keyof ModelProfileInput]?: ModelProfileInput[K] | undefined
  },
): Partial<ModelProfileInput> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** Far above any price there is, in US dollars for a thousand tokens. */
const MOST_PER_THOUSAND = 1000

/**
 * Two prices for a thousand tokens. `absent` when neither is there; undefined, with a warning, when they are wrong: a row
 * without its price would be taken for free.
 */
export function prices(
  { report }: Reader,
  object: Fields,
  [input, output]: readonly [string, string],
  where: string,
  perThousand: (value: unknown) => number | undefined,
): { readonly costPer1kInput: number; readonly costPer1kOutput: number } | 'absent' | undefined {
  const given = [field(object, input), field(object, output)]
  if (given.every(value => value === undefined)) return 'absent'
  const read = given.map(perThousand)
  for (const [index, key] of [input, output].entries()) {
    const price = read[index]
    if (price !== undefined && price >= 0 && price <= MOST_PER_THOUSAND) continue
    return report.skip(at(where, key), 'is no price: the model is left out, since without one it would count as free')
  }
  return { costPer1kInput: read[0]!, costPer1kOutput: read[1]! }
}

/** Twelve digits are all that prices have: what the division adds beyond them is rounding. */
export const tidy = (price: number) => Number(price.toPrecision(12))

export const aFiniteNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined
