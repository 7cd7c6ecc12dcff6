import { capabilityScores } from './benchmarks.ts'
import { anything, refuse } from './checks.ts'
import type { ModelProfile, QueryProfile as QueryProfileData, RankedModel, RoutingDecision } from './contracts.ts'
import { decide } from './decision.ts'
import { descending } from './descending.ts'
import { estimateCost } from './energy-estimate.ts'
import { EnergyModel } from './energy-model.ts'
import type { EnergyModelOption } from './energy-model-option.ts'
import { enoughFitness } from './enough.ts'
import { GreenRoutingError } from './errors.ts'
import type { ModelRegistry } from './model-registry.ts'
import { checkOptions } from './options.ts'
import { type ModelFacts, Pool } from './pool.ts'
import { checkProfile } from './profile-check.ts'
import { QueryProfile } from './query-profile.ts'
import { GreenScorer } from './scorer.ts'

/**
 * Sums in another order end on another last digit: a mean of scores that are all 0.9 may come out just under 0.9. A model
 * that close to the line is on it.
 */
const ROUNDING = 1e-12

export interface MatcherOptions {
  /** Which energy figures to use. Default `seed`: one constant a model. */
  readonly energyModel?: EnergyModelOption | undefined
}

/** Finds who is good enough for a query, then who takes least. Reads the registry afresh at each call. */
export class BenchmarkMatcher {
  readonly registry: ModelRegistry
  readonly scorer: GreenScorer
  readonly #energy: EnergyModel
  /** By identity: a registered profile is frozen, so what follows from it never changes. */
  readonly #facts = new WeakMap<ModelProfile, ModelFacts>()
  #pool: Pool | undefined

  constructor(registry: ModelRegistry, scorer: GreenScorer = GreenScorer.from(), options: MatcherOptions = {}) {
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
    const { energyModel } = checkOptions('BenchmarkMatcher', options, { energyModel: anything })
    this.registry = registry
    this.scorer = scorer
    this.#energy = EnergyModel.from(energyModel as EnergyModelOption | undefined)
  }

  /** The name of the energy figures in use. */
  get energyModel(): string {
    return this.#energy.name
  }

  /** The decision for a query. Throws `empty-registry` or `invalid-profile`. */
  match(profile: QueryProfileData): RoutingDecision {
    const ranking = this.rank(profile)
    return decide(profile, ranking, ranking[0]!, this.energyModel)
  }

  /**
   * Every model of the pool, the one to use first. Models under the threshold come after all that reach it, whatever their
   * green score; when none reaches it all are candidates. Models of unknown energy come after those of known energy that
   * are good enough as well, and are scored as if they took the most. Equal scores keep the order of registration. (The
   * seed leaves models under the threshold in the race with quality 0, where an energy-heavy scorer can pick one.)
   */
  rank(profile: QueryProfileData): RankedModel[] {
    checkProfile(profile)
    const pool = this.#readPool()
    const { models, costs } = pool
    const fits = pool.fitness(profile)
    const energies = pool.energies.map(this.#energy.forQuery(profile))
    const least = QueryProfile.threshold(profile) - ROUNDING
    const someQualify = fits.some(fit => fit >= least)
    const bestFit = greatest(fits, fit => (fit >= least || !someQualify ? fit : 0))
    // On the catalogue's scale the best there is may be far more than a query can use.
    const fullFit = pool.onCatalogueScale ? Math.min(bestFit, enoughFitness(profile, this.scorer.weights)) : bestFit
    const mostWh = greatest(energies, energy => (energy === null ? 0 : energy.midWh))
    const mostCost = greatest(costs, cost => cost)
    const qualities = fits.map(fit => (fit >= least || !someQualify ? Math.min(1, fit / fullFit) : 0))
    const scores = qualities.map((quality, index) => {
      const energy = energies[index]!
      const energyShare = energy === null ? 1 : energy.midWh / mostWh
      return this.scorer.score(quality, energyShare, costs[index]! / mostCost)
    })
    // Good enough and of known energy, good enough, of known energy, and the rest: each sorted by itself.
    const groups: number[][] = [[], [], [], []]
    for (let index = 0; index < models.length; index++) {
      groups[(fits[index]! >= least ? 0 : 2) + (energies[index] === null ? 1 : 0)]!.push(index)
    }
    const ranked: RankedModel[] = []
    for (const group of groups) {
      for (const index of descending(group, scores)) {
        ranked.push({
          model: models[index]!.name,
          fitness: fits[index]!,
          qualified: fits[index]! >= least,
          quality: qualities[index]!,
          energy: energies[index]!,
          costEstimate: costs[index]!,
          greenScore: scores[index]!,
        })
      }
    }
    return ranked
  }

  /** The registry as it is now. */
  #readPool(): Pool {
    const models = [...this.registry]
    if (models.length === 0) {
      throw new GreenRoutingError('empty-registry', 'There is no model to choose from: register at least one.')
    }
    if (!this.#pool?.holds(models)) this.#pool = new Pool(models, model => this.#factsOf(model))
    return this.#pool!
  }

  #factsOf(model: ModelProfile): ModelFacts {
    let facts = this.#facts.get(model)
    if (facts === undefined) {
      facts = { scores: capabilityScores(model), energy: this.#energy.prepare(model), cost: estimateCost(model) }
      this.#facts.set(model, facts)
    }
    return facts
  }
}

/** The greatest of some values, for shares; 1 when none is above 0, so that every share is 0. */
function greatest<T>(items: ArrayLike<T>, value: (item: T) => number): number {
  let most = 0
  for (let index = 0; index < items.length; index++) most = Math.max(most, value(items[index]!))
  return most || 1
}
