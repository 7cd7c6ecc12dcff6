import { aNumber, refuse } from './checks.ts'
import type { EnergyEstimate, RoutingDecision } from './contracts.ts'
import type { SummedName } from './energy-totals.ts'
import { isPlainObject } from './options.ts'

/** Far above what a profile may declare, and low enough that no number of decisions overflows. */
const anAmount = aNumber({ min: 0, max: 1e12 })
const CODE = 'invalid-option'

function readEnergy(value: unknown, path: string): Omit<EnergyEstimate, 'basis'> {
  if (!isPlainObject(value)) refuse(CODE, path, 'an energy estimate', value)
  const lowWh = anAmount(value.lowWh, `${path}.lowWh`, CODE)
  const midWh = anAmount(value.midWh, `${path}.midWh`, CODE)
  const highWh = anAmount(value.highWh, `${path}.highWh`, CODE)
  if (lowWh > midWh || midWh > highWh) refuse(CODE, path, 'in order: lowWh ≤ midWh ≤ highWh', value)
  return { lowWh, midWh, highWh }
}

/** One decision's amounts, checked. The chosen model counts among its pool, so that the baseline is never below what was used. */
export function readDecision(decision: RoutingDecision): Record<SummedName, number> {
  if (!isPlainObject(decision)) refuse(CODE, 'decision', 'a routing decision', decision)
  const { ranking }: { readonly ranking?: unknown } = decision
  if (!Array.isArray(ranking)) refuse(CODE, 'decision.ranking', 'an array', ranking)
  const used = readEnergy(decision.energy, 'decision.energy')
  const usedUsd = anAmount(decision.costEstimate, 'decision.costEstimate', CODE)
  let baseline = used
  let baselineUsd = usedUsd
  for (const [index, entry] of ranking.entries()) {
    const path = `decision.ranking[${index}]`
    if (!isPlainObject(entry)) refuse(CODE, path, 'an object', entry)
    const energy = readEnergy(entry.energy, `${path}.energy`)
    if (energy.midWh > baseline.midWh) baseline = energy
    baselineUsd = Math.max(baselineUsd, anAmount(entry.costEstimate, `${path}.costEstimate`, CODE))
  }
  return {
    usedWh: used.midWh,
    usedLowWh: used.lowWh,
    usedHighWh: used.highWh,
    baselineWh: baseline.midWh,
    baselineLowWh: baseline.lowWh,
    baselineHighWh: baseline.highWh,
    usedUsd,
    baselineUsd,
  }
}
