import { aNumber, anything, aText, type Check, refuse } from './checks.ts'
import { SUMMED, type SummedName, type Tally } from './energy-totals.ts'
import { GreenRoutingError } from './errors.ts'
import { type ExactSum, exactValue, joinExact } from './exact-sum.ts'
import { checkOptions, isPlainObject } from './options.ts'

export const LEDGER_FORMAT = 'greenrouting-energy'
export const LEDGER_VERSION = 1

/** A tracker as JSON. Each sum is a list of numbers whose exact total it is, so that a file loses nothing. */
export interface LedgerFile {
  readonly format: typeof LEDGER_FORMAT
  readonly version: typeof LEDGER_VERSION
  readonly models: readonly {
    readonly model: string
    readonly queries: number
    readonly sums: Readonly<Record<SummedName, readonly number[]>>
  }[]
}

const CODE = 'invalid-report'

/** More parts than any sum of doubles has. */
const MOST_PARTS = 64

const aSum: Check<ExactSum> = (value, path, code) => {
  if (!Array.isArray(value) || value.length > MOST_PARTS) refuse(code, path, 'a short array of numbers', value)
  const aPart = aNumber({ min: -1e28, max: 1e28 })
  const sum = joinExact([Array.from(value, (part: unknown, index) => aPart(part, `${path}[${index}]`, code))])
  return exactValue(sum) >= 0 ? sum : refuse(code, path, 'a sum of at least 0', exactValue(sum))
}

const SUMS_SPEC = Object.fromEntries(SUMMED.map(name => [name, aSum])) as Readonly<Record<SummedName, Check<ExactSum>>>

const sums: Check<Tally['sums']> = (value, path, code) => {
  const read = checkOptions(path, value, SUMS_SPEC, code)
  for (const name of SUMMED) if (read[name] === undefined) refuse(code, `${path}.${name}`, 'given', undefined)
  const complete = read as Tally['sums']
  const ascending = (...names: SummedName[]) => {
    const values = names.map(name => exactValue(complete[name]))
    if (values.some((one, index) => one < (values[index - 1] ?? 0))) {
      throw new GreenRoutingError(code, `${path} must be in order: ${names.join(' ≤ ')}.`, { details: { path } })
    }
  }
  ascending('usedLowWh', 'usedWh', 'usedHighWh')
  ascending('baselineLowWh', 'baselineWh', 'baselineHighWh')
  ascending('usedWh', 'baselineWh')
  ascending('usedUsd', 'baselineUsd')
  return complete
}

const MODEL_SPEC = { model: aText, queries: aNumber({ min: 1, max: Number.MAX_SAFE_INTEGER, integer: true }), sums }

/** Reads parsed JSON whole, or throws `invalid-report`. */
export function readLedger(value: unknown): Map<string, Tally> {
  if (!isPlainObject(value)) refuse(CODE, 'report file', 'an object (parsed, not JSON text)', value)
  if (value.format !== LEDGER_FORMAT) refuse(CODE, 'report file format', `"${LEDGER_FORMAT}"`, value.format)
  const version = aNumber({ min: 1, integer: true })(value.version, 'report file version', CODE)
  if (version > LEDGER_VERSION) {
    throw new GreenRoutingError(
      CODE,
      `The report file has version ${version} and this package reads up to ${LEDGER_VERSION}: update the package to read it.`,
      { details: { version, reads: LEDGER_VERSION } },
    )
  }
  checkOptions('report file', value, { format: anything, version: anything, models: anything }, CODE)
  if (!Array.isArray(value.models)) refuse(CODE, 'report file models', 'an array', value.models)
  const tallies = new Map<string, Tally>()
  for (const [index, entry] of value.models.entries()) {
    const path = `models[${index}]`
    const { model, queries, sums } = checkOptions(path, entry ?? null, MODEL_SPEC, CODE)
    if (model === undefined || queries === undefined || sums === undefined) refuse(CODE, path, 'complete', entry)
    if (tallies.has(model)) throw new GreenRoutingError(CODE, `${path} repeats a model.`, { details: { path, model } })
    tallies.set(model, { queries, sums })
  }
  return tallies
}
