/** What is known of a pool's models before there is a query, in columns: thousands are then read in one sweep. */
import { fitnessWeights, SIMPLE_SCORE } from './benchmarks.ts'
import { CAPABILITIES, type CapabilityRecord } from './capability.ts'
import type { ModelProfile, QueryProfile } from './contracts.ts'
import type { ModelEnergy } from './energy-model.ts'
import { isOnCatalogueScale } from './enough.ts'

export interface ModelFacts {
  readonly scores: CapabilityRecord
  readonly energy: ModelEnergy
  /** US dollars by the seed's convention. */
  readonly cost: number
}

export class Pool {
  readonly models: readonly ModelProfile[]
  readonly energies: readonly ModelEnergy[]
  readonly costs: Float64Array
  readonly onCatalogueScale: boolean
  /** Row by row, each in the order of `CAPABILITIES`. */
  readonly #scores: Float64Array

  constructor(models: readonly ModelProfile[], factsOf: (model: ModelProfile) => ModelFacts) {
    const facts = models.map(factsOf)
    this.models = models
    this.energies = facts.map(({ energy }) => energy)
    this.onCatalogueScale = isOnCatalogueScale(models)
    this.costs = Float64Array.from(facts.map(({ cost }) => cost))
    this.#scores = Float64Array.from(facts.flatMap(({ scores }) => CAPABILITIES.map(name => scores[name])))
  }

  /** The same models in the same order: a profile never changes once it is registered. */
  holds(models: readonly ModelProfile[]): boolean {
    return models.length === this.models.length && models.every((model, index) => model === this.models[index])
  }

  /** How fit each model is for a query, 0..1. */
  fitness(profile: QueryProfile): Float64Array {
    const { weighed, total } = fitnessWeights(profile)
    const fits = new Float64Array(this.models.length).fill(SIMPLE_SCORE)
    if (total === 0) return fits
    for (let index = 0; index < fits.length; index++) {
      let sum = 0
      for (const { column, weight } of weighed) sum += weight * this.#scores[index * CAPABILITIES.length + column]!
      fits[index] = sum / total
    }
    return fits
  }
}
