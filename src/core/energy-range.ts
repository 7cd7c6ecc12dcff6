/** Arithmetic of ranges given as factors around a figure. */
import type { FactorRange } from './contracts.ts'
import type { Factors, Spread } from './energy-coefficients.ts'

/** No error at all. */
export const EXACT: FactorRange = Object.freeze([1, 1] as const)

export function factorRange(low: number, high: number): FactorRange {
  return Object.freeze([low, high] as const)
}

/** The ends of a spread as factors of its middle. */
export function aroundMid({ low, mid, high }: Spread): FactorRange {
  return factorRange(low / mid, high / mid)
}

export function within({ low, high }: Factors): FactorRange {
  return factorRange(low, high)
}

/** The range raised to a power; a negative one turns it round. */
export function power([low, high]: FactorRange, exponent: number): FactorRange {
  return exponent < 0 ? factorRange(high ** exponent, low ** exponent) : factorRange(low ** exponent, high ** exponent)
}

/** Ranges of independent errors as one: their logarithms add as the sides of a right angle do. */
export function combine(...ranges: readonly FactorRange[]): FactorRange {
  const side = (end: 0 | 1) => Math.hypot(...ranges.map(factors => Math.log(factors[end])))
  return factorRange(Math.exp(-side(0)), Math.exp(side(1)))
}
