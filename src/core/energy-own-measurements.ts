/** Measurements that a caller puts in place of the published ones. */
import { aNumber, aText, type Check, oneOf, refuse } from './checks.ts'
import type { EnergyMeasurement, OperatingPoint } from './energy-measurements.ts'
import { GreenRoutingError, type GreenRoutingErrorCode } from './errors.ts'
import { checkOptions, isPlainObject, type OptionsSpec } from './options.ts'

const AN_AMOUNT = aNumber({ min: 1e-9, max: 1e6 })
/** Billions. */
const A_SIZE = aNumber({ min: 1e-6, max: 1e6 })

const POINT = { joulesPerOutputToken: AN_AMOUNT, batch: AN_AMOUNT } satisfies OptionsSpec

const aPoint: Check<OperatingPoint> = (value, path, code) => whole<OperatingPoint>(value, path, code, POINT)

const ROW = {
  model: aText,
  task: oneOf(['chat', 'thinking']),
  gpu: oneOf(['H100', 'B200']),
  weightBits: aNumber({ min: 1, max: 64 }),
  totalParamsB: A_SIZE,
  activeParamsB: A_SIZE,
  outputTokens: aNumber({ min: 1, max: 1e7 }),
  nearBatch64: aPoint,
  within50ms: aPoint,
} satisfies OptionsSpec

/** An object with every key of the spec. */
function whole<T>(value: unknown, path: string, code: GreenRoutingErrorCode, spec: OptionsSpec): T {
  if (!isPlainObject(value)) refuse(code, path, 'a plain object', value)
  const read = checkOptions(path, value, spec, code)
  const lacking = Object.keys(spec).filter(key => read[key] === undefined)
  if (lacking.length > 0) {
    throw new GreenRoutingError(code, `${path} needs ${lacking.join(', ')}.`, { details: { path, lacking } })
  }
  return Object.freeze(read) as T
}

/** Copies. Throws an error with the path of the field. */
export const readMeasurements: Check<readonly EnergyMeasurement[]> = (value, path, code) => {
  if (!Array.isArray(value)) refuse(code, path, 'an array of measurements', value)
  return Object.freeze(
    Array.from(value, (row: unknown, index) => whole<EnergyMeasurement>(row, `${path}[${index}]`, code, ROW)),
  )
}
