/** How many tokens an answer takes: what is read, what is written, and what is thought before. */
import type { QueryProfile } from './contracts.ts'
import type { EnergyCoefficients, Spread } from './energy-coefficients.ts'

/** Tokens that are known, from a provider's usage report or by assumption. */
export interface TokenCounts {
  /** Tokens read, cached ones included, 0 to 10⁷. */
  readonly inputTokens: number
  /** Tokens written, thinking included, 0 to 10⁷. */
  readonly outputTokens: number
  /** Those of `inputTokens` that came from the provider's cache. Default 0. */
  readonly cachedInputTokens?: number
}

/** Tokens of a typical model's answer; a model's own are so many times as much, unless they were counted. */
export interface PredictedTokens {
  readonly counted: boolean
  /** Tokens to read, with cached ones counted for what they cost. */
  readonly input: number
  readonly answer: Spread
  /** What a typical thinking model thinks at medium effort. */
  readonly thought: Spread
}

const NONE: Spread = Object.freeze({ low: 0, mid: 0, high: 0 })

/** The tokens there were: no range, and no model that would have written more. */
export function countedTokens(counts: TokenCounts, { input }: EnergyCoefficients): PredictedTokens {
  const { inputTokens, outputTokens, cachedInputTokens = 0 } = counts
  return {
    counted: true,
    input: inputTokens - cachedInputTokens * (1 - input.cachedShare),
    answer: { low: outputTokens, mid: outputTokens, high: outputTokens },
    thought: NONE,
  }
}

/** What a query leads one to expect, by how long its answer should be and how difficult it is. */
export function predictTokens(profile: QueryProfile, { tokens }: EnergyCoefficients): PredictedTokens {
  const difficulty = profile.difficultyScore ?? profile.difficulty
  const longer = at(tokens.difficulty, difficulty)
  const { low, mid, high } = mixture(profile, tokens.output)
  const thought = at(tokens.thought, difficulty)
  return {
    counted: false,
    input: profile.inputTokens ?? tokens.input,
    answer: { low: low * longer, mid: mid * longer, high: high * longer },
    thought: { low: thought * tokens.thoughtError.low, mid: thought, high: thought * tokens.thoughtError.high },
  }
}

/**
 * The length expected over the classes. The low end is their geometric mean: where a short and a long answer are equally
 * likely, the arithmetic one would leave the short one out of the range.
 */
function mixture(profile: QueryProfile, output: EnergyCoefficients['tokens']['output']): Spread {
  const { outputLengthProbabilities: shares, expectedOutputLength = 'medium' } = profile
  if (shares === undefined) return output[expectedOutputLength]
  const { short, medium, long } = shares
  const total = short + medium + long
  if (!(total > 0)) return output[expectedOutputLength]
  const mean = (end: keyof Spread) =>
    (short * output.short[end] + medium * output.medium[end] + long * output.long[end]) / total
  const logs =
    short * Math.log(output.short.low) + medium * Math.log(output.medium.low) + long * Math.log(output.long.low)
  return { low: Math.exp(logs / total), mid: mean('mid'), high: mean('high') }
}

/** The value at a difficulty of 1 to 5, on the lines between the five given. */
function at(values: readonly number[], difficulty: number): number {
  const below = Math.min(Math.floor(difficulty), values.length - 1)
  const rest = difficulty - below
  return values[below - 1]! * (1 - rest) + values[below]! * rest
}
