import type { AbortSignalLike } from './contracts.ts'
import { GreenRoutingError, type GreenRoutingErrorCode } from './errors.ts'
import { quote, remedy, show } from './wording.ts'

/** Reads one value of unknown origin, or throws an error of the given code that names the value's path. */
export type Check<T> = (value: unknown, path: string, code: GreenRoutingErrorCode) => T

export interface NumberRange {
  /** Least value allowed; default none. */
  readonly min?: number
  /** Greatest value allowed; default none. */
  readonly max?: number
  /** Refuses fractions; default false. */
  readonly integer?: boolean
}

/** Throws the error that says what was expected at a path and what was there. */
export function refuse(code: GreenRoutingErrorCode, path: string, expected: string, value: unknown): never {
  throw new GreenRoutingError(code, `${path} must be ${expected}, not ${show(value)}.`, { details: { path, expected } })
}

/** A finite number in a range. Numbers written as strings are refused: guessing hides mistakes. */
export function aNumber({ min, max, integer = false }: NumberRange = {}): Check<number> {
  const kind = integer ? 'an integer' : 'a finite number'
  let expected = kind
  if (min !== undefined && max !== undefined) expected = `${kind} from ${min} to ${max}`
  else if (min !== undefined) expected = `${kind} of at least ${min}`
  else if (max !== undefined) expected = `${kind} of at most ${max}`
  return (value, path, code) => {
    const allowed =
      typeof value === 'number' &&
      (integer ? Number.isInteger(value) : Number.isFinite(value)) &&
      (min === undefined || value >= min) &&
      (max === undefined || value <= max)
    return allowed ? value : refuse(code, path, expected, value)
  }
}

/** Text with something in it besides spaces; returned as it came. */
export const aText: Check<string> = (value, path, code) =>
  typeof value === 'string' && value.trim() !== '' ? value : refuse(code, path, 'a text that is not empty', value)

export const aBoolean: Check<boolean> = (value, path, code) =>
  typeof value === 'boolean' ? value : refuse(code, path, 'true or false', value)

/** One of a closed list of words; the error names the nearest. */
export function oneOf<const T extends string>(words: readonly T[]): Check<T> {
  return (value, path, code) => {
    const found = words.find(word => word === value)
    if (found !== undefined) return found
    if (typeof value !== 'string') refuse(code, path, `one of ${words.join(', ')}`, value)
    throw new GreenRoutingError(code, `${path} does not know ${quote(value)}${remedy(value, words)}`, {
      details: { path, known: words },
    })
  }
}

/** Passes everything through, for a value that is checked where it is used. */
export const anything: Check<unknown> = value => value

/** Something that can be called; what with is the caller's promise. */
export const aFunction: Check<(...args: never[]) => unknown> = (value, path, code) =>
  typeof value === 'function' ? (value as (...args: never[]) => unknown) : refuse(code, path, 'a function', value)

/** An object with these methods: by what it can do, not by its class, since the package may be loaded twice. */
export const withMethods =
  <T>(what: string, ...methods: (keyof T & string)[]): Check<T> =>
  (value, path, code) =>
    methods.every(name => typeof (value as T | null | undefined)?.[name] === 'function')
      ? (value as T)
      : refuse(code, path, what, value)

/** An AbortSignal of any realm, or something that listens and answers like one; not its controller. */
export const aSignal: Check<AbortSignalLike> = (value, path, code) => {
  const { aborted, addEventListener } = (value ?? {}) as Partial<AbortSignalLike>
  return typeof aborted === 'boolean' && typeof addEventListener === 'function'
    ? (value as AbortSignalLike)
    : refuse(code, path, 'an AbortSignal (controller.signal)', value)
}
