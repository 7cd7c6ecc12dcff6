import type { EnergyEstimate, QueryProfile as QueryProfileData, RankedModel, RoutingDecision } from './contracts.ts'
import { formatEnergy, formatShare } from './format.ts'
import { QueryProfile } from './query-profile.ts'

/** A figure that may be told as watt-hours: one from a price only puts models in order. */
export function isReportable(energy: EnergyEstimate | null): energy is EnergyEstimate {
  return energy !== null && energy.basis !== 'price-proxy'
}

/** The model of a ranking with the largest estimated energy, the first of several; undefined where none is known. */
export function mostEnergyOf(
  ranking: readonly RankedModel[],
): (RankedModel & { readonly energy: EnergyEstimate }) | undefined {
  let most: (RankedModel & { readonly energy: EnergyEstimate }) | undefined
  for (const entry of ranking) {
    if (isReportable(entry.energy) && (most === undefined || entry.energy.midWh > most.energy.midWh)) {
      most = entry as RankedModel & { readonly energy: EnergyEstimate }
    }
  }
  return most
}

/** 0..1; 0 in a pool that takes nothing at all; null where what the model takes is not known. */
function savedShare({ energy }: RankedModel, most: ReturnType<typeof mostEnergyOf>): number | null {
  if (!isReportable(energy) || most === undefined) return null
  return most.energy.midWh > 0 ? 1 - energy.midWh / most.energy.midWh : 0
}

/** What the query asks for, as a sentence says it: `code, math and reasoning at difficulty 4`. */
function describeNeed(profile: QueryProfileData): string {
  const names = Object.entries(profile.capabilityWeights)
    .sort(([, a], [, b]) => b - a)
    .map(([name]) => name)
  const last = names.pop() ?? 'nothing in particular'
  return `${names.length > 0 ? `${names.join(', ')} and ` : ''}${last} at difficulty ${profile.difficulty}`
}

/** Only a figure that may be told can be the lowest, and only where every other may be told too. */
function takesLeast({ energy }: RankedModel, candidates: readonly RankedModel[]): boolean {
  return (
    isReportable(energy) && candidates.every(entry => isReportable(entry.energy) && energy.midWh <= entry.energy.midWh)
  )
}

/** Why a model comes first: only the one that takes least is said to take least. */
function describeChoice(ranking: readonly RankedModel[], chosen: RankedModel): string {
  const candidates = ranking.some(entry => entry.qualified) ? ranking.filter(entry => entry.qualified) : ranking
  const merit = takesLeast(chosen, candidates)
    ? 'the lowest estimated energy'
    : 'the best balance of quality, estimated energy and cost'
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
  most: ReturnType<typeof mostEnergyOf>,
  threshold: number,
): string {
  const saved = savedShare(chosen, most) ?? 0
  const need = `for ${describeNeed(profile)} (fitness ${chosen.fitness.toFixed(2)}, ${threshold.toFixed(2)} needed)`
  const takes = chosen.energy === null ? 'energy unknown' : `about ${formatEnergy(chosen.energy)} an answer`
  const compared = most !== undefined && saved > 0 ? `, ${formatShare(saved)} less than ${most.model}` : ''
  return `${chosen.model} ${describeChoice(ranking, chosen)} ${need}: ${takes}${compared}.`
}

/** The plain data of a decision: one entry of a ranking, with what it is measured against. */
export function decide(
  profile: QueryProfileData,
  ranking: readonly RankedModel[],
  chosen: RankedModel,
  energyModel: string,
  reasoning?: string,
): RoutingDecision {
  const threshold = QueryProfile.threshold(profile)
  const most = mostEnergyOf(ranking)
  return Object.freeze({
    selectedModel: chosen.model,
    profile,
    greenScore: chosen.greenScore,
    energyEstimateWh: chosen.energy === null ? null : chosen.energy.midWh,
    energy: chosen.energy,
    energyModel,
    energySavingsVsMax: savedShare(chosen, most),
    maxEnergyModel: most === undefined ? null : most.model,
    costEstimate: chosen.costEstimate,
    threshold,
    reasoning: reasoning ?? explain(profile, ranking, chosen, most, threshold),
    ranking: Object.freeze([...ranking]),
  })
}

/** The same decision among some of its models, in its order; at least one. The chosen one stays where it is among them. */
export function among(decision: RoutingDecision, ranking: readonly RankedModel[]): RoutingDecision {
  if (ranking.length === decision.ranking.length) return decision
  const chosen = ranking.find(({ model }) => model === decision.selectedModel) ?? ranking[0]!
  return decide(decision.profile, ranking, chosen, decision.energyModel)
}

/** The decision as it was carried out, where another model of its ranking than the chosen one answered. */
export function carriedOut(decision: RoutingDecision, model: string): RoutingDecision {
  if (model === decision.selectedModel) return decision
  return decide(decision.profile, decision.ranking, entryOf(decision, model), decision.energyModel)
}

/** A model's standing; it is of the decision's ranking. */
export const entryOf = (decision: RoutingDecision, model: string): RankedModel =>
  decision.ranking.find(entry => entry.model === model)!
