/** Where a pool's energy figures come from: the seed's constants, or a table of coefficients. */
import type { EnergyEstimate, ModelProfile, QueryProfile } from './contracts.ts'
import { Alike, type PreparedEnergy, QueryEnergy } from './energy-answer.ts'
import { ENERGY_COEFFICIENTS_2026_11, type EnergyCoefficients } from './energy-coefficients.ts'
import { estimateEnergy } from './energy-estimate.ts'
import { energyEvidence } from './energy-evidence.ts'
import { type EnergyModelOption, readEnergyModel } from './energy-model-option.ts'
import { countedTokens, predictTokens, type TokenCounts } from './energy-tokens.ts'

/** What is known of one model's energy before there is a query: an estimate that no query changes, or what makes one. */
export type ModelEnergy = EnergyEstimate | PreparedEnergy | null

/** The figures of one option. Facts of a model are looked up once; an estimate then takes a fraction of a microsecond. */
export class EnergyModel {
  /** `seed`, `2026-11`, or the name of the caller's table. */
  readonly name: string
  readonly #table: EnergyCoefficients
  readonly #isSeed: boolean
  readonly #alike = new Alike()

  private constructor(table: EnergyCoefficients | undefined) {
    this.name = table?.name ?? 'seed'
    this.#isSeed = table === undefined
    this.#table = table ?? ENERGY_COEFFICIENTS_2026_11
  }

  /** Throws `invalid-option` with the path of the field. */
  static from(option: EnergyModelOption = 'seed'): EnergyModel {
    return new EnergyModel(readEnergyModel(option))
  }

  /** What the app measured itself wins even over the seed's constants. */
  prepare(model: ModelProfile): ModelEnergy {
    if (this.#isSeed && !model.measuredEnergy) return estimateEnergy(model)
    const evidence = energyEvidence(model, this.#table)
    return evidence === undefined ? null : this.#alike.prepare(evidence)
  }

  /** Turns what was prepared into the estimates of one query. */
  forQuery(profile: QueryProfile): (energy: ModelEnergy) => EnergyEstimate | null {
    return reader(new QueryEnergy(predictTokens(profile, this.#table)))
  }

  /** The same where the tokens are known. */
  forCounts(counts: TokenCounts): (energy: ModelEnergy) => EnergyEstimate | null {
    return reader(new QueryEnergy(countedTokens(counts, this.#table)))
  }
}

function reader(query: QueryEnergy): (energy: ModelEnergy) => EnergyEstimate | null {
  return energy => (energy !== null && 'onAll' in energy ? query.of(energy) : energy)
}
