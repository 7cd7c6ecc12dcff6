import { describe, expect, test } from 'vitest'
import { BenchmarkMatcher, CAPABILITIES, GreenScorer, ModelRegistry, QueryProfile } from '../core/index.ts'
import { getCatalog } from './catalog.ts'
import { resolveBenchmark } from './index.ts'

const { date, models, notOffered } = getCatalog()
const registry = new ModelRegistry(models)
const scored = CAPABILITIES.filter(name => name !== 'simple')
const all = [...models, ...notOffered]

describe('the catalogue', () => {
  test('is dated, frozen, and comes back equal through JSON', () => {
    expect(date).toMatch(/^20\d\d-\d\d$/)
    expect(getCatalog()).toBe(getCatalog())
    for (const model of models)
      for (const part of [model, model.benchmarkScores, model.capabilityScores])
        expect(Object.isFrozen(part)).toBe(true)
    expect([...ModelRegistry.fromConfig(JSON.parse(JSON.stringify(registry.toConfig())))]).toEqual([...registry])
  })

  test('has a source with address and date for every score, and no score of a benchmark it does not know', () => {
    for (const { name, benchmarkScores = {}, benchmarkSources = {} } of all) {
      expect(Object.keys(benchmarkSources), name).toEqual(Object.keys(benchmarkScores))
      for (const key of Object.keys(benchmarkScores)) {
        expect(benchmarkSources[key], `${name} ${key}`).toMatchObject({
          source: expect.stringMatching(/^https:\/\//),
          date: expect.stringMatching(/^20\d\d-\d\d/),
        })
        expect(resolveBenchmark(key)?.key, key).toBe(key)
      }
    }
  })

  test('offers what has a price, and prices nothing else', () => {
    for (const model of models) {
      expect(model.costPer1kInput, model.name).toBeGreaterThan(0)
      expect(model.costPer1kOutput).toBeGreaterThan(0)
      expect(model.tags).not.toContain('retired')
    }
    for (const model of notOffered) expect(model).not.toHaveProperty('costPer1kInput')
    expect(notOffered.map(model => model.name)).toContain('claude-3.5-haiku')
    // models.dev, July 2026: $2.50 and $10 for a million tokens.
    expect(registry.get('gpt-4o')).toMatchObject({ costPer1kInput: 0.0025, costPer1kOutput: 0.01, modelId: 'gpt-4o' })
  })

  test('holds a model and an effort in an entry of its own, better with more of it', () => {
    const family = ['none', 'low', 'medium', 'high'].map(effort => registry.get(`gpt-5.4-mini:${effort}`))
    expect(family.map(model => [model.effort, model.modelId])).toEqual(
      ['none', 'low', 'medium', 'high'].map(effort => [effort, 'gpt-5.4-mini']),
    )
    // LiveBench Reasoning, release 2026-01-08.
    expect(family.map(model => model.benchmarkScores['livebench_reasoning@2026-01-08'])).toEqual([
      0.2189, 0.4034, 0.6205, 0.6967,
    ])
    const reasoning = family.map(model => model.capabilityScores!.reasoning!.score)
    expect(reasoning).toEqual(reasoning.toSorted((a, b) => a - b))
  })

  test('never mixes a run with tools into one without', () => {
    const { benchmarkScores } = registry.get('claude-opus-4.6:max')
    expect(benchmarkScores).toMatchObject({ hle: 0.4, 'hle+tools': 0.531 })
  })

  test('says of each size whether it is public', () => {
    for (const model of all) {
      if (model.estimatedParamsB === undefined) continue
      expect(['public', 'guessed']).toContain(model.sizeBasis)
      expect(model.activeParamsB, model.name).toBeLessThanOrEqual(model.estimatedParamsB)
      if (model.sizeBasis === 'guessed') expect(model.paramsRangeB).toBeDefined()
    }
    expect(registry.get('deepseek-v4-pro:high')).toMatchObject({
      estimatedParamsB: 1600,
      activeParamsB: 49,
      sizeBasis: 'public',
    })
  })
})

describe('its estimates', () => {
  test('are never zero, never certain below the top, and wider without a score', () => {
    for (const { name, capabilityScores } of all) {
      for (const capability of scored) {
        const { score, low, high } = capabilityScores![capability]!
        expect(score, `${name} ${capability}`).toBeGreaterThan(0.1)
        expect(low <= score && score <= high && high > low).toBe(true)
      }
    }
    // Eight scores speak for its reasoning, none for its writing.
    const { capabilityScores } = registry.get('gpt-4o-mini')
    const width = (name: 'reasoning' | 'creative') => capabilityScores![name]!.high - capabilityScores![name]!.low
    expect(width('creative')).toBeGreaterThan(1.5 * width('reasoning'))
  })

  test.each([
    ['gemma-3-4b-it', 1, 2],
    ['llama-3.1-8b-instruct', 2, 2],
    ['qwen2.5-72b-instruct', 3, 3],
    ['claude-opus-4.1:high', 4, 4],
    ['gemini-3.1-pro-preview', 5, 5],
  ])('put %s where its kind of model belongs: difficulty %d to %d', (name, least, most) => {
    const threshold = (difficulty: number) => QueryProfile.threshold(QueryProfile.single('code', difficulty))
    for (const capability of scored) {
      const { score } = registry.get(name).capabilityScores![capability]!
      expect(score, capability).toBeGreaterThanOrEqual(threshold(least))
      if (most < 5) expect(score, capability).toBeLessThan(threshold(most + 1))
    }
  })
})

describe.each(scored)('a question of %s', capability => {
  const choose = (difficulty: number, preset: 'balanced' | 'quality_first' = 'balanced') => {
    const matcher = new BenchmarkMatcher(registry, GreenScorer.from({ preset }))
    const { selectedModel, costEstimate } = matcher.match(QueryProfile.single(capability, difficulty))
    return { model: registry.get(selectedModel), costEstimate }
  }
  const scoreOf = (difficulty: number) => choose(difficulty).model.capabilityScores![capability]!.score

  test('of difficulty 2 reaches a small model, one of 5 a model of the frontier', () => {
    expect(scoreOf(2)).toBeLessThan(0.725)
    expect(choose(2).costEstimate).toBeLessThan(0.001)
    expect(scoreOf(5)).toBeGreaterThanOrEqual(0.9)
  })

  test('gets a better model the harder it is, and the best of them where quality comes first', () => {
    const scores = [1, 2, 3, 4, 5].map(scoreOf)
    expect(scores).toEqual(scores.toSorted((a, b) => a - b))
    expect(new Set(scores).size).toBeGreaterThanOrEqual(4)
    const best = Math.max(...models.map(model => model.capabilityScores![capability]!.score))
    expect(choose(3, 'quality_first').model.capabilityScores![capability]!.score).toBeCloseTo(best, 1)
  })
})
