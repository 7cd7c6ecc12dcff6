/** What the floors share: the shapes that cross from one to another. Types only, so that nothing here has behaviour. */
import type { Capability, CapabilityRecord } from './capability.ts'
import type { EnergyProfileFields } from './energy-profile.ts'

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
  /** Chance that the top capability is the right one, 0..1, calibrated. 1 for a profile written by hand. */
  readonly confidence: number
  /** The confidence is under the classifier's threshold: more likely wrong than worth acting on. False for a profile written by hand. */
  readonly uncertain: boolean
  /**
   * Tokens of the whole query, 1 to 10⁷, counted with the classifier's tokenizer (other tokenizers differ by a tenth or
   * three). A caller who sends more than the query (a conversation, a system prompt) puts its own count here. Absent for
   * a profile written by hand: energy is then estimated for the table's `tokens.input`.
   */
  readonly inputTokens?: number
}

/** Where an energy figure comes from, best first. */
export type EnergyBasis =
  | 'measured-here' // handed in by the app
  | 'device-power' // a device's watts times the seconds it needs
  | 'disclosed' // published by the vendor
  | 'measured-elsewhere' // published measurements of this model
  | 'fitted-public-size' // from the model's published size
  | 'fitted-guessed-size' // from a guess at its size
  | 'declared' // the profile's own constant, of unstated origin
  | 'latency-proxy' // the seed's guess from how long an answer takes
  | 'price-proxy' // from its price: puts models in order, and says little about watt-hours
  | 'unknown' // the seed's constant for a model it knows nothing of

/** Factors that a figure may be off by, low ≤ 1 ≤ high: nine cases in ten are meant to lie between. */
export type FactorRange = readonly [low: number, high: number]

/**
 * Why a figure may be off. What is shared moves every figure of the same kind the same way, so that it cancels out when two
 * models are compared; only `own` does not.
 */
export interface EnergyErrors {
  /** The part of the energy that reading the input takes, 0..1; what acts on the input or the output acts on its part. */
  readonly inputShare: number
  /** Shared, on all: what host, idle spares and cooling add to the accelerators. */
  readonly stack: FactorRange
  /** Shared, on the output: how many requests are answered at once. */
  readonly batch: FactorRange
  /** Shared, on the input: how well reading uses the hardware. */
  readonly input: FactorRange
  /** Shared, on the output: how long the answer gets. */
  readonly length: FactorRange
  /** Shared, on the output: how long models that think before they answer do so. */
  readonly thought: FactorRange
  /** The model's own, on all. */
  readonly own: FactorRange
}

/** Energy of one answer in watt-hours. lowWh ≤ midWh ≤ highWh; nine cases in ten are meant to lie between the ends. */
export interface EnergyEstimate {
  readonly lowWh: number
  readonly midWh: number
  readonly highWh: number
  readonly basis: EnergyBasis
  /** What the range is made of, for comparisons; absent where that is not known, as for the seed's constants. */
  readonly errors?: EnergyErrors
}

/** What one model takes less than another, for the same answer. Negative where it takes more. */
export interface EnergySaving {
  readonly lowWh: number
  readonly midWh: number
  readonly highWh: number
  /** The same as a share of what the other takes, at most 1. */
  readonly lowShare: number
  readonly midShare: number
  readonly highShare: number
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
export interface ModelProfile extends EnergyProfileFields {
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
  /** Of an answer to this query; null where nothing is known to estimate it from, which never happens with the seed's figures. */
  readonly energy: EnergyEstimate | null
  /** US dollars for 500 tokens in and 500 out (the seed's convention). */
  readonly costEstimate: number
  /** α·quality − β·energy − γ·cost, energy and cost as shares of the pool's maximum; an unknown energy counts as that maximum. */
  readonly greenScore: number
}

/** Which model should answer, and why. Plain data. */
export interface RoutingDecision {
  readonly selectedModel: string
  readonly profile: QueryProfile
  readonly greenScore: number
  /** Watt-hours: `energy.midWh`; null where that is unknown. */
  readonly energyEstimateWh: number | null
  /** Null where nothing is known to estimate it from, which never happens with the seed's figures. */
  readonly energy: EnergyEstimate | null
  /** Which figures these are: `seed`, `2026-11` or the name of the caller's own table. */
  readonly energyModel: string
  /** 1 − energy / the pool's largest energy, 0..1 (the seed's meaning). Null where the energy is unknown or known by price alone. */
  readonly energySavingsVsMax: number | null
  /** The model with that largest energy: what the saving is measured against. Null where no energy of the pool is known. */
  readonly maxEnergyModel: string | null
  /** US dollars for 500 tokens in and 500 out. */
  readonly costEstimate: number
  /** Least fitness that was good enough, 0..1. */
  readonly threshold: number
  /** One sentence for a person. */
  readonly reasoning: string
  /** Every model of the pool: qualified ones first, of those the ones of known energy, of those the best green score. */
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
