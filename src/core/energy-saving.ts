import type { EnergyErrors, EnergyEstimate, EnergySaving, FactorRange } from './contracts.ts'

/** What moves the figures of two models together. */
const SHARED = ['stack', 'batch', 'input', 'length', 'thought'] as const
type Shared = (typeof SHARED)[number]
type End = 0 | 1

/** A figure and what it becomes when one of its errors is at an end. */
interface Figure {
  readonly wh: number
  /** As factors of `wh`. */
  readonly at: (source: Shared, end: End) => number
  readonly own: FactorRange
}

/** Where it is not known why a figure may be off, nothing is taken to be shared. */
function figureOf({ lowWh, midWh, highWh, errors }: EnergyEstimate): Figure {
  if (errors === undefined) {
    const own: FactorRange = midWh > 0 ? [lowWh / midWh, highWh / midWh] : [1, 1]
    return { wh: midWh, at: () => 1, own }
  }
  return { wh: midWh, at: (source, end) => factorAt(errors, source, end), own: errors.own }
}

function factorAt(errors: EnergyErrors, source: Shared, end: End): number {
  const factor = errors[source][end]
  if (source === 'stack') return factor
  const { inputShare } = errors
  return source === 'input' ? inputShare * factor + 1 - inputShare : inputShare + (1 - inputShare) * factor
}

/**
 * What one model takes less than another for the same answer, both estimated with the same figures. An error that both
 * share (how long the answer gets, what surrounds the accelerators) is put on both at once, so that the range is narrower
 * than the two ranges suggest. Each error is taken to its ends by itself, and their effects add as independent ones do.
 */
export function compareEnergy(used: EnergyEstimate, other: EnergyEstimate): EnergySaving {
  const [a, b] = [figureOf(used), figureOf(other)]
  const difference = { down: 0, up: 0 }
  const ratio = { down: 0, up: 0 }
  const note = (ofA: number, ofB: number) => {
    add(difference, b.wh * (ofB - 1) - a.wh * (ofA - 1))
    add(ratio, Math.log(ofA / ofB))
  }
  for (const end of [0, 1] as const) {
    for (const source of SHARED) note(a.at(source, end), b.at(source, end))
    note(a.own[end], 1)
    note(1, b.own[end])
  }
  const midWh = b.wh - a.wh
  const share = (factor: number) => (b.wh > 0 ? 1 - (a.wh / b.wh) * factor : 0)
  return {
    lowWh: midWh - Math.sqrt(difference.down),
    midWh,
    highWh: midWh + Math.sqrt(difference.up),
    lowShare: share(Math.exp(Math.sqrt(ratio.up))),
    midShare: share(1),
    highShare: share(Math.exp(-Math.sqrt(ratio.down))),
  }
}

/** Squares, by the side a value falls on. */
function add(sides: { down: number; up: number }, value: number): void {
  if (value > 0) sides.up += value * value
  else sides.down += value * value
}
