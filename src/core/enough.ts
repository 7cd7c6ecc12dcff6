/** How much fitness a query can use: what quality is measured against in a pool on the catalogue's scale. */
import type { ModelProfile, QueryProfile as QueryProfileData, ScorerWeights } from './contracts.ts'
import { QueryProfile } from './query-profile.ts'

/** From one difficulty's threshold to the next. */
const CLASS = 0.175
/** Quality against energy and cost in `balanced`: the odds at which one class of margin is asked for. */
const BALANCED_ODDS = 0.6 / (0.25 + 0.15)

/** On the catalogue's scale 1 is the best there is, however easy the query, so nearness to the best says little. */
export const isOnCatalogueScale = (models: readonly ModelProfile[]): boolean =>
  models.some(model => model.capabilityScores !== undefined)

/**
 * Fitness beyond which a model is no better for a query: the query's threshold and a margin that grows with the odds given
 * to quality: a third of a class in `maximum_green`, one class in `balanced`, more than three in `quality_first`.
 */
export function enoughFitness(profile: QueryProfileData, { quality, energy, cost }: ScorerWeights): number {
  const odds = quality / (energy + cost)
  return Math.min(1, QueryProfile.threshold(profile) + (CLASS * odds) / BALANCED_ODDS)
}
