import type { QueryProfile as QueryProfileData, RankedModel, RoutingDecision } from './contracts.ts'
import { formatShare, formatWh } from './format.ts'
import { QueryProfile } from './query-profile.ts'

/** The model of a ranking with the largest estimated energy; the first of several. */
export function mostEnergyOf(ranking: readonly RankedModel[]): RankedModel {
  return ranking.reduce((most, entry) => (entry.energy.midWh > most.energy.midWh ? entry : most))
}

/** 0..1; 0 in a pool that takes nothing at all. */
function savedShare(chosen: RankedModel, most: RankedModel): number {
  return most.energy.midWh > 0 ? 1 - chosen.energy.midWh / most.energy.midWh : 0
}

/** What the query asks for, as a sentence says it: `code, math and reasoning at difficulty 4`. */
function describeNeed(profile: QueryProfileData): string {
  const names = Object.entries(profile.capabilityWeights)
    .sort(([, a], [, b]) => b - a)
    .map(([name]) => name)
  const last = names.pop() ?? 'nothing in particular'
  return `${names.length > 0 ? `${names.join(', ')} and ` : ''}${last} at difficulty ${profile.difficulty}`
}

/** Why a model comes first: only the one that takes least is said to take least. */
function describeChoice(ranking: readonly RankedModel[], chosen: RankedModel): string {
  const candidates = ranking.some(entry => entry.qualified) ? ranking.filter(entry => entry.qualified) : ranking
  const takesLeast = candidates.every(entry => chosen.energy.midWh <= entry.energy.midWh)
  const merit = takesLeast ? 'the lowest estimated energy' : 'the best balance of quality, estimated energy and cost'
  const pool = ranking.length
  if (pool === 1)
    return chosen.qualified ? 'is good enough and the only model' : 'is the only model, though not good enough'
  if (!chosen.qualified) return `has ${merit} of ${pool} models, none of which is good enough`
  if (candidates.length === 1) return `is the only one of ${pool} models that is good enough`
  return `has ${merit} of the ${candidates.length} models that are good enough`
}

function explain(
  profile: QueryProfileData,
  ranking: readonly RankedModel[],
  chosen: RankedModel,
  threshold: number,
): string {
  const most = mostEnergyOf(ranking)
  const saved = savedShare(chosen, most)
  const need = `for ${describeNeed(profile)} (fitness ${chosen.fitness.toFixed(2)}, ${threshold.toFixed(2)} needed)`
  const takes = `about ${formatWh(chosen.energy.midWh)} an answer`
  const compared = saved > 0 ? `, ${formatShare(saved)} less than ${most.model}` : ''
  return `${chosen.model} ${describeChoice(ranking, chosen)} ${need}: ${takes}${compared}.`
}

/** The plain data of a decision: one entry of a ranking, with what it is measured against. */
export function decide(
  profile: QueryProfileData,
  ranking: readonly RankedModel[],
  chosen: RankedModel,
  reasoning?: string,
): RoutingDecision {
  const threshold = QueryProfile.threshold(profile)
  const most = mostEnergyOf(ranking)
  return Object.freeze({
    selectedModel: chosen.model,
    profile,
    greenScore: chosen.greenScore,
    energyEstimateWh: chosen.energy.midWh,
    energy: chosen.energy,
    energySavingsVsMax: savedShare(chosen, most),
    maxEnergyModel: most.model,
    costEstimate: chosen.costEstimate,
    threshold,
    reasoning: reasoning ?? explain(profile, ranking, chosen, threshold),
    ranking: Object.freeze([...ranking]),
  })
}
