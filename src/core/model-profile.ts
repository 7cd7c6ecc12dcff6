import { aNumber, aText, type Check, refuse } from './checks.ts'
import type { ModelProfile as ModelProfileData } from './contracts.ts'
import { aSize, checkSizes, ENERGY_PROFILE_SPEC, type EnergyProfileFields } from './energy-profile.ts'
import { GreenRoutingError, type GreenRoutingErrorCode } from './errors.ts'
import { aName, FACTS_SPEC } from './model-facts.ts'
import { checkOptions, isPlainObject } from './options.ts'
import { quote } from './wording.ts'

/** A language model that could answer; the companion object of the same name reads one from a configuration. */
export type ModelProfile = ModelProfileData

/** What a profile may say further and has no default: its comments are those of `ModelProfile`. */
type Facts = Pick<ModelProfileData, keyof typeof FACTS_SPEC>

/** A model as a caller writes it: only the name is required. */
export interface ModelProfileInput extends EnergyProfileFields, Facts {
  /** Unique in a registry. */
  readonly name: string
  /** Default `custom`. */
  readonly provider?: string
  /** What the provider's API calls the model; default the name. */
  readonly modelId?: string
  /** Total parameters in billions, above 0; default unknown. */
  readonly estimatedParamsB?: number
  /** US dollars for a thousand tokens; default 0, as for a model of your own. */
  readonly costPer1kInput?: number
  /** US dollars for a thousand tokens; default 0. */
  readonly costPer1kOutput?: number
  /** Milliseconds to a whole answer; default unknown. */
  readonly avgLatencyMs?: number
  /** Watt-hours of one answer by the seed's convention; default estimated from the size, else from the latency. */
  readonly energyPerQueryWh?: number
  /** Shares of 1 by benchmark (`humaneval`) or by capability (`code`); default none. */
  readonly benchmarkScores?: Readonly<Record<string, number>>
  /** Default none. */
  readonly tags?: readonly string[]
  /** Where the model's API answers; default the provider's own address. */
  readonly apiBase?: string
}

/**
 * Greatest value of each field. Far above anything real, so that a slip of units is caught, and far below the greatest
 * number, so that no sum over a registry or a report can overflow.
 */
const MOST = { usdPer1k: 1e6, latencyMs: 1e9, energyWh: 1e6 }

const aShare: Check<number> = (value, path, code) =>
  typeof value === 'number' && value > 1 && value <= 100
    ? refuse(code, path, 'a share from 0 to 1 (0.85 for 85 %)', value)
    : aNumber({ min: 0, max: 1 })(value, path, code)

const scores: Check<Readonly<Record<string, number>>> = (value, path, code) => {
  if (!isPlainObject(value)) refuse(code, path, 'an object of scores by benchmark or capability', value)
  const entries = Object.keys(value).map((key): [string, number] => {
    const name = aName(key, `${path} key`, code)
    return [name, aShare(value[key], `${path}.${name}`, code)]
  })
  return Object.freeze(Object.fromEntries(entries))
}

const texts: Check<readonly string[]> = (value, path, code) => {
  if (!Array.isArray(value)) refuse(code, path, 'an array of texts', value)
  return Object.freeze(Array.from(value, (item: unknown, index) => aText(item, `${path}[${index}]`, code)))
}

const SPEC = {
  name: aName,
  provider: aText,
  modelId: aText,
  estimatedParamsB: aSize,
  costPer1kInput: aNumber({ min: 0, max: MOST.usdPer1k }),
  costPer1kOutput: aNumber({ min: 0, max: MOST.usdPer1k }),
  avgLatencyMs: aNumber({ min: 0, max: MOST.latencyMs }),
  energyPerQueryWh: aNumber({ min: 0, max: MOST.energyWh }),
  benchmarkScores: scores,
  tags: texts,
  apiBase: aText,
  ...ENERGY_PROFILE_SPEC,
  ...FACTS_SPEC,
}

/** The seed's spelling of a key: `costPer1kInput` is `cost_per_1k_input`. */
const snakeCase = (key: string) => key.replace(/([a-z])(?=[A-Z]|1k)/g, '$1_').toLowerCase()

const FROM_SNAKE_CASE = new Map(Object.keys(SPEC).map(key => [snakeCase(key), key]))

/** Accepted and dropped: where the seed's configuration names the variable that holds a key. Profiles hold no keys. */
const IGNORED: readonly string[] = ['api_key_env', 'apiKeyEnv']

/** Absent, a price reads as 0: right for a model of one's own, wrong for one whose price nobody knows. */
const PRICES: readonly string[] = ['costPer1kInput', 'costPer1kOutput']

/** The same object with our spelling of its keys, without nulls: the seed writes null for what is not known. */
function respell(input: Readonly<Record<string, unknown>>, path: string, code: GreenRoutingErrorCode) {
  const respelt = new Map<string, unknown>()
  for (const key of Object.keys(input)) {
    if (IGNORED.includes(key)) continue
    const ours = FROM_SNAKE_CASE.get(key) ?? key
    if (PRICES.includes(ours) && input[key] === null) {
      throw new GreenRoutingError(
        code,
        `${path}.${ours} is null, which would read as free: give its price, 0 for a model that costs nothing, or leave the model out.`,
        { details: { path: `${path}.${ours}` } },
      )
    }
    if (Object.hasOwn(SPEC, ours) && (input[key] ?? undefined) === undefined) continue
    if (respelt.has(ours)) {
      throw new GreenRoutingError(code, `${path} gives ${ours} twice, once as ${quote(key)}.`, { details: { path } })
    }
    respelt.set(ours, input[key])
  }
  return Object.fromEntries(respelt)
}

function from(input: ModelProfileInput | Readonly<Record<string, unknown>>, path = 'model'): ModelProfile {
  const code = 'invalid-model'
  if (!isPlainObject(input)) refuse(code, path, 'a plain object', input)
  const { name, ...rest } = checkOptions(path, respell(input, path, code), SPEC, code)
  if (name === undefined) refuse(code, `${path}.name`, 'given', undefined)
  checkSizes(rest, path)
  return Object.freeze({
    name,
    provider: 'custom',
    costPer1kInput: 0,
    costPer1kOutput: 0,
    benchmarkScores: Object.freeze({}),
    tags: Object.freeze([]),
    ...rest,
  })
}

export const ModelProfile = {
  /**
   * A frozen, checked profile from a configuration in our spelling or in the seed's snake_case. Throws `invalid-model` with
   * the path of the field, which starts with `path`; an unknown key is an error that names the nearest known one.
   */
  from,
} as const
