/** A decision as a ledger reads it: who answered, and what each model of the pool would have taken. */
import { anAmount } from './answer-outcome.ts'
import { aNumber, aText, refuse } from './checks.ts'
import type { EnergyBasis, EnergyErrors, EnergyEstimate, FactorRange, RoutingDecision } from './contracts.ts'
import { isPlainObject } from './options.ts'

const CODE = 'invalid-option'

/** Every origin a figure can have; a missing one is a mistake the compiler finds. */
const BASES: Readonly<Record<EnergyBasis, true>> = {
  'measured-here': true,
  disclosed: true,
  'measured-elsewhere': true,
  'device-power': true,
  declared: true,
  'fitted-public-size': true,
  'fitted-guessed-size': true,
  'latency-proxy': true,
  'price-proxy': true,
  unknown: true,
}

export const ENERGY_BASES = Object.keys(BASES) as readonly EnergyBasis[]

export interface TrackedModel {
  readonly model: string
  readonly fitness: number
  /** Null when it is not known. */
  readonly energy: EnergyEstimate | null
  readonly usd: number
}

export interface TrackedDecision {
  readonly selected: TrackedModel
  /** The whole pool by name, the selected model among it. */
  readonly pool: ReadonlyMap<string, TrackedModel>
}

const aFitness = aNumber({ min: 0, max: 1 })

const aFactor = aNumber({ min: 0, max: 1e6 })
const aShare = aNumber({ min: 0, max: 1 })

/** Why a figure may be off, checked: what two models share of it narrows the range of their difference. */
function readErrors(value: unknown, path: string): EnergyErrors {
  if (!isPlainObject(value)) refuse(CODE, path, 'an object of factors', value)
  const range = (name: Exclude<keyof EnergyErrors, 'inputShare'>): FactorRange => {
    const given = value[name]
    if (!Array.isArray(given) || given.length !== 2) refuse(CODE, `${path}.${name}`, 'two factors', given)
    return [aFactor(given[0], `${path}.${name}[0]`, CODE), aFactor(given[1], `${path}.${name}[1]`, CODE)]
  }
  return {
    inputShare: aShare(value.inputShare, `${path}.inputShare`, CODE),
    stack: range('stack'),
    batch: range('batch'),
    input: range('input'),
    length: range('length'),
    thought: range('thought'),
    own: range('own'),
  }
}

/** An estimate, checked; null where it is unknown, and for a figure from a price, which only puts models in order. */
export function readEnergy(value: unknown, path: string): EnergyEstimate | null {
  if (value === null) return null
  if (!isPlainObject(value)) refuse(CODE, path, 'an energy estimate, or null where it is unknown', value)
  const lowWh = anAmount(value.lowWh, `${path}.lowWh`, CODE)
  const midWh = anAmount(value.midWh, `${path}.midWh`, CODE)
  const highWh = anAmount(value.highWh, `${path}.highWh`, CODE)
  if (lowWh > midWh || midWh > highWh) refuse(CODE, path, 'in order: lowWh ≤ midWh ≤ highWh', value)
  const basis = ENERGY_BASES.find(known => known === value.basis)
  if (basis === undefined) refuse(CODE, `${path}.basis`, 'a known basis', value.basis)
  if (basis === 'price-proxy') return null
  const errors = value.errors === undefined ? undefined : readErrors(value.errors, `${path}.errors`)
  return { lowWh, midWh, highWh, basis, ...(errors && { errors }) }
}

/** Throws `invalid-option` for what is not a decision. */
export function readDecision(decision: RoutingDecision): TrackedDecision {
  if (!isPlainObject(decision)) refuse(CODE, 'decision', 'a routing decision', decision)
  const { ranking }: { readonly ranking?: unknown } = decision
  if (!Array.isArray(ranking)) refuse(CODE, 'decision.ranking', 'an array', ranking)
  const pool = new Map<string, TrackedModel>()
  for (const [index, entry] of ranking.entries()) {
    const path = `decision.ranking[${index}]`
    if (!isPlainObject(entry)) refuse(CODE, path, 'an object', entry)
    const model = aText(entry.model, `${path}.model`, CODE)
    pool.set(model, {
      model,
      fitness: aFitness(entry.fitness, `${path}.fitness`, CODE),
      energy: readEnergy(entry.energy, `${path}.energy`),
      usd: anAmount(entry.costEstimate, `${path}.costEstimate`, CODE),
    })
  }
  const name = aText(decision.selectedModel, 'decision.selectedModel', CODE)
  const selected = {
    model: name,
    fitness: pool.get(name)?.fitness ?? 0,
    energy: readEnergy(decision.energy, 'decision.energy'),
    usd: anAmount(decision.costEstimate, 'decision.costEstimate', CODE),
  }
  pool.set(name, selected)
  return { selected, pool }
}
