import { describe, expect, test } from 'vitest'
import { getCatalog } from '../catalog/index.ts'
import type { ModelProfileInput } from '../core/index.ts'
import { liteLLM, liveBenchCategories, liveBenchCsv, modelsDevApi, openRouter } from './documents.fixture.ts'
import { fromLiteLLM, fromLiveBench, fromModelsDev, fromOpenRouter, mergeProfiles } from './index.ts'

const { models, notOffered } = getCatalog()
const known: readonly ModelProfileInput[] = [...models, ...notOffered]

describe('prices get the catalogue’s scores', () => {
  test('by any name of a model, keeping price and name', () => {
    const { profiles } = mergeProfiles(fromModelsDev(modelsDevApi).profiles, known)
    const merged = profiles.find(profile => profile.name === 'openai/gpt-4.1')!
    const own = models.find(model => model.name === 'gpt-4.1')!
    expect(merged).toMatchObject({ provider: 'openai', modelId: 'gpt-4.1', costPer1kInput: 0.002 })
    expect(merged.benchmarkScores).toEqual(own.benchmarkScores)
    expect(merged.capabilityScores).toEqual(own.capabilityScores)
    expect(merged).toMatchObject({ estimatedParamsB: own.estimatedParamsB, sizeBasis: 'guessed' })
  })

  test('a model measured at several efforts becomes an entry for each', () => {
    const { profiles } = mergeProfiles(fromModelsDev(modelsDevApi).profiles, known)
    expect(profiles.map(({ name, effort }) => [name, effort]).slice(1)).toEqual(
      ['none', 'low', 'medium', 'high'].map(effort => [`openai/gpt-5.4-mini:${effort}`, effort]),
    )
    const scores = profiles.slice(1).map(profile => profile.capabilityScores!.reasoning!.score)
    expect(scores).toEqual(scores.toSorted((a, b) => a - b))
  })

  test('a scored model is surer than one that is only priced', () => {
    const [bare] = fromOpenRouter(openRouter).profiles
    const [scored] = mergeProfiles([bare!], known).profiles
    const width = ({ capabilityScores }: ModelProfileInput) =>
      capabilityScores!.reasoning!.high - capabilityScores!.reasoning!.low
    expect(width(scored!)).toBeLessThan(width(bare!) / 1.5)
  })
})

describe('scores get a pool’s prices', () => {
  const live = fromLiveBench(liveBenchCsv, liveBenchCategories, { release: '2026-06-25' }).profiles

  test('go to the model and effort they were measured at, and those without one are named', () => {
    const { profiles, unmatched } = mergeProfiles(models, live)
    expect(profiles).toHaveLength(models.length)
    const touched = profiles.filter(profile =>
      Object.keys(profile.benchmarkScores!).some(key => key.endsWith('@2026-06-25')),
    )
    // gpt-5.5 names no effort, so it speaks for each; the others' efforts have no entry of their own.
    expect(touched.map(profile => profile.name)).toEqual(['gpt-5.5:medium', 'gpt-5.5:high', 'gpt-5.5:xhigh'])
    expect(unmatched).toEqual(['gpt-5.4-nano-xhigh', "somebody's model, large", 'claude-opus-4-8-xhigh-effort'])
  })

  test('leave the rest of the pool as it was', () => {
    const { profiles } = mergeProfiles(models, live)
    for (const [index, profile] of profiles.entries()) {
      if (profile.name.startsWith('gpt-5.5')) continue
      expect(profile).toEqual(models[index])
    }
  })
})

test('of two scores the newer stays, and a field that is there is not overwritten', () => {
  const at = (date: string, score: number, extra: object = {}): ModelProfileInput => ({
    name: 'gpt-4.1',
    benchmarkScores: { mmlu: score },
    benchmarkSources: { mmlu: { source: 'somewhere', date } },
    ...extra,
  })
  const base = at('2025-06', 0.5, { costPer1kInput: 1, contextTokens: 10 })
  const merge = (more: ModelProfileInput) => mergeProfiles([base], [more]).profiles[0]!
  expect(merge(at('2025-07', 0.6, { costPer1kInput: 9, contextTokens: 99, tools: true }))).toMatchObject({
    benchmarkScores: { mmlu: 0.6 },
    costPer1kInput: 1,
    contextTokens: 10,
    tools: true,
  })
  expect(merge(at('2025-05', 0.6)).benchmarkScores).toEqual({ mmlu: 0.5 })
})

test('nothing that has no price gets one by merging', () => {
  const [unpriced] = notOffered
  const { profiles } = mergeProfiles([unpriced!], fromLiteLLM(liteLLM).profiles)
  expect(profiles[0]).not.toHaveProperty('costPer1kInput')
})
