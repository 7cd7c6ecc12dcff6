import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CAPABILITIES } from '../core/capability.ts'
import { confidenceOf } from './confidence.ts'

const plain = { scale: 1, shift: 0, abstainBelow: 0.5 }

/** Shares by name, the rest nothing. */
const shares = (of: Partial<Record<(typeof CAPABILITIES)[number], number>>) => CAPABILITIES.map(name => of[name] ?? 0)

test('without calibration of its own it is the first probability', () => {
  expect(confidenceOf(shares({ code: 0.7, math: 0.3 }), plain)).toBeCloseTo(0.7, 9)
})

test('scale and shift are Platt’s', () => {
  const confidence = confidenceOf(shares({ code: 0.7, math: 0.3 }), { ...plain, scale: 2, shift: -0.5 })
  expect(Math.log(confidence / (1 - confidence))).toBeCloseTo(2 * Math.log(0.7 / 0.3) - 0.5, 9)
})

test('lead tells a mixed label from a guess among many', () => {
  const mixed = shares({ code: 0.65, math: 0.35 })
  const guess = shares({ code: 0.65, math: 0.07, reasoning: 0.07, knowledge: 0.07, simple: 0.07, instruction: 0.07 })
  const calibration = { ...plain, scale: 2, lead: -1 }
  expect(confidenceOf(mixed, calibration)).toBeGreaterThan(confidenceOf(guess, calibration))
})

test('skill looks past the language', () => {
  const german = shares({ code: 0.6, multilingual: 0.4 })
  const unclear = shares({ code: 0.6, math: 0.4 })
  const calibration = { ...plain, skill: 1 }
  expect(confidenceOf(german, calibration)).toBeGreaterThan(confidenceOf(unclear, calibration))
})

test('is a chance, whatever the probabilities and the calibration', () => {
  const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 })
  const factor = fc.double({ min: -50, max: 50, noNaN: true })
  fc.assert(
    fc.property(weights, fc.record({ scale: factor, lead: factor, skill: factor, shift: factor }), (raw, numbers) => {
      const sum = raw.reduce((total, value) => total + value, 0)
      const probabilities = sum > 0 ? raw.map(value => value / sum) : raw
      const confidence = confidenceOf(probabilities, { ...numbers, abstainBelow: 0.5 })
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
    }),
  )
})
