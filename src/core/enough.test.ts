import { describe, expect, test } from 'vitest'
import { enoughFitness } from './enough.ts'
import { BenchmarkMatcher } from './matcher.ts'
import { ModelRegistry } from './model-registry.ts'
import { QueryProfile } from './query-profile.ts'
import { GreenScorer, SCORER_PRESETS } from './scorer.ts'

const estimate = (score: number) => ({ score, low: score, high: score })

describe('enough fitness', () => {
  const margin = (preset: keyof typeof SCORER_PRESETS, difficulty = 1) =>
    enoughFitness(QueryProfile.single('code', difficulty), SCORER_PRESETS[preset]) - (0.2 + 0.175 * (difficulty - 1))

  test('is a class above the need where quality is weighed as in balanced, less and more elsewhere', () => {
    expect(margin('balanced')).toBeCloseTo(0.175, 12)
    expect(margin('maximum_green')).toBeCloseTo(0.05, 12)
    expect(margin('quality_first')).toBeGreaterThan(0.5)
  })

  test('is never more than there is, nor less than the need', () => {
    expect(enoughFitness(QueryProfile.single('code', 5), SCORER_PRESETS.balanced)).toBe(1)
    expect(enoughFitness(QueryProfile.single('code', 2), { quality: 1, energy: 0, cost: 0 })).toBe(1)
    expect(enoughFitness(QueryProfile.single('code', 2), { quality: 0, energy: 1, cost: 0 })).toBeCloseTo(0.375, 12)
  })
})

describe('in a pool on the catalogue’s scale', () => {
  const models = [0.3, 0.45, 0.6, 0.8, 1].map((score, index) => ({
    name: `m${index}`,
    energyPerQueryWh: 0.01 * 4 ** index,
    costPer1kOutput: 0.001 * 4 ** index,
    capabilityScores: { code: estimate(score) },
  }))
  const choose = (difficulty: number, quality: number) =>
    new BenchmarkMatcher(new ModelRegistry(models), GreenScorer.from({ quality })).match(
      QueryProfile.single('code', difficulty),
    ).selectedModel

  test('a model that does more than the query can use is no better for it', () => {
    expect([1, 2, 3, 4, 5].map(difficulty => choose(difficulty, 0.5))).toEqual(['m1', 'm2', 'm3', 'm3', 'm4'])
  })

  test('the dial still goes from the least that is good enough to the best', () => {
    expect([1, 2, 3].map(difficulty => choose(difficulty, 0))).toEqual(['m0', 'm1', 'm2'])
    expect([1, 2, 3].map(difficulty => choose(difficulty, 1))).toEqual(['m3', 'm4', 'm4'])
  })

  test('quality is at most 1, and the estimate goes before any benchmark', () => {
    const registry = new ModelRegistry([...models, { name: 'raw', benchmarkScores: { code: 0.99 } }])
    registry.register({
      name: 'both',
      benchmarkScores: { code: 0.1, humaneval: 0.1 },
      capabilityScores: { code: estimate(0.7) },
    })
    const ranking = new BenchmarkMatcher(registry).rank(QueryProfile.single('code', 1))
    for (const { quality } of ranking) expect(quality).toBeLessThanOrEqual(1)
    expect(ranking.find(entry => entry.model === 'both')).toMatchObject({ fitness: 0.7, quality: 1 })
  })

  test('a pool without estimates is measured against its best, as the seed does', () => {
    const raw = models.map(({ capabilityScores, ...model }) => ({
      ...model,
      benchmarkScores: { code: capabilityScores.code.score },
    }))
    const ranking = new BenchmarkMatcher(new ModelRegistry(raw)).rank(QueryProfile.single('code', 1))
    expect(ranking.find(entry => entry.model === 'm1')?.quality).toBeCloseTo(0.45, 12)
  })
})
