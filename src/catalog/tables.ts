/** What `npm run catalog` generates from `facts/`: the shapes of its tables. */
import type { Capability, InputModality, ReasoningEffort } from '../core/index.ts'

/** The capabilities that benchmarks speak for: what is simple needs none. */
export type ScoredCapability = Exclude<Capability, 'simple'>

/** One benchmark as a kind, whatever release or harness of it. */
export interface BenchmarkRow {
  readonly id: string
  readonly name: string
  readonly capability: ScoredCapability
  /** Score of somebody who guesses, 0..1. */
  readonly chance: number
  readonly aliases: readonly string[]
  /** Further names of one variant each. */
  readonly variantAliases: Readonly<Record<string, readonly string[]>>
}

/** How hard one variant of a benchmark is: a release, a harness, with tools or without. By key, such as `hle+tools`. */
export interface DifficultyRow {
  /** What counts as full marks, 0..1; see `facts/ceilings.json`. */
  readonly ceiling: number
  /** Ability at which a model gets half of what lies between chance and ceiling. */
  readonly difficulty: number
  /** Standard error of the difficulty. */
  readonly error: number
}

/** Linear in what is known of a model: its abilities before any score was seen. */
export interface PriorRow {
  readonly intercept: number
  /** For each year after the start of 2025. */
  readonly perYear: number
  /** For each e-fold of the price. */
  readonly perLogPrice: number
  /** From answering at once to thinking at length. */
  readonly thinking: number
  /** Standard deviation of general ability around it. */
  readonly deviation: number
}

export interface ScaleTable {
  /** `2026-07`: the catalogue's prices, scores and ceilings. */
  readonly date: string
  readonly benchmarks: readonly BenchmarkRow[]
  readonly difficulties: Readonly<Record<string, DifficultyRow>>
  readonly priors: { readonly withPrice: PriorRow; readonly withoutPrice: PriorRow; readonly undated: PriorRow }
  /** Standard deviation of one capability around a model's general ability. */
  readonly specificDeviation: number
  /** Standard deviation of one score around what ability and difficulty say. */
  readonly noiseDeviation: number
  /** Ability and capability score, both rising: between two of them the score is linear. */
  readonly anchors: readonly (readonly [ability: number, score: number])[]
}

/** The catalogue's name of each model, and what else it is called. */
export type ModelNames = Readonly<Record<string, readonly string[]>>

type Range = readonly [low: number, high: number]

/** A model as `facts/models.json` has it. */
export interface ModelRow {
  readonly id: string
  readonly vendor: string
  readonly released: string
  readonly openWeights: boolean
  readonly retired?: string
  readonly contextTokens?: number
  readonly maxOutputTokens?: number
  readonly input: readonly InputModality[]
  readonly tools?: boolean
  readonly structuredOutput?: boolean
  readonly reasoning: boolean
  readonly size?:
    | { readonly basis: 'public'; readonly totalB: number; readonly activeB: number }
    | { readonly basis: 'guessed'; readonly totalB: Range; readonly activeB: Range }
  /** US dollars for a million tokens. */
  readonly price?: { readonly host: string; readonly modelId: string; readonly input: number; readonly output: number }
}

/** One score, and how it was run where that is not the entry's own effort; null when the source does not say. */
export type ScoreRow = readonly [key: string, score: number, source: number, effort?: ReasoningEffort | null]

/** A model at one effort. */
export interface EntryRow {
  readonly name: string
  readonly model: string
  readonly effort?: ReasoningEffort
  readonly scores: readonly ScoreRow[]
}

export interface ModelsTable {
  readonly sources: readonly { readonly source: string; readonly date: string }[]
  readonly entries: readonly EntryRow[]
  readonly models: readonly ModelRow[]
}
