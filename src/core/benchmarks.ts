import { CAPABILITIES, type Capability, type CapabilityRecord } from './capability.ts'
import type { ModelProfile, QueryProfile } from './contracts.ts'

/** Which published benchmarks speak for which capability (the seed's table). */
export const CAPABILITY_BENCHMARKS = {
  reasoning: ['arc_challenge', 'bbh', 'gpqa'],
  math: ['gsm8k', 'math', 'minerva_math'],
  code: ['humaneval', 'mbpp', 'livecodebench'],
  knowledge: ['mmlu', 'triviaqa', 'naturalqa'],
  creative: ['mt_bench_creative', 'alpaca_eval'],
  instruction: ['ifeval', 'mt_bench'],
  multilingual: ['mgsm', 'flores'],
  simple: [],
} as const satisfies Record<Capability, readonly string[]>

/** The seed's constants: any model can do what is simple; a model of unknown size and score is an even bet. */
export const SIMPLE_SCORE = 0.9
const UNKNOWN_SCORE = 0.5
/** The seed's: a capability that weighs less says nothing about fitness. */
const LEAST_WEIGHT = 0.01

/** The seed's guess from size alone: 0.15 at half a billion parameters, 0.15 more each doubling, at most 0.9 (from 16 billion on). */
function scoreFromSize(paramsB: number | undefined): number {
  if (paramsB === undefined) return UNKNOWN_SCORE
  return Math.min(0.9, 0.15 * Math.log2(Math.max(paramsB, 0.5)) + 0.3)
}

const scoreOf = (model: ModelProfile, name: string) =>
  Object.hasOwn(model.benchmarkScores, name) ? model.benchmarkScores[name] : undefined

/**
 * How good a model is at one capability, 0..1: its profile's estimate; else the score its profile keys by the capability
 * itself; else the mean of its scores on that capability's benchmarks; else a guess from its size. `math` names a
 * benchmark too (MATH), and beside another math benchmark it is read as that one, so that both count.
 */
export function capabilityScore(model: ModelProfile, capability: Capability): number {
  const estimate = model.capabilityScores?.[capability]
  if (estimate !== undefined) return estimate.score
  const benchmarks: readonly string[] = CAPABILITY_BENCHMARKS[capability]
  const stated = scoreOf(model, capability)
  if (stated !== undefined && !benchmarks.includes(capability)) return stated
  const scores = benchmarks.map(name => scoreOf(model, name)).filter(score => score !== undefined)
  if (scores.length > 0) return scores.reduce((sum, score) => sum + score, 0) / scores.length
  return capability === 'simple' ? SIMPLE_SCORE : scoreFromSize(model.estimatedParamsB)
}

/** A model's score at each capability. */
export function capabilityScores(model: ModelProfile): CapabilityRecord {
  const entries = CAPABILITIES.map(name => [name, capabilityScore(model, name)])
  return Object.freeze(Object.fromEntries(entries) as CapabilityRecord)
}

/** What a query weighs enough to count: the capability's place in `CAPABILITIES` and its weight, and the sum of the weights. */
export function fitnessWeights(profile: QueryProfile) {
  const weighed = CAPABILITIES.map((name, column) => ({ column, weight: profile.capabilityWeights[name] ?? 0 })).filter(
    ({ weight }) => weight >= LEAST_WEIGHT,
  )
  return { weighed, total: weighed.reduce((sum, { weight }) => sum + weight, 0) }
}

/** How fit a model of these scores is for a query, 0..1: their mean, weighted as the query weighs the capabilities. */
export function fitness(scores: CapabilityRecord, profile: QueryProfile): number {
  const { weighed, total } = fitnessWeights(profile)
  const sum = weighed.reduce((sum, { column, weight }) => sum + weight * scores[CAPABILITIES[column]!], 0)
  return total === 0 ? SIMPLE_SCORE : sum / total
}
