import type { EnergyErrors, EnergyEstimate, EnergySaving } from './contracts.ts'

/** What moves the figures of two models together. */
const SHARED = ['stack', 'batch', 'input', 'length', 'thought'] as const
type Shared = (typeof SHARED)[number]
type End = 0 | 1

/** A figure and what it becomes when one of its errors is at an end: factors of `wh`. */
interface Figure {
  readonly wh: number
  readonly at: (source: Shared | 'own', end: End) => number
}

/** The sum of several answers. Their own errors are taken to go together, as they do for answers of one model. */
function figureOf(estimates: readonly EnergyEstimate[]): Figure {
  const wh = estimates.reduce((sum, { midWh }) => sum + midWh, 0)
  if (wh === 0) return { wh, at: () => 1 }
  return {
    wh,
    at: (source, end) =>
      estimates.reduce((sum, estimate) => sum + estimate.midWh * factorOf(estimate, source, end), 0) / wh,
  }
}

/** Where it is not known why a figure may be off, nothing is taken to be shared. */
function factorOf({ lowWh, midWh, highWh, errors }: EnergyEstimate, source: Shared | 'own', end: End): number {
  if (errors !== undefined) return source === 'own' ? errors.own[end] : factorAt(errors, source, end)
  if (source !== 'own' || midWh === 0) return 1
  return (end === 0 ? lowWh : highWh) / midWh
}

function factorAt(errors: EnergyErrors, source: Shared, end: End): number {
  const factor = errors[source][end]
  if (source === 'stack') return factor
  const { inputShare } = errors
  return source === 'input' ? inputShare * factor + 1 - inputShare : inputShare + (1 - inputShare) * factor
}

/**
 * What one model takes less than another for the same answer, both estimated with the same figures; or some answers less
 * than others for the same queries. An error that both share (how long the answer gets, what surrounds the accelerators) is
 * put on both at once, so that the range is narrower than the two ranges suggest. Each error is taken to its ends by itself,
 * and their effects add as independent ones do.
 */
export function compareEnergy(
  used: EnergyEstimate | readonly EnergyEstimate[],
  other: EnergyEstimate | readonly EnergyEstimate[],
): EnergySaving {
  const [ofUsed, ofOther] = [[used].flat(), [other].flat()]
  const [a, b] = [figureOf(ofUsed), figureOf(ofOther)]
  const differences: number[] = []
  const ratios: number[] = []
  const note = (ofA: number, ofB: number) => {
    differences.push(b.wh * ofB - a.wh * ofA)
    ratios.push(Math.log(ofA / ofB))
  }
  for (const end of [0, 1] as const) {
    for (const source of SHARED) note(a.at(source, end), b.at(source, end))
    note(a.at('own', end), 1)
    note(1, b.at('own', end))
  }
  const ratio = sides(ratios)
  const share = (factor: number) => (b.wh > 0 ? 1 - (a.wh / b.wh) * factor : 0)
  const shares = { lowShare: share(Math.exp(ratio.up)), midShare: share(1), highShare: share(Math.exp(-ratio.down)) }
  const difference = differenceRange(b.wh - a.wh, differences, shares.lowShare < 0 !== shares.highShare < 0)
  const total = (estimates: readonly EnergyEstimate[], end: 'lowWh' | 'highWh') =>
    estimates.reduce((sum, estimate) => sum + estimate[end], 0)
  return {
    // Near zero the logarithmic scale overshoots: never wider than the two ranges.
    lowWh: Math.max(difference.lowWh, total(ofOther, 'lowWh') - total(ofUsed, 'highWh')),
    midWh: difference.midWh,
    highWh: Math.min(difference.highWh, total(ofOther, 'highWh') - total(ofUsed, 'lowWh')),
    ...shares,
  }
}

/**
 * Away from zero on a logarithmic scale, as the errors are factors. Towards zero too, unless the saving may turn round: then
 * on a plain one, which alone can cross zero.
 */
function differenceRange(midWh: number, moved: readonly number[], mayTurn: boolean) {
  const logarithmic = sides(moved.map(value => Math.log(Math.max(value / midWh, Number.MIN_VALUE))))
  const plain = sides(moved.map(value => value - midWh))
  if (midWh > 0) {
    const lowWh = mayTurn ? midWh - plain.down : midWh * Math.exp(-logarithmic.down)
    return { lowWh, midWh, highWh: midWh * Math.exp(logarithmic.up) }
  }
  if (midWh < 0) {
    const highWh = mayTurn ? midWh + plain.up : midWh * Math.exp(-logarithmic.down)
    return { lowWh: midWh * Math.exp(logarithmic.up), midWh, highWh }
  }
  return { lowWh: -plain.down, midWh, highWh: plain.up }
}

/** Independent moves to either side, as one. */
function sides(moves: readonly number[]): { readonly down: number; readonly up: number } {
  const along = (sign: 1 | -1) => Math.hypot(...moves.filter(move => move * sign > 0))
  return { down: along(-1), up: along(1) }
}
