/** What readers of ledgers, of any version, ask of a value. They throw `invalid-report`. */
import { aNumber, type Check, refuse } from './checks.ts'
import { GreenRoutingError } from './errors.ts'
import { type ExactSum, exactSum, exactValue } from './exact-sum.ts'
import { checkOptions, type OptionsSpec } from './options.ts'

const CODE = 'invalid-report'

/** More parts than any sum of doubles has. */
const MOST_PARTS = 64

/** Of either sign. */
export const aDifference: Check<ExactSum> = (value, path, code) => {
  if (!Array.isArray(value) || value.length > MOST_PARTS) refuse(code, path, 'a short array of numbers', value)
  const aPart = aNumber({ min: -1e28, max: 1e28 })
  return exactSum(Array.from(value, (part: unknown, index) => aPart(part, `${path}[${index}]`, code)))
}

export const aSum: Check<ExactSum> = (value, path, code) => {
  const sum = aDifference(value, path, code)
  return exactValue(sum) >= 0 ? sum : refuse(code, path, 'a sum of at least 0', exactValue(sum))
}

/** An object that has every one of the keys. */
export function complete<S extends OptionsSpec>(
  path: string,
  value: unknown,
  spec: S,
): { readonly [K in keyof S]: ReturnType<S[K]> } {
  const read = checkOptions(path, value ?? null, spec, CODE)
  for (const name of Object.keys(spec)) {
    if (read[name] === undefined) refuse(CODE, `${path}.${name}`, 'given', undefined)
  }
  return read as { readonly [K in keyof S]: ReturnType<S[K]> }
}

/** Totals that cannot be in another order. */
export function inOrder<Name extends string>(
  path: string,
  sums: Readonly<Record<Name, ExactSum>>,
  ...names: NoInfer<Name>[]
): void {
  const values = names.map(name => exactValue(sums[name]))
  if (values.some((one, index) => one < (values[index - 1] ?? Number.NEGATIVE_INFINITY))) {
    throw new GreenRoutingError(CODE, `${path} must be in order: ${names.join(' ≤ ')}.`, { details: { path } })
  }
}
