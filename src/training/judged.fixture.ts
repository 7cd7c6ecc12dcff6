/** Queries as a model sees them beside their labels, written by hand or at random. */
import fc from 'fast-check'
import { CAPABILITIES, type Capability } from '../core/capability.ts'
import { OUTPUT_LENGTHS } from '../core/output-lengths.ts'
import { QueryProfile } from '../core/query-profile.ts'
import { readLabel } from './label.ts'
import type { Judged } from './metrics.ts'

export type Weights = Readonly<Partial<Record<Capability, number>>>

/** What a model or a label says: weights, difficulty, length of the answer. */
export type Says = readonly [weights: Weights, difficulty: number, length: 'short' | 'medium' | 'long']

export function profile([weights, difficulty, length]: Says): QueryProfile {
  return QueryProfile.fromPrediction({
    capabilityProbabilities: CAPABILITIES.map(name => weights[name] ?? 0),
    difficultyScore: difficulty,
    outputLengthProbabilities: OUTPUT_LENGTHS.map(name => (name === length ? 1 : 0)),
  })
}

export function judged(model: Says, truth: Says, lang?: string): Judged {
  const [weights, difficulty, length] = truth
  return { profile: profile(model), label: readLabel({ weights, difficulty, length }), lang }
}

const weights = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 8, maxLength: 8 })
  .filter(parts => parts.some(part => part > 0))
  .map(parts => {
    const sum = parts.reduce((total, part) => total + part, 0)
    return Object.fromEntries(CAPABILITIES.map((name, index) => [name, parts[index]! / sum])) as Weights
  })

const says: fc.Arbitrary<Says> = fc.tuple(
  weights,
  fc.integer({ min: 2, max: 10 }).map(halves => halves / 2),
  fc.constantFrom(...OUTPUT_LENGTHS),
)

export const anyJudged: fc.Arbitrary<Judged> = fc
  .tuple(says, says, fc.constantFrom('en', 'de', 'ja', undefined))
  .map(([model, truth, lang]) => judged(model, truth, lang))
