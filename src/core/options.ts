import { type Check, refuse } from './checks.ts'
import { GreenRoutingError, type GreenRoutingErrorCode } from './errors.ts'
import { nearest } from './nearest.ts'
import { quote, remedy } from './wording.ts'

/** Which keys an object may have and how each is read. */
export type OptionsSpec = Readonly<Record<string, Check<unknown>>>

/** The object a spec reads: only the keys that were given. */
export type Checked<S extends OptionsSpec> = { readonly [K in keyof S]?: ReturnType<S[K]> }

/** An object literal of any realm, or one without a prototype; not an array, a Map or an instance of a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/**
 * Reads one object of options by its spec: `checkOptions('loadPretrained', options, { quality: aNumber({ min: 0, max: 1 }) })`.
 * An unknown key is an error that names it and the nearest known one. A missing object reads as empty, a key whose value is
 * undefined as absent.
 */
export function checkOptions<S extends OptionsSpec>(
  where: string,
  value: unknown,
  spec: S,
  code: GreenRoutingErrorCode = 'invalid-option',
): Checked<S> {
  if (value === undefined) return {}
  if (!isPlainObject(value)) refuse(code, where, 'a plain object', value)
  const read: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const check = Object.hasOwn(spec, key) ? spec[key] : undefined
    if (check === undefined) refuseKey(code, where, key, Object.keys(spec))
    if (value[key] !== undefined) read[key] = check(value[key], `${where}.${key}`, code)
  }
  return read as Checked<S>
}

/** Throws the error for a key nobody knows. */
export function refuseKey(code: GreenRoutingErrorCode, where: string, key: string, known: readonly string[]): never {
  throw new GreenRoutingError(code, `${where} has an unknown key ${quote(key)}${remedy(key, known)}`, {
    details: { path: where, key, known, nearest: nearest(key, known) },
  })
}
