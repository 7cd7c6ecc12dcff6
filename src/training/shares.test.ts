import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CAPABILITIES } from '../core/capability.ts'
import { anyJudged } from './judged.fixture.ts'
import { readLabel } from './label.ts'
import { firstOf, isTop, SKILLS, totalVariation } from './shares.ts'

const shares = (weights: object) => readLabel({ weights, difficulty: 1, length: 'short' }).weights

test('the first is the largest, and of equals the one that comes first in the list', () => {
  expect(firstOf(shares({ math: 0.3, code: 0.7 }))).toBe('code')
  expect(firstOf(shares({ simple: 0.5, math: 0.5 }))).toBe('math')
  expect(firstOf(shares({ multilingual: 0.6, creative: 0.4 }), SKILLS)).toBe('creative')
})

test('every one of the largest is on top', () => {
  const label = shares({ code: 0.4, knowledge: 0.4, simple: 0.2 })
  expect(CAPABILITIES.filter(name => isTop(name, label))).toEqual(['code', 'knowledge'])
  const foreign = shares({ multilingual: 0.7, instruction: 0.3 })
  expect(CAPABILITIES.filter(name => isTop(name, foreign))).toEqual(['multilingual'])
  expect(SKILLS.filter(name => isTop(name, foreign, SKILLS))).toEqual(['instruction'])
})

test('total variation is a distance from 0 to 1', () => {
  expect(totalVariation(shares({ code: 1 }), shares({ math: 1 }))).toBe(1)
  expect(totalVariation(shares({ code: 0.7, math: 0.3 }), shares({ code: 0.5, math: 0.5 }))).toBeCloseTo(0.2, 12)
  const weights = anyJudged.map(({ label }) => label.weights)
  fc.assert(
    fc.property(weights, weights, weights, (a, b, c) => {
      const distance = totalVariation(a, b)
      expect(distance).toBeGreaterThanOrEqual(0)
      expect(distance).toBeLessThanOrEqual(1 + 1e-12)
      expect(totalVariation(b, a)).toBe(distance)
      expect(totalVariation(a, a)).toBe(0)
      expect(totalVariation(a, c)).toBeLessThanOrEqual(distance + totalVariation(b, c) + 1e-12)
    }),
  )
})
