import { readWeights } from './capability-weights.ts'
import { aNumber, refuse } from './checks.ts'
import type { QueryProfile } from './contracts.ts'
import { isPlainObject } from './options.ts'

/** Keeps the sums of a profile that was not normalised finite. */
const MOST_WEIGHT = 1e100

const aDifficulty = aNumber({ min: 1, max: 5 })

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
}
