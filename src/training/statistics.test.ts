import fc from 'fast-check'
import { expect, test } from 'vitest'
import { averageRanks, correlation, mean, rankCorrelation, rate } from './statistics.ts'

test('ranks of equal values are the mean of their places', () => {
  expect(averageRanks([30, 10, 20])).toEqual([3, 1, 2])
  expect(averageRanks([2, 1, 2, 2, 5])).toEqual([3, 1, 3, 3, 5])
  expect(averageRanks([])).toEqual([])
})

test('correlations worked out by hand', () => {
  expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12)
  // Deviations −1 0 1 and −1 1 0: 1 / √(2 · 2)
  expect(correlation([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 12)
  expect(rankCorrelation([1, 10, 100], [0, 0.1, 7])).toBeCloseTo(1, 12)
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12)
})

test('nothing to measure is NaN', () => {
  expect(mean([])).toBeNaN()
  expect(rate([])).toBeNaN()
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN()
})

/** By the definition: a value's place is one more than how many are less, and half of how many others are equal. */
function slowRanks(values: readonly number[]): number[] {
  return values.map(value => {
    const less = values.filter(other => other < value).length
    const equal = values.filter(other => other === value).length
    return less + (equal + 1) / 2
  })
}

test("Spearman's ρ is Pearson's of the ranks counted one by one", () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 2, max: 10 })), { minLength: 2 })
  fc.assert(
    fc.property(pairs, list => {
      const [xs, ys] = [list.map(([x]) => x), list.map(([, y]) => y / 2)]
      expect(averageRanks(xs)).toEqual(slowRanks(xs))
      expect(rankCorrelation(xs, ys)).toBe(correlation(slowRanks(xs), slowRanks(ys)))
    }),
  )
})

test("without ties it is the school's formula, 1 − 6 Σd² / n(n² − 1)", () => {
  const shuffles = fc
    .integer({ min: 2, max: 30 })
    .map(n => Array.from({ length: n }, (_, index) => index))
    .chain(places => fc.shuffledSubarray(places, { minLength: places.length }))
  fc.assert(
    fc.property(shuffles, xs => {
      const n = xs.length
      const squares = xs.reduce((sum, x, index) => sum + (x - index) ** 2, 0)
      const rho = rankCorrelation(
        xs,
        xs.map((_, index) => index),
      )
      expect(rho).toBeCloseTo(1 - (6 * squares) / (n * (n * n - 1)), 9)
    }),
  )
})
