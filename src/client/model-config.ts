/** Reads one entry of `models`: a name that is known, or a configuration of profile and way of asking. */
import { aFunction, type Check, refuse } from '../core/checks.ts'
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { ModelProfile } from '../core/model-profile.ts'
import { checkOptions, isPlainObject, refuseKey } from '../core/options.ts'
import { quote, remedy } from '../core/wording.ts'
import { PRESETS } from '../providers/presets.ts'
import { aFormat, anApiBase, anApiKey, someFields, someHeaders, someTimeouts } from './checks.ts'
import type { CompletionFn, ModelConfig, ProviderConfig } from './contracts.ts'

const CODE = 'invalid-model'

const aCompletionFn = aFunction as Check<CompletionFn>

/** What a configuration holds besides the profile. */
const CALL_SPEC = {
  apiKey: anApiKey,
  apiFormat: aFormat,
  headers: someHeaders,
  completionFn: aCompletionFn,
  body: someFields,
  timeouts: someTimeouts,
}

const PROVIDER_SPEC = { apiKey: anApiKey, apiBase: anApiBase, apiFormat: aFormat, headers: someHeaders }

/** `api_key` and `apiKey` are one word, as in the profile's keys. */
const fold = (key: string) => key.toLowerCase().replaceAll('_', '')

const CALL_KEYS = new Map(Object.keys(CALL_SPEC).map(key => [fold(key), key]))

/** How a model is asked, as far as its own entry says. */
export type CallConfig = Omit<ModelConfig, keyof ModelProfile>

export interface ModelEntry {
  readonly profile: ModelProfile
  readonly call: CallConfig
  /** Who answers for it: as the entry says, outright or in front of the model's id, else as the profile does. */
  readonly provider: string
}

/** The profile of a name; undefined for one that is not known. */
export type Lookup = { readonly names: readonly string[]; find(name: string): ModelProfile | undefined }

export function readModel(entry: unknown, path: string, known: Lookup): ModelEntry {
  if (typeof entry === 'string') {
    const profile = known.find(entry)
    if (profile) return { profile, call: {}, provider: profile.provider }
    throw new GreenRoutingError(
      'unknown-model',
      `${path}: no known model is called ${quote(entry)}${remedy(entry, known.names)} Describe another one: ` +
        `{ name: ${quote(entry)}, provider: 'openrouter', modelId: '…', estimatedParamsB: 8, benchmarkScores: { … } }.`,
      { details: { path, model: entry, known: known.names } },
    )
  }
  if (!isPlainObject(entry)) refuse(CODE, path, 'the name of a known model or a configuration', entry)
  const given = split(entry)
  const call = checkOptions(path, given.call, CALL_SPEC, CODE)
  const own = ownProfile(given.profile, path)
  const base = known.find(own.name)
  // Of a known model only what the entry says is changed.
  const said = new Set(Object.keys(given.profile).map(fold))
  const changed = Object.fromEntries(Object.entries(own).filter(([key]) => said.has(fold(key))))
  const profile = base ? ModelProfile.from({ ...base, ...changed }, path) : own
  const prefix = said.has('provider') ? undefined : prefixOf(own.modelId)
  if (profile.apiBase !== undefined) anApiBase(profile.apiBase, `${path}.apiBase`, CODE)
  if (prefix === undefined) return { profile, call, provider: profile.provider }
  return { profile: { ...profile, modelId: profile.modelId!.slice(prefix.length + 1) }, call, provider: prefix }
}

function split(entry: Readonly<Record<string, unknown>>) {
  const entries = Object.keys(entry).map(key => ({ key, mine: CALL_KEYS.get(fold(key)), value: entry[key] }))
  // fromEntries, so that a key called __proto__ is a key like any other.
  return {
    profile: Object.fromEntries(entries.filter(({ mine }) => mine === undefined).map(({ key, value }) => [key, value])),
    call: Object.fromEntries(entries.flatMap(({ mine, value }) => (mine === undefined ? [] : [[mine, value]]))),
  }
}

function ownProfile(input: Readonly<Record<string, unknown>>, path: string): ModelProfile {
  try {
    return ModelProfile.from(input, path)
  } catch (error) {
    // A key that neither half knows: name those of both.
    const { key, known } = isGreenRoutingError(error) ? error.details : {}
    if (typeof key !== 'string' || !Array.isArray(known)) throw error
    refuseKey(CODE, path, key, [...(known as string[]), ...Object.keys(CALL_SPEC)])
  }
}

/** The seed's way of naming a provider: `ollama/llama3.1:8b`. */
function prefixOf(modelId: string | undefined): string | undefined {
  const [prefix, rest] = modelId?.split('/', 2) ?? []
  return prefix !== undefined && rest !== undefined && Object.hasOwn(PRESETS, prefix) ? prefix : undefined
}

export const someProviders: Check<Readonly<Record<string, ProviderConfig>>> = (value, path, code) => {
  // What stands there by mistake may be a key, and is not shown.
  if (!isPlainObject(value)) refuse(code, path, 'an object of settings by provider', {})
  const entries = Object.keys(value).map(name => {
    const settings = value[name]
    if (typeof settings === 'string') refuse(code, `${path}.${name}`, 'an object', {})
    return [name, checkOptions(`${path}.${name}`, settings ?? null, PROVIDER_SPEC, code)]
  })
  // Without a prototype: a provider may be called anything.
  return Object.assign(Object.create(null), Object.fromEntries(entries))
}
