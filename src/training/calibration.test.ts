import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calibrationError } from './calibration.ts'

test('worked out by hand', () => {
  expect(calibrationError([1, 1], [true, true])).toBe(0)
  expect(calibrationError([1, 1], [true, false])).toBe(0.5)
  // Two bins of a half: mean .25 against 1 of 2, mean .8 against 2 of 2.
  expect(calibrationError([0.2, 0.3, 0.7, 0.9], [true, false, true, true], { bins: 2 })).toBeCloseTo(
    (2 / 4) * 0.25 + (2 / 4) * 0.2,
    12,
  )
  expect(calibrationError([], [])).toBeNaN()
})

test('over- and under-confidence in one bin cancel out, in two they do not', () => {
  expect(calibrationError([0.5, 0.5], [true, false])).toBe(0)
  expect(calibrationError([0.4, 0.6], [true, false])).toBeCloseTo(0.6, 12)
})

test('is what the definition says, bin by bin', () => {
  const answer = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.boolean())
  fc.assert(
    fc.property(fc.array(answer, { minLength: 1 }), answers => {
      let expected = 0
      for (let bin = 0; bin < 15; bin++) {
        const inside = answers.filter(([c]) => Math.min(14, Math.floor((c / 100) * 15)) === bin)
        if (inside.length === 0) continue
        const confidence = inside.reduce((sum, [c]) => sum + c / 100, 0) / inside.length
        const right = inside.filter(([, hit]) => hit).length / inside.length
        expected += (inside.length / answers.length) * Math.abs(confidence - right)
      }
      const found = calibrationError(
        answers.map(([c]) => c / 100),
        answers.map(([, hit]) => hit),
      )
      expect(found).toBeCloseTo(expected, 9)
    }),
  )
})
