/** Which energy figures a caller asks for: the seed's, a dated table, or that table with numbers of the caller's own. */
import { aNumber, aText, type Check, refuse } from './checks.ts'
import { ENERGY_COEFFICIENTS_2026_11, type EnergyCoefficients } from './energy-coefficients.ts'
import { readMeasurements } from './energy-own-measurements.ts'
import { GreenRoutingError, type GreenRoutingErrorCode } from './errors.ts'
import { checkOptions, isPlainObject, type OptionsSpec, refuseKey } from './options.ts'
import { quote, remedy } from './wording.ts'

/** The tables there are. */
const TABLES: Readonly<Record<string, EnergyCoefficients>> = Object.freeze({ '2026-11': ENERGY_COEFFICIENTS_2026_11 })

/** Any part of a table: objects are merged key by key, lists replaced whole. */
export type PartOf<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: PartOf<T[K]> }
    : T

/** A table of the caller's own. */
export type EnergyCoefficientsInput = PartOf<EnergyCoefficients> & {
  /** The table to start from. Default `2026-11`. */
  readonly base?: '2026-11'
}

/**
 * `seed`: one constant a model, as GreenRouting 0.2 (Python) has it. `2026-11`: by the query's tokens and what is known of the
 * model. An object: the same with other coefficients.
 */
export type EnergyModelOption = 'seed' | '2026-11' | EnergyCoefficientsInput

/** The table an option stands for; undefined for the seed's constants. Throws `invalid-option` with the path of the field. */
export function readEnergyModel(option: EnergyModelOption, path = 'energyModel'): EnergyCoefficients | undefined {
  const code = 'invalid-option'
  if (option === 'seed') return undefined
  if (typeof option === 'string') {
    if (Object.hasOwn(TABLES, option)) return TABLES[option]
    throw new GreenRoutingError(
      code,
      `${path} does not know ${quote(option)}${remedy(option, ['seed', ...Object.keys(TABLES)])}`,
      { details: { path } },
    )
  }
  if (!isPlainObject(option)) refuse(code, path, '"seed", "2026-11" or a table of coefficients', option)
  const { base = '2026-11', ...own } = option
  const table = readEnergyModel(base as '2026-11', `${path}.base`)
  if (table === undefined) refuse(code, `${path}.base`, 'a table; the seed has none', base)
  // A table that was changed must not pass for the one it came from.
  const named = Object.keys(own).length > 0 && own.name === undefined ? { ...own, name: `${table.name}, changed` } : own
  return merge(table, named, path, code) as EnergyCoefficients
}

/** Exponents above 2 would let sizes and prices within their bounds overflow. */
const AN_EXPONENT = aNumber({ min: 0, max: 2 })
const A_NUMBER = aNumber({ min: 0, max: 1e6 })
/** These divide, or are the ends of a range on a logarithmic scale. */
const DIVISORS = [
  'low',
  'mid',
  'high',
  'contextTokens',
  'chatTokens',
  'thinkingTokens',
  'outputTokens',
  'b200',
  'readingSpeed',
]
const A_DIVISOR = aNumber({ min: 1e-6, max: 1e6 })
const AN_ERROR = aNumber({ min: 1, max: 100 })

function merge(base: unknown, own: unknown, path: string, code: GreenRoutingErrorCode, key = ''): unknown {
  if (typeof base === 'string') return aText(own, path, code)
  if (typeof base === 'number') return readNumber(own, path, code, key)
  if (key === 'figures') return readFigures(own, path, code)
  if (key === 'rows') return readMeasurements(own, path, code)
  if (Array.isArray(base)) return readList(base, own, path, code)
  if (!isPlainObject(own)) refuse(code, path, 'a plain object', own)
  const known = base as Readonly<Record<string, unknown>>
  const merged: Record<string, unknown> = { ...known }
  for (const name of Object.keys(own)) {
    if (!Object.hasOwn(known, name)) refuseKey(code, path, name, Object.keys(known))
    if (own[name] !== undefined) merged[name] = merge(known[name], own[name], `${path}.${name}`, code, name)
  }
  checkOrder(merged, path, code)
  return Object.freeze(merged)
}

function checkOrder(
  { low, mid = 1, high }: Readonly<Record<string, unknown>>,
  path: string,
  code: GreenRoutingErrorCode,
) {
  if (typeof low !== 'number' || typeof mid !== 'number' || typeof high !== 'number') return
  if (low <= mid && mid <= high) return
  throw new GreenRoutingError(code, `${path} must be in order: ${low} ≤ ${mid} ≤ ${high} does not hold.`, {
    details: { path },
  })
}

function readNumber(value: unknown, path: string, code: GreenRoutingErrorCode, key: string): number {
  if (/exponent$/i.test(key)) return AN_EXPONENT(value, path, code)
  if (key === 'error') return AN_ERROR(value, path, code)
  return (DIVISORS.includes(key) ? A_DIVISOR : A_NUMBER)(value, path, code)
}

/** As many numbers as the table has. */
function readList(
  base: readonly unknown[],
  own: unknown,
  path: string,
  code: GreenRoutingErrorCode,
): readonly number[] {
  if (!Array.isArray(own) || own.length !== base.length) refuse(code, path, `an array of ${base.length} numbers`, own)
  return Object.freeze(Array.from(own, (item: unknown, index) => A_NUMBER(item, `${path}[${index}]`, code)))
}

const names: Check<readonly string[]> = (value, path, code) =>
  Array.isArray(value)
    ? Object.freeze(Array.from(value, (item: unknown, index) => aText(item, `${path}[${index}]`, code)))
    : refuse(code, path, 'an array of names', value)

function readFigures(
  own: unknown,
  path: string,
  code: GreenRoutingErrorCode,
): EnergyCoefficients['disclosed']['figures'] {
  if (!Array.isArray(own)) refuse(code, path, 'an array of disclosed figures', own)
  const spec = { models: names, whPerAnswer: A_NUMBER, source: aText, date: aText } satisfies OptionsSpec
  return Object.freeze(
    Array.from(own, (item: unknown, index) => {
      const at = `${path}[${index}]`
      const { models, whPerAnswer, source, date } = checkOptions(at, item ?? null, spec, code)
      if (models === undefined || whPerAnswer === undefined || source === undefined || date === undefined) {
        throw new GreenRoutingError(code, `${at} needs models, whPerAnswer, source and date.`, {
          details: { path: at },
        })
      }
      return Object.freeze({ models, whPerAnswer, source, date })
    }),
  )
}
