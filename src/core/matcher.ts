import { capabilityScores, fitness } from './benchmarks.ts'
import type { CapabilityRecord } from './capability.ts'
import { refuse } from './checks.ts'
import type {
  EnergyEstimate,
  ModelProfile,
  QueryProfile as QueryProfileData,
  RankedModel,
  RoutingDecision,
} from './contracts.ts'
import { decide } from './decision.ts'
import { estimateCost, estimateEnergy } from './energy-estimate.ts'
import { enoughFitness, isOnCatalogueScale } from './enough.ts'
import { GreenRoutingError } from './errors.ts'
import type { ModelRegistry } from './model-registry.ts'
import { checkProfile } from './profile-check.ts'
import { QueryProfile } from './query-profile.ts'
import { GreenScorer } from './scorer.ts'

/**
 * Sums in another order end on another last digit: a mean of scores that are all 0.9 may come out just under 0.9. A model
 * that close to the line is on it.
 */
const ROUNDING = 1e-12

/** The pool's greatest, for shares; 1 when nothing takes anything, so that every share is 0. */
const greatest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), 0) || 1

/** What does not depend on the query. */
interface Facts {
  readonly scores: CapabilityRecord
  readonly energy: EnergyEstimate
  readonly cost: number
}

/** Finds who is good enough for a query, then who takes least. Reads the registry afresh at each call. */
export class BenchmarkMatcher {
  readonly registry: ModelRegistry
  readonly scorer: GreenScorer
  /** By identity: a registered profile is frozen, so what follows from it never changes. */
  readonly #facts = new WeakMap<ModelProfile, Facts>()

  constructor(registry: ModelRegistry, scorer: GreenScorer = GreenScorer.from()) {
    // By what they can do, not by class: the package may be loaded twice.
    if (typeof (registry as Partial<ModelRegistry> | null)?.toConfig !== 'function') {
      refuse('invalid-option', 'BenchmarkMatcher registry', 'a ModelRegistry', registry)
    }
    if (typeof (scorer as Partial<GreenScorer> | null)?.score !== 'function') {
      refuse(
        'invalid-option',
        'BenchmarkMatcher scorer',
        "a GreenScorer, as from GreenScorer.from({ preset: 'balanced' })",
        scorer,
      )
    }
    this.registry = registry
    this.scorer = scorer
  }

  /** The decision for a query. Throws `empty-registry` or `invalid-profile`. */
  match(profile: QueryProfileData): RoutingDecision {
    const ranking = this.rank(profile)
    return decide(profile, ranking, ranking[0]!)
  }

  /**
   * Every model of the pool, the one to use first. Models under the threshold come after all that reach it, whatever their
   * green score; when none reaches it all are candidates. Equal scores keep the order of registration. (The seed leaves
   * models under the threshold in the race with quality 0, where an energy-heavy scorer can pick one.)
   */
  rank(profile: QueryProfileData): RankedModel[] {
    checkProfile(profile)
    const models = [...this.registry]
    if (models.length === 0) {
      throw new GreenRoutingError('empty-registry', 'There is no model to choose from: register at least one.')
    }
    const least = QueryProfile.threshold(profile) - ROUNDING
    const pool = models.map(model => {
      const { scores, energy, cost } = this.#factsOf(model)
      const fit = fitness(scores, profile)
      return { model: model.name, fit, qualified: fit >= least, energy, cost }
    })
    const someQualify = pool.some(entry => entry.qualified)
    const best = greatest(pool.filter(entry => entry.qualified || !someQualify).map(entry => entry.fit))
    const full = isOnCatalogueScale(models) ? Math.min(best, enoughFitness(profile, this.scorer.weights)) : best
    const mostEnergy = greatest(pool.map(entry => entry.energy.midWh))
    const mostCost = greatest(pool.map(entry => entry.cost))
    const ranked = pool.map(({ model, fit, qualified, energy, cost }): RankedModel => {
      const quality = qualified || !someQualify ? Math.min(1, fit / full) : 0
      const greenScore = this.scorer.score(quality, energy.midWh / mostEnergy, cost / mostCost)
      return { model, fitness: fit, qualified, quality, energy, costEstimate: cost, greenScore }
    })
    return ranked.sort((a, b) => Number(b.qualified) - Number(a.qualified) || b.greenScore - a.greenScore)
  }

  #factsOf(model: ModelProfile): Facts {
    let facts = this.#facts.get(model)
    if (facts === undefined) {
      facts = { scores: capabilityScores(model), energy: estimateEnergy(model), cost: estimateCost(model) }
      this.#facts.set(model, facts)
    }
    return facts
  }
}
