import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addExact, type ExactSum, exactValue, joinExact } from './exact-sum.ts'

const sumOf = (values: readonly number[]): ExactSum => {
  const sum: ExactSum = []
  for (const value of values) addExact(sum, value)
  return sum
}

/** The same by whole numbers: every double here is a multiple of 2^-60. */
const SCALE = 2 ** 60
const byIntegers = (values: readonly number[]) => values.reduce((sum, value) => sum + BigInt(value * SCALE), 0n)
const scaled = fc
  .integer({ min: -(2 ** 52), max: 2 ** 52 })
  .chain(mantissa => fc.integer({ min: -60, max: 0 }).map(exponent => mantissa * 2 ** exponent))

test('loses nothing: rounded once, like a sum of whole numbers', () => {
  fc.assert(
    fc.property(fc.array(scaled, { maxLength: 50 }), values => {
      expect(exactValue(sumOf(values)) + 0).toBe(Number(byIntegers(values)) / SCALE + 0)
    }),
    { numRuns: 1000 },
  )
})

test('does not depend on the order, nor on being added in parts', () => {
  const shuffled = fc
    .array(fc.double({ noNaN: true, min: -1e12, max: 1e12 }))
    .chain(values => fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })))
  fc.assert(
    fc.property(shuffled, fc.nat(), ([values, reordered], cut) => {
      const at = values.length === 0 ? 0 : cut % values.length
      const whole = exactValue(sumOf(values))
      expect(exactValue(sumOf(reordered))).toBe(whole)
      expect(exactValue(joinExact([sumOf(values.slice(0, at)), sumOf(values.slice(at))]))).toBe(whole)
    }),
  )
})

test.each([
  [[], 0],
  [[0.1, 0.2, 0.3], 0.6],
  [Array(10).fill(0.1), 1],
  [[1e16, 1, -1e16], 1],
  // Half-way cases: the part far below decides which way.
  [[1, 2 ** -53], 1],
  [[1, 2 ** -53, 2 ** -110], 1 + 2 ** -52],
  [[1, 2 ** -53, -(2 ** -110)], 1],
  [[1 + 2 ** -52, 2 ** -53], 1 + 2 ** -51],
  [[1 + 2 ** -52, 2 ** -53, -(2 ** -110)], 1 + 2 ** -52],
])('%j sums to %d', (values, expected) => {
  expect(exactValue(sumOf(values))).toBe(expected)
})
