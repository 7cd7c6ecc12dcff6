import { describe, expect, test } from 'vitest'
import { BenchmarkMatcher, ModelRegistry, QueryProfile } from '../core/index.ts'
import {
  hfLeaderboard,
  liteLLM,
  liveBenchCategories,
  liveBenchCsv,
  modelsDevApi,
  modelsDevModels,
  openRouter,
} from './documents.fixture.ts'
import { fromHFLeaderboard, fromLiteLLM, fromLiveBench, fromModelsDev, fromOpenRouter } from './index.ts'

/** A copy of a document with one field replaced. */
function changed<T>(document: T, path: readonly (string | number)[], value: unknown): T {
  const copy = structuredClone(document)
  const last = path.at(-1)!
  const owner = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy)
  ;(owner as Record<string | number, unknown>)[last] = value
  return copy
}

describe('models.dev', () => {
  test('offers become priced profiles named after their provider', () => {
    const { profiles, warnings, provenance } = fromModelsDev(modelsDevApi, { retrievedOn: '2026-11-27' })
    expect(warnings).toEqual([])
    expect(profiles.map(profile => profile.name)).toEqual(['openai/gpt-4.1', 'openai/gpt-5.4-mini'])
    expect(profiles[0]).toMatchObject({
      provider: 'openai',
      modelId: 'gpt-4.1',
      costPer1kInput: 0.002,
      costPer1kOutput: 0.008,
      contextTokens: 1047576,
      maxOutputTokens: 32768,
      inputModalities: ['text', 'image', 'pdf'],
      tools: true,
      structuredOutput: true,
      reasoning: false,
      releasedOn: '2025-04-14',
    })
    // The image model, and the one without a price.
    expect(provenance).toEqual({
      source: 'models.dev',
      url: 'https://models.dev/api.json',
      licence: 'MIT',
      retrievedOn: '2026-11-27',
      rows: 4,
      imported: 2,
      ignored: 2,
      skipped: 0,
    })
  })

  test('models as such bring scores with their sources, runs with tools apart, and no price', () => {
    const { profiles, warnings } = fromModelsDev(JSON.stringify(modelsDevModels))
    expect(profiles).toHaveLength(1)
    expect(profiles[0]).not.toHaveProperty('costPer1kInput')
    expect(profiles[0]!.benchmarkScores).toEqual({
      swe_bench_verified: 0.79,
      'hle+tools': 0.451,
      hle: 0.348,
      'terminal_bench@2.0': 0.569,
    })
    expect(profiles[0]!.benchmarkSources).toMatchObject({
      swe_bench_verified: { source: 'https://huggingface.co/deepseek-ai/DeepSeek-V4-Flash', date: '2026-04-24' },
      'hle+tools': { effort: 'max' },
    })
    expect(warnings).toEqual([
      {
        path: '["deepseek/deepseek-v4-flash"].benchmarks[5].score',
        message: 'is no score in percent. Left out.',
      },
    ])
  })

  test('a deprecated model is left out', () => {
    const { provenance } = fromModelsDev(changed(modelsDevApi, ['openai', 'models', 'gpt-4.1', 'status'], 'deprecated'))
    expect(provenance).toMatchObject({ imported: 1, ignored: 3, skipped: 0 })
  })
})

describe('OpenRouter', () => {
  test('decimal texts become prices for a thousand tokens; a price that varies is no price', () => {
    const { profiles, warnings, provenance } = fromOpenRouter(openRouter)
    expect(profiles).toHaveLength(2)
    expect(profiles[0]).toMatchObject({
      name: 'meta-llama/llama-3.1-8b-instruct',
      provider: 'openrouter',
      costPer1kInput: 0.00002,
      costPer1kOutput: 0.00005,
      contextTokens: 131072,
      maxOutputTokens: 16384,
      tools: true,
      structuredOutput: true,
      reasoning: false,
      releasedOn: '2024-07-23',
      tags: ['open-weights'],
    })
    expect(profiles[1]).toMatchObject({
      inputModalities: ['text', 'image', 'pdf'],
      reasoning: true,
      costPer1kOutput: 0.03,
    })
    expect(warnings).toEqual([{ path: 'data[2].pricing.prompt', message: expect.stringContaining('is no price') }])
    expect(provenance).toMatchObject({ rows: 3, imported: 2, skipped: 1 })
  })

  test('a page that is not the last says so', () => {
    const { warnings } = fromOpenRouter({ ...openRouter, links: { next: '/api/v1/models?offset=500' } })
    expect(warnings[0]).toMatchObject({ path: 'links.next' })
  })

  test('of two rows of one id the first is kept', () => {
    const { profiles, warnings } = fromOpenRouter({
      data: [openRouter.data[0], changed(openRouter.data[0], ['context_length'], 5)],
    })
    expect(profiles).toMatchObject([{ contextTokens: 131072 }])
    expect(warnings).toEqual([{ path: 'data[1]', message: expect.stringContaining('the first is kept') }])
  })
})

test('LiteLLM: prices for one token, chat only, without the sample', () => {
  const { profiles, warnings, provenance } = fromLiteLLM(liteLLM)
  expect(warnings).toEqual([])
  expect(profiles).toMatchObject([
    {
      name: 'gpt-4o-mini',
      provider: 'openai',
      modelId: 'gpt-4o-mini',
      costPer1kInput: 0.00015,
      costPer1kOutput: 0.0006,
      inputModalities: ['text', 'image', 'pdf'],
    },
    { name: 'groq/openai/gpt-oss-120b', provider: 'groq', modelId: 'openai/gpt-oss-120b', reasoning: true },
  ])
  expect(provenance).toMatchObject({ rows: 3, imported: 2, ignored: 1 })
})

describe('a Hugging Face leaderboard', () => {
  test('gives one benchmark’s scores, by any of its names', () => {
    for (const name of ['TIGER-Lab/MMLU-Pro', 'mmlu_pro', 'MMLU-Pro']) {
      const { profiles } = fromHFLeaderboard(hfLeaderboard, name, { retrievedOn: '2026-11-27' })
      expect(profiles.map(profile => profile.benchmarkScores)).toEqual([
        { mmlu_pro: 0.85 },
        { mmlu_pro: 0.83 },
        { mmlu_pro: 0.415 },
      ])
      expect(profiles[0]!.benchmarkSources).toMatchObject({ mmlu_pro: { date: '2026-11-27' } })
      expect(profiles[0]).not.toHaveProperty('costPer1kInput')
    }
  })

  test('reads shares as shares', () => {
    const shares = hfLeaderboard.map(row => ({ ...row, value: row.value / 100 }))
    expect(fromHFLeaderboard(shares, 'mmlu_pro').profiles[2]!.benchmarkScores).toEqual({ mmlu_pro: 0.415 })
  })

  test('needs a benchmark that is known', () => {
    expect(() => fromHFLeaderboard(hfLeaderboard, 'mmlu-prow')).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    )
  })
})

describe('LiveBench', () => {
  test('averages the tasks of each category, by release, and reads the effort from the name', () => {
    const { profiles, warnings } = fromLiveBench(liveBenchCsv, JSON.stringify(liveBenchCategories), {
      release: '2026-06-25',
    })
    expect(profiles.map(profile => profile.name)).toEqual([
      'gpt-5.4-nano-xhigh',
      'gpt-5.5',
      "somebody's model, large",
      'claude-opus-4-8-xhigh-effort',
    ])
    expect(profiles[0]).toMatchObject({
      effort: 'xhigh',
      benchmarkScores: {
        'livebench_reasoning@2026-06-25': 0.89194,
        'livebench_coding@2026-06-25': 0.708385,
        'livebench_mathematics@2026-06-25': 0.9154,
        'livebench_if@2026-06-25': 0.69208,
      },
    })
    expect(profiles[2]).not.toHaveProperty('effort')
    // A task at 0 where the other is at 96 is a run that broke off, not a model that cannot do olympiads.
    expect(profiles[1]!.benchmarkScores).not.toHaveProperty(['livebench_mathematics@2026-06-25'])
    expect(warnings).toEqual([{ path: 'row 3, Mathematics', message: expect.stringContaining('broke off') }])
  })

  test('bad cells and bad rows are skipped by row and column', () => {
    const csv = `${liveBenchCsv}bad-cell,x,74,95,87,66,71,80,97\nshort,1,2\n,1,2,3,4,5,6,7,8\nover,101,74,95,87,66,71,80,97\n`
    const { profiles, warnings, provenance } = fromLiveBench(csv, liveBenchCategories)
    expect(profiles.map(profile => profile.name).slice(4)).toEqual(['bad-cell', 'over'])
    expect(warnings.slice(1).map(({ path }) => path)).toEqual([
      'row 6, Coding',
      'row 7',
      'row 8, model',
      'row 9, Coding',
    ])
    expect(provenance).toMatchObject({ rows: 8, imported: 6, skipped: 2 })
  })

  test.each([
    ['no header', 'a,b\n1,2\n', liveBenchCategories, /header/],
    ['a quote that never closes', `${liveBenchCsv}"open,1,2\n`, liveBenchCategories, /quotes/],
    ['no text', 5, liveBenchCategories, /CSV text/],
    ['no categories', liveBenchCsv, [], /categories/],
    ['categories of other tasks', liveBenchCsv, { Reasoning: ['chess'] }, /categories/],
    ['a category that is no list', liveBenchCsv, { Reasoning: 'chess' }, /categories\.Reasoning/],
  ])('%s is refused with the place', (_, csv, categories, message) => {
    expect(() => fromLiveBench(csv as string, categories)).toThrow(
      expect.objectContaining({ code: 'invalid-import', message: expect.stringMatching(message) }),
    )
  })
})

describe('one bad field', () => {
  test.each([
    ['a price as text', ['openai', 'models', 'gpt-4.1', 'cost', 'input'], '2', 'openai.models["gpt-4.1"].cost.input'],
    ['a negative price', ['openai', 'models', 'gpt-4.1', 'cost', 'output'], -8, 'openai.models["gpt-4.1"].cost.output'],
    [
      'a price of 1e308',
      ['openai', 'models', 'gpt-4.1', 'cost', 'output'],
      1e308,
      'openai.models["gpt-4.1"].cost.output',
    ],
    ['half a price', ['openai', 'models', 'gpt-4.1', 'cost', 'output'], null, 'openai.models["gpt-4.1"].cost.output'],
    ['a row that is text', ['openai', 'models', 'gpt-4.1'], 'GPT', 'openai.models["gpt-4.1"]'],
  ])('%s costs that model, with the path', (_, path, value, where) => {
    const { profiles, warnings, provenance } = fromModelsDev(changed(modelsDevApi, path, value))
    expect(profiles.map(profile => profile.name)).toEqual(['openai/gpt-5.4-mini'])
    expect(warnings).toEqual([{ path: where, message: expect.any(String) }])
    expect(provenance.skipped).toBe(1)
  })

  test.each([
    ['a context as text', ['openai', 'models', 'gpt-4.1', 'limit', 'context'], '1M', 'contextTokens'],
    ['a date that is none', ['openai', 'models', 'gpt-4.1', 'release_date'], '2025-02-30', 'releasedOn'],
    ['a flag that is text', ['openai', 'models', 'gpt-4.1', 'structured_output'], 'yes', 'structuredOutput'],
  ])('%s costs that field', (_, path, value, missing) => {
    const { profiles, warnings } = fromModelsDev(changed(modelsDevApi, path, value))
    expect(profiles).toHaveLength(2)
    expect(profiles[0]).not.toHaveProperty(missing)
    expect(warnings).toHaveLength(1)
  })

  test('names that reach a prototype are no names', () => {
    const models = JSON.parse(
      '{"__proto__": {"cost": {"input": 1, "output": 1}, "limit": {}}, "constructor": {"cost": {"input": 1, "output": 1}}}',
    )
    const { profiles } = fromModelsDev({ openai: { models } })
    expect(Object.keys(Object.prototype)).toEqual([])
    // Under a provider they are names like any other; as such they are refused.
    expect(profiles.map(profile => profile.name)).toEqual(['openai/__proto__', 'openai/constructor'])
    const litellm = JSON.parse(
      '{"__proto__": {"litellm_provider": "x", "mode": "chat", "input_cost_per_token": 1e-7, "output_cost_per_token": 1e-7}}',
    )
    expect(fromLiteLLM(litellm)).toMatchObject({ profiles: [], provenance: { skipped: 1 } })
  })
})

test('what is imported can be matched without any score: by date, price and thinking', () => {
  const registry = new ModelRegistry(fromOpenRouter(openRouter).profiles)
  const choose = (difficulty: number) =>
    new BenchmarkMatcher(registry).match(QueryProfile.single('reasoning', difficulty)).selectedModel
  expect(choose(1)).toBe('meta-llama/llama-3.1-8b-instruct')
  expect(choose(5)).toBe('openai/gpt-5.5')
})
