/** What several answers take together. */
import type { EnergyEstimate } from './contracts.ts'

/** The sum, on the weakest basis among them; null where that of one is not known, or there is none. */
export function sumEnergy(energies: readonly (EnergyEstimate | null)[]): EnergyEstimate | null {
  let total: EnergyEstimate | null = null
  for (const energy of energies) {
    if (energy === null) return null
    total = total
      ? {
          lowWh: total.lowWh + energy.lowWh,
          midWh: total.midWh + energy.midWh,
          highWh: total.highWh + energy.highWh,
          basis: strength(total.basis) < strength(energy.basis) ? total.basis : energy.basis,
        }
      : energy
  }
  return total
}

const WEAKEST_FIRST: readonly EnergyEstimate['basis'][] = [
  'unknown',
  'price-proxy',
  'latency-proxy',
  'fitted-guessed-size',
  'fitted-public-size',
  'declared',
  'device-power',
  'measured-elsewhere',
  'disclosed',
  'measured-here',
]

/** One that is not in the list is weaker than all that are. */
const strength = (basis: EnergyEstimate['basis']): number => WEAKEST_FIRST.indexOf(basis)
