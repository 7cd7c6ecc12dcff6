/** A decision among the client's own models: a shared router may know more of them. */
import type { RoutingDecision } from '../core/contracts.ts'
import { decide } from '../core/decision.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { listNames } from '../core/wording.ts'

/** The same decision where every model of it is known; else the best of those that are. */
export function restrict(decision: RoutingDecision, members: ReadonlyMap<string, unknown>): RoutingDecision {
  const ranking = decision.ranking.filter(({ model }) => members.has(model))
  const first = ranking.find(({ model }) => model === decision.selectedModel) ?? ranking[0]
  if (first === undefined) {
    throw new GreenRoutingError(
      'unknown-model',
      `The router ranks none of the client's models (${listNames([...members.keys()])}).`,
      { details: { ranked: decision.ranking.map(({ model }) => model), known: [...members.keys()] } },
    )
  }
  return ranking.length === decision.ranking.length
    ? decision
    : decide(decision.profile, ranking, first, decision.energyModel)
}
