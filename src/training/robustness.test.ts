import { expect, test } from 'vitest'
import { profile, type Weights } from './judged.fixture.ts'
import { type Choice, robustness } from './robustness.ts'

const choice = (model: string, weights: Weights, difficulty: number): Choice => ({
  model,
  profile: profile([weights, difficulty, 'short']),
})

test('counts what flipped, of each kind and of all alike', () => {
  const before = choice('small', { code: 0.6, math: 0.4 }, 2)
  const report = robustness([
    { kind: 'typos', before, after: before },
    { kind: 'typos', before, after: choice('large', { code: 0.6, math: 0.4 }, 2.5) },
    { kind: 'typos', before, after: choice('small', { code: 0.4, math: 0.6 }, 1.9) },
    { kind: 'lowerCase', before, after: choice('large', { math: 1 }, 3) },
  ])
  expect(Object.keys(report.byKind)).toEqual(['lowerCase', 'typos'])
  expect(report.byKind.lowerCase).toEqual({ n: 1, modelFlips: 1, capabilityFlips: 1, difficultyShift: 1 })
  expect(report.byKind.typos).toMatchObject({ n: 3, modelFlips: 1 / 3, capabilityFlips: 1 / 3 })
  expect(report.byKind.typos?.difficultyShift).toBeCloseTo(0.2, 9)
  expect(report.overall).toMatchObject({ n: 4, modelFlips: 0.5, capabilityFlips: 0.5 })
})

test('of nothing there is nothing to say', () => {
  expect(robustness([])).toEqual({
    overall: { n: 0, modelFlips: Number.NaN, capabilityFlips: Number.NaN, difficultyShift: Number.NaN },
    byKind: {},
  })
})
