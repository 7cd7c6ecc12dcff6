import { CAPABILITIES, type Capability, type CapabilityRecord } from './capability.ts'
import { normaliseWeights, readWeights } from './capability-weights.ts'
import { aNumber, oneOf, refuse } from './checks.ts'
import type { OutputLength, QueryProfile as QueryProfileData } from './contracts.ts'
import { GreenRoutingError } from './errors.ts'
import { checkOptions } from './options.ts'
import { OUTPUT_LENGTHS } from './output-lengths.ts'

/** What a query needs; the companion object of the same name makes profiles and answers questions about them. */
export type QueryProfile = QueryProfileData

/** What a profile written by hand says. */
export interface QueryProfileInput {
  /** Any positive scale: `{ code: 50, math: 35, reasoning: 15 }` is normalised to sum 1. */
  readonly capabilityWeights: Readonly<Partial<Record<Capability, number>>>
  /** 1 trivial .. 5 expert; a fraction is kept as `difficultyScore` and rounded for `difficulty`. */
  readonly difficulty: number
  /** Default `medium`. */
  readonly expectedOutputLength?: OutputLength
}

/** What the classifier's three outputs say, in its own order. */
export interface Prediction {
  /** Eight, in the order of `CAPABILITIES`, sum 1. */
  readonly capabilityProbabilities: readonly number[]
  /** Unclamped. */
  readonly difficultyScore: number
  /** Three, in the order of `OUTPUT_LENGTHS`, sum 1. */
  readonly outputLengthProbabilities: readonly number[]
  /** Chance that the top capability is the right one; default its probability (the seed's confidence). */
  readonly confidence?: number | undefined
  /** A confidence under it makes the profile uncertain, 0..1; default 0, never. */
  readonly abstainBelow?: number | undefined
}

/** The seed's: a predicted capability under it does not count. */
const LEAST_PREDICTED_WEIGHT = 0.1
/** The seed's: two capabilities at or over it make a query mixed. */
const LEAST_MIXED_WEIGHT = 0.15

const aDifficulty = aNumber({ min: 1, max: 5 })
const aLength = oneOf(OUTPUT_LENGTHS)
const aCapability = oneOf(CAPABILITIES)

function build(
  probabilities: ReadonlyMap<Capability, number>,
  weights: readonly (readonly [Capability, number])[],
  difficultyScore: number,
  lengths: readonly number[],
  confidence: number,
  uncertain: boolean,
): QueryProfile {
  const entries = CAPABILITIES.map(name => [name, probabilities.get(name) ?? 0] as const)
  const likeliest = lengths.indexOf(Math.max(...lengths))
  return Object.freeze({
    capabilityProbabilities: Object.freeze(
      Object.fromEntries(entries) as Record<Capability, number>,
    ) as CapabilityRecord,
    capabilityWeights: Object.freeze(Object.fromEntries(weights)),
    difficulty: Math.round(difficultyScore),
    difficultyScore,
    expectedOutputLength: OUTPUT_LENGTHS[likeliest]!,
    outputLengthProbabilities: Object.freeze({ short: lengths[0]!, medium: lengths[1]!, long: lengths[2]! }),
    confidence,
    uncertain,
  })
}

function of(input: QueryProfileInput): QueryProfile {
  const where = 'QueryProfile'
  const spec = { capabilityWeights: readWeights, difficulty: aDifficulty, expectedOutputLength: aLength }
  const {
    capabilityWeights,
    difficulty,
    expectedOutputLength = 'medium',
  } = checkOptions(where, input, spec, 'invalid-profile')
  if (capabilityWeights === undefined) refuse('invalid-profile', `${where}.capabilityWeights`, 'given', undefined)
  if (difficulty === undefined) refuse('invalid-profile', `${where}.difficulty`, 'a number from 1 to 5', undefined)
  const weights = normaliseWeights(capabilityWeights)
  if (weights.length === 0) {
    throw new GreenRoutingError('invalid-profile', `${where}.capabilityWeights needs at least one weight above 0.`)
  }
  const lengths = OUTPUT_LENGTHS.map(length => (length === expectedOutputLength ? 1 : 0))
  return build(new Map(weights), weights, difficulty, lengths, 1, false)
}

function single(
  capability: Capability,
  difficulty: number,
  options: { readonly expectedOutputLength?: OutputLength } = {},
): QueryProfile {
  const name = aCapability(capability, 'QueryProfile.single capability', 'invalid-profile')
  const checked = checkOptions('QueryProfile.single', options, { expectedOutputLength: aLength }, 'invalid-profile')
  return of({ capabilityWeights: { [name]: 1 }, difficulty, ...checked })
}

function fromPrediction(prediction: Prediction): QueryProfile {
  const { capabilityProbabilities, difficultyScore, outputLengthProbabilities, abstainBelow = 0 } = prediction
  const likeliest = Math.max(...capabilityProbabilities)
  const { confidence = likeliest } = prediction
  const numbers = [...capabilityProbabilities, difficultyScore, ...outputLengthProbabilities, confidence]
  if (
    capabilityProbabilities.length !== CAPABILITIES.length ||
    outputLengthProbabilities.length !== OUTPUT_LENGTHS.length
  ) {
    throw new GreenRoutingError('internal', 'The classifier answered with the wrong number of outputs.')
  }
  if (!numbers.every(Number.isFinite)) {
    throw new GreenRoutingError('internal', 'The classifier answered with a value that is not a finite number.')
  }
  const probabilities = new Map(CAPABILITIES.map((name, index) => [name, capabilityProbabilities[index]!]))
  // Eight probabilities that sum to 1 have one of at least 1/8, so the second case needs outputs that do not.
  const least = Math.min(LEAST_PREDICTED_WEIGHT, likeliest)
  const weights = normaliseWeights([...probabilities].filter(([, probability]) => probability >= least))
  const clamped = Math.min(5, Math.max(1, difficultyScore))
  return build(probabilities, weights, clamped, outputLengthProbabilities, confidence, confidence < abstainBelow)
}

function primaryCapability(profile: QueryProfile): Capability {
  let primary: Capability = 'simple'
  let most = 0
  for (const name of CAPABILITIES) {
    const weight = profile.capabilityWeights[name] ?? 0
    if (weight > most) {
      primary = name
      most = weight
    }
  }
  return primary
}

const isMixed = (profile: QueryProfile) =>
  Object.values(profile.capabilityWeights).filter(weight => weight >= LEAST_MIXED_WEIGHT).length >= 2

export const QueryProfile = {
  /** A profile of several capabilities, normalised. Throws `invalid-profile`. */
  of,
  /** A profile of one capability. Throws `invalid-profile`. */
  single,
  /** A profile from the classifier's outputs: weights under 0.1 dropped and the rest renormalised, difficulty clamped to 1..5 and rounded. */
  fromPrediction,
  /** The capability that weighs most; the first in `CAPABILITIES` of those that weigh the same; `simple` when none does. */
  primaryCapability,
  /** Two or more capabilities weigh at least 0.15. */
  isMixed,
  /** Simple, not mixed, difficulty 1 or 2. */
  isTrivial: (profile: QueryProfile) =>
    profile.difficulty <= 2 && primaryCapability(profile) === 'simple' && !isMixed(profile),
  /** Difficulty 4 or 5. */
  needsStrongModel: (profile: QueryProfile) => profile.difficulty >= 4,
  /** Least fitness of a model that is good enough: 0.2 at difficulty 1, 0.9 at 5 (the seed's line). */
  threshold: (profile: QueryProfile) => 0.2 + 0.175 * (profile.difficulty - 1),
} as const
