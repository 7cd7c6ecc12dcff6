import { aNumber, refuse } from './checks.ts'
import type { EnergyEstimate, QueryProfile } from './contracts.ts'
import { EnergyModel } from './energy-model.ts'
import type { EnergyModelOption } from './energy-model-option.ts'
import type { TokenCounts } from './energy-tokens.ts'
import { GreenRoutingError } from './errors.ts'
import { ModelProfile, type ModelProfileInput } from './model-profile.ts'
import { checkOptions, isPlainObject } from './options.ts'
import { checkProfile } from './profile-check.ts'

const aCount = aNumber({ min: 0, max: 1e7 })

/**
 * Energy of one answer in watt-hours: for a query, whose tokens are predicted, or for token counts, as a provider reports
 * them after the answer. Null where nothing is known to estimate it from; never a default. Throws `invalid-model`,
 * `invalid-profile` or `invalid-option`.
 */
export function estimateAnswerEnergy(
  model: ModelProfileInput,
  query: QueryProfile | TokenCounts,
  energyModel: EnergyModelOption = '2026-11',
): EnergyEstimate | null {
  const figures = EnergyModel.from(energyModel)
  const prepared = figures.prepare(ModelProfile.from(model))
  if (!isPlainObject(query)) refuse('invalid-option', 'query', 'a QueryProfile or token counts', query)
  if (!('outputTokens' in query)) {
    checkProfile(query as QueryProfile)
    return figures.forQuery(query as QueryProfile)(prepared)
  }
  return figures.forCounts(readCounts(query))(prepared)
}

function readCounts(value: object): TokenCounts {
  const spec = { inputTokens: aCount, outputTokens: aCount, cachedInputTokens: aCount }
  const { inputTokens, outputTokens, cachedInputTokens = 0 } = checkOptions('token counts', value, spec)
  if (inputTokens === undefined || outputTokens === undefined) {
    throw new GreenRoutingError('invalid-option', 'token counts needs both inputTokens and outputTokens.')
  }
  if (cachedInputTokens > inputTokens) {
    refuse('invalid-option', 'token counts.cachedInputTokens', 'at most inputTokens', cachedInputTokens)
  }
  return { inputTokens, outputTokens, cachedInputTokens }
}
