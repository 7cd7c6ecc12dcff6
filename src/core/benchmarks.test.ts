import { describe, expect, test } from 'vitest'
import { capabilityScore, capabilityScores, fitness } from './benchmarks.ts'
import { ModelProfile } from './model-profile.ts'
import { QueryProfile } from './query-profile.ts'

const model = (benchmarkScores: Record<string, number>, estimatedParamsB?: number) =>
  ModelProfile.from({ name: 'm', benchmarkScores, ...(estimatedParamsB !== undefined && { estimatedParamsB }) })

describe('the score of a model at a capability', () => {
  test('is the mean of that capability’s benchmarks only', () => {
    expect(capabilityScore(model({ humaneval: 0.8, mbpp: 0.6, mmlu: 0.1 }), 'code')).toBeCloseTo(0.7, 12)
  })

  test('is what the profile states for the capability itself, above any benchmark', () => {
    expect(capabilityScore(model({ code: 0.85, humaneval: 0.1 }), 'code')).toBe(0.85)
    expect(capabilityScore(model({ simple: 0.2 }), 'simple')).toBe(0.2)
  })

  test('reads math as the capability when alone and as the benchmark MATH beside others', () => {
    expect(capabilityScore(model({ math: 0.7 }), 'math')).toBe(0.7)
    expect(capabilityScore(model({ math: 0.5, gsm8k: 0.9 }), 'math')).toBeCloseTo(0.7, 12)
  })

  test.each([
    [0.1, 0.15],
    [0.5, 0.15],
    [1, 0.3],
    [8, 0.75],
    [16, 0.9],
    [405, 0.9],
    [undefined, 0.5],
  ])('is guessed from %s billion parameters as %d', (size, score) => {
    expect(capabilityScore(model({}, size), 'creative')).toBeCloseTo(score, 12)
  })

  test('is 0.9 at what is simple, whatever the size', () => {
    expect(capabilityScore(model({}, 0.1), 'simple')).toBe(0.9)
  })

  test('does not take what objects inherit for a score', () => {
    expect(Number.isFinite(capabilityScore(model({ toString: 0.5 }), 'code'))).toBe(true)
  })
})

describe('fitness', () => {
  const scores = capabilityScores(model({ code: 1, math: 0 }))
  const profile = QueryProfile.single('code', 1)

  test('weighs the scores as the query does, leaving out weights under 0.01', () => {
    expect(fitness(scores, { ...profile, capabilityWeights: { code: 0.75, math: 0.25 } })).toBeCloseTo(0.75, 12)
    expect(fitness(scores, { ...profile, capabilityWeights: { code: 0.991, math: 0.009 } })).toBe(1)
    expect(fitness(scores, { ...profile, capabilityWeights: { code: 0.99, math: 0.01 } })).toBeCloseTo(0.99, 12)
  })

  test('is 0.9 when the query asks for nothing', () => {
    expect(fitness(scores, { ...profile, capabilityWeights: {} })).toBe(0.9)
  })
})
