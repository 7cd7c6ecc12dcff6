/** Eight shares against eight: who is first, and how far apart two of them are. */
import { CAPABILITIES, type Capability, type CapabilityRecord } from '../core/capability.ts'

/** The seven that say what has to be done, whatever the language. */
export const SKILLS: readonly Capability[] = CAPABILITIES.filter(name => name !== 'multilingual')

/** Labels are in steps of 0.05: what differs by less than this is a tie. */
const TIE = 1e-6

/** The capability with the largest share; the first in the order given of several. */
export function firstOf(shares: CapabilityRecord, among: readonly Capability[] = CAPABILITIES): Capability {
  return among.reduce((first, name) => (shares[name] > shares[first] ? name : first))
}

/** Whether a capability has the largest share of a label, alone or with others. */
export function isTop(name: Capability, label: CapabilityRecord, among: readonly Capability[] = CAPABILITIES): boolean {
  return label[name] >= Math.max(...among.map(other => label[other])) - TIE
}

/** Half the sum of the differences, 0 (the same) .. 1 (nothing in common), for shares that sum to 1. */
export function totalVariation(a: CapabilityRecord, b: CapabilityRecord): number {
  return CAPABILITIES.reduce((sum, name) => sum + Math.abs(a[name] - b[name]), 0) / 2
}
