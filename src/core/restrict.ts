/** A decision among the models at hand: a shared router may know more of them. */
import type { RoutingDecision } from './contracts.ts'
import { among } from './decision.ts'
import { GreenRoutingError } from './errors.ts'
import { listNames } from './wording.ts'

/** The same decision where every model of it is known; else the best of those that are. */
export function restrict(decision: RoutingDecision, members: ReadonlyMap<string, unknown>): RoutingDecision {
  const ranking = decision.ranking.filter(({ model }) => members.has(model))
  if (ranking.length === 0) {
    throw new GreenRoutingError(
      'unknown-model',
      `The router ranks none of the models (${listNames([...members.keys()])}).`,
      { details: { ranked: decision.ranking.map(({ model }) => model), known: [...members.keys()] } },
    )
  }
  return among(decision, ranking)
}
