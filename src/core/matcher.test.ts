import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pool, queryProfile, scoring } from './arbitraries.fixture.ts'
import { Capability } from './capability.ts'
import { estimateAnswerEnergy } from './estimate-answer.ts'
import { getKnownProfiles } from './known-profiles.ts'
import { BenchmarkMatcher } from './matcher.ts'
import type { ModelProfileInput } from './model-profile.ts'
import { ModelRegistry } from './model-registry.ts'
import { QueryProfile } from './query-profile.ts'
import { GreenScorer } from './scorer.ts'

const known = new BenchmarkMatcher(new ModelRegistry(Object.values(getKnownProfiles())))
const matcherOf = (models: readonly ModelProfileInput[], config?: Parameters<typeof GreenScorer.from>[0]) =>
  new BenchmarkMatcher(new ModelRegistry(models), GreenScorer.from(config))

describe('the seed’s examples', () => {
  test('something simple goes to the smallest model', () => {
    const decision = known.match(QueryProfile.single(Capability.SIMPLE, 1))
    expect(decision).toMatchObject({ selectedModel: 'llama-3.1-8b', energyEstimateWh: 0.005 })
    expect(decision.energySavingsVsMax).toBeCloseTo(0.9875, 12)
  })

  test('code with math at difficulty 4 goes to gpt-4o-mini', () => {
    const profile = QueryProfile.of({ capabilityWeights: { code: 0.5, math: 0.35, reasoning: 0.15 }, difficulty: 4 })
    expect(known.match(profile).selectedModel).toBe('gpt-4o-mini')
  })
})

describe('for any pool, query and scorer', () => {
  test('the winner is good enough whenever a model is, and the best scored of those', () => {
    fc.assert(
      fc.property(pool, queryProfile, scoring, (models, profile, config) => {
        const decision = matcherOf(models, config).match(profile)
        const { ranking } = decision
        const candidates = ranking.some(entry => entry.qualified) ? ranking.filter(entry => entry.qualified) : ranking
        const winner = ranking[0]!
        expect(decision.selectedModel).toBe(winner.model)
        expect(candidates).toContain(winner)
        expect(winner.greenScore).toBe(Math.max(...candidates.map(entry => entry.greenScore)))
        expect(Math.max(...candidates.map(entry => entry.quality))).toBeLessThanOrEqual(1)
        for (const entry of ranking) if (!candidates.includes(entry)) expect(entry.quality).toBe(0)
      }),
    )
  })

  test('the decision accounts for every model once and agrees with its own ranking', () => {
    fc.assert(
      fc.property(pool, queryProfile, scoring, (models, profile, config) => {
        const decision = matcherOf(models, config).match(profile)
        expect(decision.ranking.map(entry => entry.model).sort()).toEqual(models.map(model => model.name).sort())
        const mostWh = Math.max(...decision.ranking.map(entry => entry.energy!.midWh))
        expect(decision.energyEstimateWh).toBe(decision.energy!.midWh)
        expect(decision.energySavingsVsMax).toBeGreaterThanOrEqual(0)
        expect(decision.energySavingsVsMax).toBeLessThanOrEqual(1)
        expect(decision.energyEstimateWh).toBeCloseTo(mostWh * (1 - decision.energySavingsVsMax!), 9)
        expect(structuredClone(decision)).toEqual(decision)
        expect(JSON.parse(JSON.stringify(decision))).toEqual(decision)
      }),
    )
  })

  test('the order of registration decides only between equal scores', () => {
    const shuffled = pool.chain(models =>
      fc.tuple(fc.constant(models), fc.shuffledSubarray(models, { minLength: models.length })),
    )
    fc.assert(
      fc.property(shuffled, queryProfile, scoring, ([models, reordered], profile, config) => {
        const one = matcherOf(models, config).match(profile)
        const other = matcherOf(reordered, config).match(profile)
        expect(other.greenScore).toBe(one.greenScore)
        const [first, second] = one.ranking
        const tied =
          second !== undefined && second.qualified === first!.qualified && second.greenScore === first!.greenScore
        if (!tied) expect(other.selectedModel).toBe(one.selectedModel)
      }),
    )
  })

  test('all energies doubled, the decision stays', () => {
    fc.assert(
      fc.property(pool, queryProfile, scoring, (models, profile, config) => {
        const scaled = (factor: number) =>
          models.map((model, index) => ({ ...model, energyPerQueryWh: (index + 1) * factor }))
        const one = matcherOf(scaled(0.01), config).match(profile)
        const two = matcherOf(scaled(0.02), config).match(profile)
        expect(two.selectedModel).toBe(one.selectedModel)
        expect(two.greenScore).toBe(one.greenScore)
        expect(two.energyEstimateWh).toBe(2 * one.energyEstimateWh!)
      }),
    )
  })

  test('what is good enough for a harder query is good enough for an easier one', () => {
    fc.assert(
      fc.property(pool, queryProfile, fc.integer({ min: 1, max: 5 }), (models, profile, difficulty) => {
        fc.pre(difficulty <= profile.difficulty)
        const matcher = matcherOf(models)
        const names = (of: QueryProfile) =>
          matcher
            .rank(of)
            .filter(entry => entry.qualified)
            .map(entry => entry.model)
        expect(names({ ...profile, difficulty })).toEqual(expect.arrayContaining(names(profile)))
      }),
    )
  })

  test('with quality alone weighed, the fittest wins; with energy alone, the one that takes least of those good enough', () => {
    fc.assert(
      fc.property(pool, queryProfile, (models, profile) => {
        const fittest = matcherOf(models, { weights: { quality: 1, energy: 0, cost: 0 } }).rank(profile)
        expect(fittest[0]!.fitness).toBeCloseTo(Math.max(...fittest.map(entry => entry.fitness)), 9)
        const thriftiest = matcherOf(models, { weights: { quality: 0, energy: 1, cost: 0 } }).rank(profile)
        const candidates = thriftiest.some(entry => entry.qualified)
          ? thriftiest.filter(entry => entry.qualified)
          : thriftiest
        expect(thriftiest[0]!.energy!.midWh).toBeCloseTo(Math.min(...candidates.map(entry => entry.energy!.midWh)), 12)
      }),
    )
  })
})

describe('edges', () => {
  const simple = QueryProfile.single('simple', 1)

  test('models that take nothing and cost nothing are scored by quality', () => {
    const free = { costPer1kInput: 0, energyPerQueryWh: 0 }
    const decision = matcherOf([
      { name: 'a', ...free, benchmarkScores: { code: 0.4 } },
      { name: 'b', ...free, benchmarkScores: { code: 0.8 } },
    ]).match(QueryProfile.single('code', 1))
    expect(decision).toMatchObject({ selectedModel: 'b', energySavingsVsMax: 0, greenScore: 0.6 })
  })

  test('models of no fitness at all still give a finite decision', () => {
    const decision = matcherOf([{ name: 'a', benchmarkScores: { code: 0 } }]).match(QueryProfile.single('code', 5))
    expect(decision.selectedModel).toBe('a')
    expect(Number.isFinite(decision.greenScore)).toBe(true)
  })

  test('equal models: the first registered wins', () => {
    expect(matcherOf([{ name: 'z' }, { name: 'a' }]).match(simple).selectedModel).toBe('z')
  })

  test('a registry changed between calls is read afresh', () => {
    const registry = new ModelRegistry([{ name: 'a', energyPerQueryWh: 1 }])
    const matcher = new BenchmarkMatcher(registry)
    expect(matcher.match(simple).selectedModel).toBe('a')
    registry.register({ name: 'b', energyPerQueryWh: 0.1 })
    expect(matcher.match(simple).selectedModel).toBe('b')
    registry.unregister('b')
    registry.register({ name: 'b', energyPerQueryWh: 9 })
    expect(matcher.match(simple).selectedModel).toBe('a')
  })

  test('an empty registry and a profile that is none are refused by code', () => {
    expect(() => matcherOf([]).match(simple)).toThrow(expect.objectContaining({ code: 'empty-registry' }))
    for (const profile of [
      null,
      {},
      'simple',
      { ...simple, difficulty: '1' },
      { ...simple, capabilityWeights: { nonsense: 1 } },
    ]) {
      expect(() => known.match(profile as never)).toThrow(expect.objectContaining({ code: 'invalid-profile' }))
    }
  })

  test('a list of models for a registry, or a preset for a scorer, is refused with what to pass', () => {
    expect(() => new BenchmarkMatcher([{ name: 'a' }] as never)).toThrow(/a ModelRegistry/)
    expect(() => new BenchmarkMatcher(new ModelRegistry(), { preset: 'balanced' } as never)).toThrow(
      /GreenScorer\.from/,
    )
  })
})

describe('the reasoning', () => {
  const models = [
    { name: 'small', energyPerQueryWh: 0.1, benchmarkScores: { code: 0.6 } },
    { name: 'large', energyPerQueryWh: 1, benchmarkScores: { code: 0.95 } },
  ]
  const code = (difficulty: number) => QueryProfile.single('code', difficulty)

  test('claims the lowest estimated energy only for the model that has it', () => {
    expect(matcherOf(models).match(code(3)).reasoning).toBe(
      'small has the lowest estimated energy of the 2 models that are good enough for code at difficulty 3 (fitness 0.60, 0.55 needed): about 0.10 Wh (0.050–0.60, a constant of unstated origin) an answer, 90 % less than large.',
    )
    const costly = matcherOf(models, { preset: 'quality_first' }).match(code(3))
    expect(costly.selectedModel).toBe('large')
    expect(costly.reasoning).toContain('the best balance of quality, estimated energy and cost')
    expect(costly.reasoning).not.toContain('less than')
  })

  test('compares with those that are good enough only', () => {
    const tiny = { name: 'tiny', energyPerQueryWh: 0.01, benchmarkScores: { code: 0.1 } }
    const decision = matcherOf([...models, tiny]).match(code(3))
    expect(decision.selectedModel).toBe('small')
    expect(decision.reasoning).toContain('small has the lowest estimated energy of the 2 models that are good enough')
  })

  test('says when only one model, or none, is good enough', () => {
    expect(matcherOf(models).match(code(5)).reasoning).toContain(
      'large is the only one of 2 models that is good enough',
    )
    expect(matcherOf(models.slice(0, 1)).match(code(5)).reasoning).toContain(
      'is the only model, though not good enough',
    )
    const weak = models.map(model => ({ ...model, benchmarkScores: { code: 0.1 } }))
    expect(matcherOf(weak).match(code(5)).reasoning).toContain('of 2 models, none of which is good enough')
  })

  test('makes no claim of virtue', () => {
    fc.assert(
      fc.property(pool, queryProfile, scoring, (models, profile, config) => {
        expect(matcherOf(models, config).match(profile).reasoning).not.toMatch(
          /green|eco|sustainab|efficient|undefined|NaN/i,
        )
      }),
    )
  })
})

describe('energy by the query', () => {
  const long = (difficulty = 1) => QueryProfile.single('code', difficulty, { expectedOutputLength: 'long' })
  const small = { name: 'small', estimatedParamsB: 8, sizeBasis: 'public', benchmarkScores: { code: 0.6 } } as const
  const large = { name: 'large', estimatedParamsB: 70, sizeBasis: 'public', benchmarkScores: { code: 0.9 } } as const
  const unknown = { name: 'unknown', benchmarkScores: { code: 0.95 } }
  const withModel = (models: readonly ModelProfileInput[], config?: Parameters<typeof GreenScorer.from>[0]) =>
    new BenchmarkMatcher(new ModelRegistry(models), GreenScorer.from(config), { energyModel: '2026-11' })

  test('the decision carries the estimate of its own query, with its range and why it may be off', () => {
    const matcher = withModel([small, large])
    const [short, longer] = [
      matcher.match(QueryProfile.single('code', 1, { expectedOutputLength: 'short' })),
      matcher.match(long()),
    ]
    expect(longer.energy!.midWh).toBeGreaterThan(5 * short.energy!.midWh)
    expect(longer).toMatchObject({ energyModel: '2026-11', energyEstimateWh: longer.energy!.midWh })
    expect(longer.energy).toEqual(estimateAnswerEnergy(small, long()))
    expect(longer.reasoning).toMatch(
      /about 0\.0\d+ Wh \(0\.0\d+–0\.\d+, fitted on public size\) an answer, \d+(\.\d)? % less than large\.$/,
    )
    expect(structuredClone(longer)).toEqual(longer)
  })

  test('a model of unknown energy never goes before a known one that is good enough, nor is called the lowest', () => {
    for (const preset of ['quality_first', 'balanced', 'maximum_green'] as const) {
      const { ranking, selectedModel, reasoning } = withModel([unknown, small, large], { preset }).match(long())
      expect(ranking.map(({ model }) => model).at(-1)).toBe('unknown')
      expect(selectedModel).not.toBe('unknown')
      expect(reasoning).not.toContain('the lowest estimated energy')
    }
  })

  test('alone good enough, it is chosen, and nothing is said of its energy', () => {
    const decision = withModel([unknown, small]).match(long(5))
    expect(decision).toMatchObject({
      selectedModel: 'unknown',
      energy: null,
      energyEstimateWh: null,
      energySavingsVsMax: null,
      maxEnergyModel: 'small',
    })
    expect(decision.reasoning).toMatch(/: energy unknown\.$/)
    const alone = withModel([unknown]).match(long())
    expect(alone).toMatchObject({ energy: null, maxEnergyModel: null, energySavingsVsMax: null })
    expect(Number.isFinite(alone.greenScore)).toBe(true)
  })

  test('a price puts models in order, and makes no claim', () => {
    const cheap = { name: 'cheap', costPer1kOutput: 0.0001, benchmarkScores: { code: 0.9 } }
    const dear = { name: 'dear', costPer1kOutput: 0.05, benchmarkScores: { code: 0.9 } }
    const weights = { quality: 0, energy: 1, cost: 0 }
    const decision = withModel([dear, cheap], { weights }).match(long())
    expect(decision).toMatchObject({ selectedModel: 'cheap', energySavingsVsMax: null, maxEnergyModel: null })
    expect(decision.energy!.basis).toBe('price-proxy')
    expect(decision.reasoning).not.toContain('the lowest estimated energy')
    expect(decision.reasoning).toContain('good for an order only')
  })

  test('nothing changes for the seed’s figures: none of them is unknown', () => {
    const { ranking, energyModel } = matcherOf([unknown, small]).match(long())
    expect(energyModel).toBe('seed')
    expect(ranking.every(({ energy }) => energy !== null)).toBe(true)
  })

  test('for any pool the winner is known and good enough whenever such a model is there', () => {
    fc.assert(
      fc.property(pool, queryProfile, scoring, (models, profile, config) => {
        const { ranking, ...decision } = withModel(models, config).match(profile)
        const winner = ranking[0]!
        if (ranking.some(({ qualified, energy }) => qualified && energy !== null)) {
          expect(winner.qualified && winner.energy !== null).toBe(true)
        }
        for (const entry of ranking) expect(Number.isFinite(entry.greenScore)).toBe(true)
        expect(JSON.parse(JSON.stringify({ ranking, ...decision }))).toEqual({ ranking, ...decision })
      }),
    )
  })
})
