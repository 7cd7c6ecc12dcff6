/** What the floors share: the shapes that cross from one to another. Types only, so that nothing here has behaviour. */
import type { Capability, CapabilityRecord } from './capability.ts'

/** Length of a good answer: short < 50 tokens, medium 50-200, long > 200 (the seed's classes). */
export type OutputLength = 'short' | 'medium' | 'long'

/** What a query needs. Plain data: survives a structured clone and JSON unchanged. */
export interface QueryProfile {
  /** All eight, each 0..1, sum 1. */
  readonly capabilityProbabilities: CapabilityRecord
  /** The seed's weights: those under 0.1 dropped, the rest renormalised to sum 1. What the matcher reads. */
  readonly capabilityWeights: Readonly<Partial<Record<Capability, number>>>
  /** 1 trivial .. 5 expert, an integer. */
  readonly difficulty: number
  /** The same before rounding, 1..5. */
  readonly difficultyScore: number
  readonly expectedOutputLength: OutputLength
  /** The three classes, each 0..1, sum 1. */
  readonly outputLengthProbabilities: Readonly<Record<OutputLength, number>>
  /** Probability of the top capability, 0..1, calibrated. 1 for a profile written by hand. */
  readonly confidence: number
}

/** Where an energy figure comes from, best first. */
export type EnergyBasis =
  | 'measured-here'
  | 'disclosed'
  | 'measured-elsewhere'
  | 'declared' // the profile's own constant, of unstated origin
  | 'fitted-public-size'
  | 'fitted-guessed-size'
  | 'latency-proxy'
  | 'unknown'

/** Energy of one answer in watt-hours. lowWh ≤ midWh ≤ highWh. */
export interface EnergyEstimate {
  readonly lowWh: number
  readonly midWh: number
  readonly highWh: number
  readonly basis: EnergyBasis
}

/** How much a model is asked to think before it answers: `none` is thinking off; where thinking is only on or off, on is `high`. */
export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'

/** What a model takes in besides text. */
export type InputModality = 'text' | 'image' | 'audio' | 'video' | 'pdf'

/** Where one benchmark score comes from. */
export interface BenchmarkSource {
  /** Public address or name. */
  readonly source: string
  /** `2026-04-24` or `2026-04`: when the figure was published or, for a page without a date, read. */
  readonly date?: string
  /** As the run was made; absent when the source does not say. */
  readonly effort?: ReasoningEffort
}

/** How good a model is at one capability, on the scale of difficulties, and how sure that is. low ≤ score ≤ high, each 0..1. */
export interface CapabilityEstimate {
  readonly score: number
  /** Nine in ten lie between `low` and `high`. */
  readonly low: number
  readonly high: number
}

/** A language model that could answer: the facts a choice rests on. */
export interface ModelProfile {
  /** Unique in a registry. */
  readonly name: string
  readonly provider: string
  /** What the provider's API calls it; the name when absent. */
  readonly modelId?: string
  /** Total parameters in billions, > 0. */
  readonly estimatedParamsB?: number
  /** US dollars for a thousand tokens, ≥ 0. */
  readonly costPer1kInput: number
  readonly costPer1kOutput: number
  /** Milliseconds to a whole answer, ≥ 0. */
  readonly avgLatencyMs?: number
  /** Watt-hours of one answer, ≥ 0. */
  readonly energyPerQueryWh?: number
  /** Each 0..1, keyed by benchmark name or by capability. */
  readonly benchmarkScores: Readonly<Record<string, number>>
  readonly tags: readonly string[]
  readonly apiBase?: string
  /**
   * Estimates on the catalogue's scale (`estimateCapabilities`), which go before `benchmarkScores`. One model with them
   * and its whole pool is measured against what a query needs rather than against the best model of the pool.
   */
  readonly capabilityScores?: Readonly<Partial<Record<Capability, CapabilityEstimate>>>
  /** For scores of `benchmarkScores`, by the same key. */
  readonly benchmarkSources?: Readonly<Record<string, BenchmarkSource>>
  /** Tokens of prompt and answer together, at most. */
  readonly contextTokens?: number
  /** Tokens of an answer, at most. */
  readonly maxOutputTokens?: number
  readonly inputModalities?: readonly InputModality[]
  /** Calls tools. */
  readonly tools?: boolean
  /** Answers by a JSON schema. */
  readonly structuredOutput?: boolean
  /** Can think before it answers. */
  readonly reasoning?: boolean
  /** The effort this profile's scores hold for, and the one to ask the provider for. */
  readonly effort?: ReasoningEffort
  /** `2026-04-24` or `2026-04`. */
  readonly releasedOn?: string
  /** Billions of parameters at work for one token, > 0; the total for a dense model. */
  readonly activeParamsB?: number
  /** Whether the vendor published the size, or others guess it. */
  readonly sizeBasis?: 'public' | 'guessed'
  /** Where total parameters lie, in billions, for a guessed size. */
  readonly paramsRangeB?: { readonly low: number; readonly high: number }
}

/** One model's standing in a decision. */
export interface RankedModel {
  readonly model: string
  /** Weighted mean of the model's capability scores, 0..1. */
  readonly fitness: number
  /** fitness ≥ the query's threshold. */
  readonly qualified: boolean
  /**
   * fitness / best fitness of the candidates, 0..1; in a pool on the catalogue's scale, fitness / enough fitness, at most 1.
   * 0 for a model under the threshold when another is not.
   */
  readonly quality: number
  readonly energy: EnergyEstimate
  /** US dollars for 500 tokens in and 500 out (the seed's convention). */
  readonly costEstimate: number
  /** α·quality − β·energy − γ·cost, energy and cost as shares of the pool's maximum. */
  readonly greenScore: number
}

/** Which model should answer, and why. Plain data. */
export interface RoutingDecision {
  readonly selectedModel: string
  readonly profile: QueryProfile
  readonly greenScore: number
  /** Watt-hours: `energy.midWh`. */
  readonly energyEstimateWh: number
  readonly energy: EnergyEstimate
  /** 1 − energy / the pool's largest energy, 0..1 (the seed's meaning). */
  readonly energySavingsVsMax: number
  /** The model with that largest energy: what the saving is measured against. */
  readonly maxEnergyModel: string
  /** US dollars for 500 tokens in and 500 out. */
  readonly costEstimate: number
  /** Least fitness that was good enough, 0..1. */
  readonly threshold: number
  /** One sentence for a person. */
  readonly reasoning: string
  /** Every model of the pool: qualified ones first, best green score first. */
  readonly ranking: readonly RankedModel[]
}

/** The part of an AbortSignal that is needed: floor 0 knows no DOM. */
export interface AbortSignalLike {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

export interface RouteOptions {
  /** Rejects the call at once with an `aborted` error; default none. */
  readonly signal?: AbortSignalLike | undefined
}

/** Turns text into what it needs. */
export interface Classifier {
  classify(query: string, options?: RouteOptions): Promise<QueryProfile>
  /** One profile a query, in order; all or nothing. */
  classifyMany(queries: readonly string[], options?: RouteOptions): Promise<QueryProfile[]>
}

/** Turns text into a decision. What adapters depend on. */
export interface Router {
  route(query: string, options?: RouteOptions): Promise<RoutingDecision>
  routeMany(queries: readonly string[], options?: RouteOptions): Promise<RoutingDecision[]>
}

export type ScorerPreset = 'quality_first' | 'balanced' | 'maximum_green'

/** α, β, γ of the green score, each ≥ 0. */
export interface ScorerWeights {
  readonly quality: number
  readonly energy: number
  readonly cost: number
}

/** Exactly one key: two at once is an error. */
export type ScoringConfig =
  | { readonly preset: ScorerPreset }
  | { readonly quality: number }
  | { readonly weights: ScorerWeights }
