import { readWeights } from './capability-weights.ts'
import { aNumber, oneOf, refuse } from './checks.ts'
import type { QueryProfile } from './contracts.ts'
import { checkOptions, isPlainObject } from './options.ts'
import { OUTPUT_LENGTHS } from './output-lengths.ts'

/** Keeps the sums of a profile that was not normalised finite. */
const MOST_WEIGHT = 1e100

const aDifficulty = aNumber({ min: 1, max: 5 })
const aLength = oneOf(OUTPUT_LENGTHS)
const aTokenCount = aNumber({ min: 0, max: 1e7 })
const aShare = aNumber({ min: 0, max: 1 })
const LENGTHS_SPEC = { short: aShare, medium: aShare, long: aShare }

/**
 * Refuses a profile that did not come from here and cannot be matched: parsed JSON, or written by hand. Weights need not
 * sum to 1 and may be none (then every model is as fit as for something simple).
 */
export function checkProfile(profile: QueryProfile): void {
  if (!isPlainObject(profile))
    refuse('invalid-profile', 'QueryProfile', 'an object (QueryProfile.of makes one)', profile)
  for (const weight of readWeights(profile.capabilityWeights, 'QueryProfile.capabilityWeights').values()) {
    if (weight > MOST_WEIGHT)
      refuse('invalid-profile', 'QueryProfile.capabilityWeights', `at most ${MOST_WEIGHT}`, weight)
  }
  aDifficulty(profile.difficulty, 'QueryProfile.difficulty', 'invalid-profile')
  checkLength(profile)
}

/** What the energy is estimated from; a profile written by hand may lack it. */
function checkLength({
  difficultyScore,
  expectedOutputLength,
  outputLengthProbabilities,
  inputTokens,
}: Partial<QueryProfile>): void {
  const code = 'invalid-profile'
  if (difficultyScore !== undefined) aDifficulty(difficultyScore, 'QueryProfile.difficultyScore', code)
  if (expectedOutputLength !== undefined) aLength(expectedOutputLength, 'QueryProfile.expectedOutputLength', code)
  if (inputTokens !== undefined) aTokenCount(inputTokens, 'QueryProfile.inputTokens', code)
  if (outputLengthProbabilities === undefined) return
  const path = 'QueryProfile.outputLengthProbabilities'
  const { short, medium, long } = checkOptions(path, outputLengthProbabilities, LENGTHS_SPEC, code)
  if (short === undefined || medium === undefined || long === undefined) refuse(code, path, 'three shares', undefined)
}
