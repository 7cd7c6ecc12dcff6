/** How the facts of a model that no seed knew are read: what it takes in and can do, how large it is, how good by whom. */
import { CAPABILITIES, type Capability } from './capability.ts'
import { aBoolean, aNumber, aText, type Check, oneOf, refuse } from './checks.ts'
import type { BenchmarkSource, CapabilityEstimate, InputModality, ReasoningEffort } from './contracts.ts'
import { GreenRoutingError } from './errors.ts'
import { checkOptions, isPlainObject, refuseKey } from './options.ts'
import { quote } from './wording.ts'

export const REASONING_EFFORTS = [
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'xhigh',
  'max',
] as const satisfies readonly ReasoningEffort[]

export const INPUT_MODALITIES = ['text', 'image', 'audio', 'video', 'pdf'] as const satisfies readonly InputModality[]

/** Far above any context there is. */
const MOST_TOKENS = 1e10

const anEffort = oneOf(REASONING_EFFORTS)
const aModality = oneOf(INPUT_MODALITIES)
const aTokenCount = aNumber({ min: 1, max: MOST_TOKENS, integer: true })
const aUnit = aNumber({ min: 0, max: 1 })

/** Names that would reach an object's prototype if somebody used them as a key. */
const REFUSED_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype']

export const aName: Check<string> = (value, path, code) => {
  const name = aText(value, path, code)
  if (REFUSED_NAMES.includes(name))
    throw new GreenRoutingError(code, `${path} may not be ${quote(name)}.`, { details: { path } })
  return name
}

/** `2026-04-24` or `2026-04`, a day that exists. */
export const aDate: Check<string> = (value, path, code) => {
  const expected = 'a date like 2026-04-24 or 2026-04'
  if (typeof value !== 'string' || !/^\d{4}-\d{2}(-\d{2})?$/.test(value)) refuse(code, path, expected, value)
  const [year, month, day = 1] = value.split('-').map(Number) as [number, number, number?]
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? value : refuse(code, path, expected, value)
}

const modalities: Check<readonly InputModality[]> = (value, path, code) => {
  if (!Array.isArray(value)) refuse(code, path, 'an array such as ["text", "image"]', value)
  return Object.freeze(Array.from(value, (item: unknown, index) => aModality(item, `${path}[${index}]`, code)))
}

const estimate: Check<CapabilityEstimate> = (value, path, code) => {
  if (!isPlainObject(value)) refuse(code, path, 'an object with score, low and high', value)
  const { score, low, high } = checkOptions(path, value, { score: aUnit, low: aUnit, high: aUnit }, code)
  if (score === undefined || low === undefined || high === undefined || low > score || score > high) {
    refuse(code, path, 'score, low and high with low ≤ score ≤ high', value)
  }
  return Object.freeze({ score, low, high })
}

const estimates: Check<Readonly<Partial<Record<Capability, CapabilityEstimate>>>> = (value, path, code) => {
  if (!isPlainObject(value)) refuse(code, path, 'an object of estimates by capability', value)
  const entries = Object.keys(value).map(key => {
    if (!CAPABILITIES.some(name => name === key)) refuseKey(code, path, key, CAPABILITIES)
    return [key, estimate(value[key], `${path}.${key}`, code)]
  })
  return Object.freeze(Object.fromEntries(entries))
}

const SOURCE = { source: aText, date: aDate, effort: anEffort }

const sources: Check<Readonly<Record<string, BenchmarkSource>>> = (value, path, code) => {
  if (!isPlainObject(value)) refuse(code, path, 'an object of sources by benchmark', value)
  const entries = Object.keys(value).map((key): [string, BenchmarkSource] => {
    const where = `${path}.${aName(key, `${path} key`, code)}`
    if (!isPlainObject(value[key])) refuse(code, where, 'an object with a source', value[key])
    const { source, ...rest } = checkOptions(where, value[key], SOURCE, code)
    if (source === undefined) refuse(code, `${where}.source`, 'given', undefined)
    return [key, Object.freeze({ source, ...rest })]
  })
  return Object.freeze(Object.fromEntries(entries))
}

/** By field of a profile. */
export const FACTS_SPEC = {
  capabilityScores: estimates,
  benchmarkSources: sources,
  contextTokens: aTokenCount,
  maxOutputTokens: aTokenCount,
  inputModalities: modalities,
  tools: aBoolean,
  structuredOutput: aBoolean,
  reasoning: aBoolean,
  effort: anEffort,
  releasedOn: aDate,
}
