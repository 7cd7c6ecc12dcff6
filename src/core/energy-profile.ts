/** What a model's profile says that its energy can be estimated from; every field is optional, and absent means not known. */
import { aNumber, aText, type Check, oneOf, refuse } from './checks.ts'
import { GreenRoutingError } from './errors.ts'
import { aDate } from './model-facts.ts'
import { checkOptions, isPlainObject } from './options.ts'

/** The kinds of device that the coefficients know a power for. */
export type DeviceKind = 'phone' | 'laptop' | 'desktop'

/** A model that runs on the user's own device. Its energy is the device's power times the seconds it needs. */
export interface OnDevice {
  /** Which of the table's powers to use where `watts` is not given. Default `laptop`. */
  readonly device?: DeviceKind
  /** Watts the device draws while it answers, over what it draws idle; above 0. Default by `device`. */
  readonly watts?: number
  /** Tokens written a second, above 0. */
  readonly tokensPerSecond: number
  /** Tokens read a second, above 0. Default `tokensPerSecond` times the table's `device.readingSpeed`. */
  readonly inputTokensPerSecond?: number
}

/** What an app measured itself. One of `whPerCall`, `joulesPerCall` and `joulesPerOutputToken`. */
export interface MeasuredEnergy {
  /** Watt-hours of a call, ≥ 0: taken as it is, whatever the query. */
  readonly whPerCall?: number
  /** Joules of a call, ≥ 0: likewise. */
  readonly joulesPerCall?: number
  /** Joules of a token written, ≥ 0: multiplied by the tokens predicted. */
  readonly joulesPerOutputToken?: number
  /** Joules of a token read, ≥ 0; goes with `joulesPerOutputToken`. Default 0. */
  readonly joulesPerInputToken?: number
  /** `accelerator`: host, idle spares and cooling are not in it, and are added. Default `whole`. */
  readonly scope?: 'whole' | 'accelerator'
  /** The measurement may be off by this factor either way, 1 to 100. Default the table's `measured.error`. */
  readonly errorFactor?: number
}

/** What the vendor published for an answer of its service, everything included. */
export interface DisclosedEnergy {
  /** Watt-hours of a typical answer, ≥ 0. */
  readonly whPerAnswer: number
  /** Tokens of that answer, above 0. Default the table's `typical.outputTokens`. */
  readonly outputTokens?: number
  /** Who said so, and where. */
  readonly source: string
  /** When: `2025-08` or `2025-08-21`. */
  readonly date: string
}

export interface EnergyProfileFields {
  /** Parameters at work for each token, in billions, above 0 and at most `estimatedParamsB`. Default all of them (a dense model). */
  readonly activeParamsB?: number
  /** Whether the vendor published the size. Default `guessed`. */
  readonly sizeBasis?: 'public' | 'guessed'
  /** Least and most that a guessed size may be, total parameters in billions. Default by the table's `guessedSize`. */
  readonly paramsRangeB?: { readonly low: number; readonly high: number }
  /** Bits of a weight as the model is served, 1 to 32: 16 for bfloat16, 8 for FP8, 4.25 for MXFP4. Default by the table's `weightBits`. */
  readonly weightBits?: number
  /** How long its answers are against a typical model's, 0.01 to 100. Default 1, or what was measured of the model. */
  readonly outputTokensFactor?: number
  /**
   * How much it thinks before it answers against a typical thinking model at medium effort, 0 to 100; 0 is not at all.
   * Default by the effort, else 0.
   */
  readonly thoughtFactor?: number
  readonly onDevice?: OnDevice
  readonly measuredEnergy?: MeasuredEnergy
  readonly disclosedEnergy?: DisclosedEnergy
}

/** As everywhere in a profile: far above anything real, far below what would overflow. */
export const aSize = aboveZero(1e6)
const aFactor = aNumber({ min: 0.01, max: 100 })
const anAmount = aNumber({ min: 0, max: 1e6 })

function aboveZero(max: number): Check<number> {
  const aValue = aNumber({ min: 0, max })
  return (value, path, code) => {
    const number = aValue(value, path, code)
    return number > 0 ? number : refuse(code, path, 'above 0', value)
  }
}

const sizeRange: Check<{ readonly low: number; readonly high: number }> = (value, path, code) => {
  if (!isPlainObject(value)) refuse(code, path, 'an object with low and high', value)
  const { low, high } = checkOptions(path, value, { low: aSize, high: aSize }, code)
  if (low === undefined || high === undefined || low > high)
    refuse(code, path, 'low and high, low not above high', value)
  return Object.freeze({ low, high })
}

const onDevice: Check<OnDevice> = (value, path, code) => {
  const spec = {
    device: oneOf<DeviceKind>(['phone', 'laptop', 'desktop']),
    watts: aboveZero(1e5),
    tokensPerSecond: aboveZero(1e6),
    inputTokensPerSecond: aboveZero(1e7),
  }
  const { tokensPerSecond, ...rest } = checkOptions(path, asObject(value, path, code), spec, code)
  if (tokensPerSecond === undefined) refuse(code, `${path}.tokensPerSecond`, 'given', undefined)
  return Object.freeze({ tokensPerSecond, ...rest })
}

const measuredEnergy: Check<MeasuredEnergy> = (value, path, code) => {
  const spec = {
    whPerCall: anAmount,
    joulesPerCall: anAmount,
    joulesPerOutputToken: anAmount,
    joulesPerInputToken: anAmount,
    scope: oneOf(['whole', 'accelerator'] as const),
    errorFactor: aNumber({ min: 1, max: 100 }),
  }
  const read = checkOptions(path, asObject(value, path, code), spec, code)
  const ways = (['whPerCall', 'joulesPerCall', 'joulesPerOutputToken'] as const).filter(key => read[key] !== undefined)
  if (ways.length !== 1) {
    throw new GreenRoutingError(
      code,
      `${path} takes one of whPerCall, joulesPerCall and joulesPerOutputToken; ${ways.join(' and ') || 'none'} given.`,
      { details: { path, given: ways } },
    )
  }
  if (read.joulesPerInputToken !== undefined && read.joulesPerOutputToken === undefined) {
    throw new GreenRoutingError(code, `${path}.joulesPerInputToken goes with joulesPerOutputToken.`, {
      details: { path },
    })
  }
  return Object.freeze(read)
}

const disclosedEnergy: Check<DisclosedEnergy> = (value, path, code) => {
  const spec = { whPerAnswer: anAmount, outputTokens: aboveZero(1e7), source: aText, date: aDate }
  const { whPerAnswer, source, date, ...rest } = checkOptions(path, asObject(value, path, code), spec, code)
  if (whPerAnswer === undefined) refuse(code, `${path}.whPerAnswer`, 'given', undefined)
  if (source === undefined) refuse(code, `${path}.source`, 'given', undefined)
  if (date === undefined) refuse(code, `${path}.date`, 'given', undefined)
  return Object.freeze({ whPerAnswer, source, date, ...rest })
}

/** `checkOptions` reads a missing object as empty; here one that is there must be one. */
function asObject(value: unknown, path: string, code: Parameters<Check<unknown>>[2]) {
  return isPlainObject(value) ? value : refuse(code, path, 'a plain object', value)
}

/** How each field is read. */
export const ENERGY_PROFILE_SPEC = {
  activeParamsB: aSize,
  sizeBasis: oneOf(['public', 'guessed'] as const),
  paramsRangeB: sizeRange,
  weightBits: aNumber({ min: 1, max: 32 }),
  outputTokensFactor: aFactor,
  thoughtFactor: aNumber({ min: 0, max: 100 }),
  onDevice,
  measuredEnergy,
  disclosedEnergy,
}

/** Refuses fields that contradict one another. */
export function checkSizes(
  { estimatedParamsB, activeParamsB }: { readonly estimatedParamsB?: number; readonly activeParamsB?: number },
  path: string,
): void {
  if (activeParamsB !== undefined && estimatedParamsB !== undefined && activeParamsB > estimatedParamsB) {
    throw new GreenRoutingError(
      'invalid-model',
      `${path}.activeParamsB is ${activeParamsB}, more than the ${estimatedParamsB} of estimatedParamsB.`,
      { details: { path } },
    )
  }
}
