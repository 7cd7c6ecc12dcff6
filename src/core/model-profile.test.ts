import { describe, expect, test } from 'vitest'
import { isGreenRoutingError } from './errors.ts'
import { getKnownProfiles } from './known-profiles.ts'
import { ModelProfile } from './model-profile.ts'

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (isGreenRoutingError(error) && error.code === 'invalid-model') return error.message
    throw error
  }
  return 'no error'
}

describe('ModelProfile.from', () => {
  test('needs a name only', () => {
    expect(ModelProfile.from({ name: 'm' })).toEqual({
      name: 'm',
      provider: 'custom',
      costPer1kInput: 0,
      costPer1kOutput: 0,
      benchmarkScores: {},
      tags: [],
    })
  })

  test('reads the seed’s spelling, its nulls as unknown, and leaves out where a key is kept', () => {
    const profile = ModelProfile.from({
      name: 'gpt-4o-mini',
      provider: 'openai',
      model_id: 'gpt-4o-mini-2024-07-18',
      estimated_params_b: 8,
      cost_per_1k_input: 0.00015,
      cost_per_1k_output: 0.0006,
      avg_latency_ms: 200,
      energy_per_query_wh: null,
      api_base: null,
      api_key_env: 'OPENAI_API_KEY',
      benchmark_scores: { mmlu: 0.82 },
      tags: ['code'],
    })
    expect(profile).toEqual({
      name: 'gpt-4o-mini',
      provider: 'openai',
      modelId: 'gpt-4o-mini-2024-07-18',
      estimatedParamsB: 8,
      costPer1kInput: 0.00015,
      costPer1kOutput: 0.0006,
      avgLatencyMs: 200,
      benchmarkScores: { mmlu: 0.82 },
      tags: ['code'],
    })
  })

  test('keeps every fact, in either spelling, through JSON', () => {
    const facts = {
      name: 'm:low',
      effort: 'low' as const,
      reasoning: true,
      tools: true,
      structuredOutput: false,
      contextTokens: 128_000,
      maxOutputTokens: 16_384,
      inputModalities: ['text', 'image'] as const,
      releasedOn: '2026-03',
      activeParamsB: 3.6,
      sizeBasis: 'guessed' as const,
      paramsRangeB: { low: 10, high: 30 },
      benchmarkScores: { 'hle+tools': 0.3 },
      benchmarkSources: { 'hle+tools': { source: 'https://example.com/', date: '2026-03-05', effort: 'low' as const } },
      capabilityScores: { code: { score: 0.6, low: 0.5, high: 0.7 } },
    }
    const profile = ModelProfile.from(facts)
    expect(profile).toMatchObject(facts)
    expect(ModelProfile.from(JSON.parse(JSON.stringify(profile)))).toEqual(profile)
    expect(
      ModelProfile.from({ name: 'm', active_params_b: 3, context_tokens: 5, released_on: '2026-03' }),
    ).toMatchObject({
      activeParamsB: 3,
      contextTokens: 5,
      releasedOn: '2026-03',
    })
    for (const part of Object.values(profile)) if (typeof part === 'object') expect(Object.isFrozen(part)).toBe(true)
  })

  test('cannot be changed afterwards, neither directly nor through what it was made from', () => {
    const input = { name: 'm', benchmarkScores: { mmlu: 0.5 }, tags: ['a'] }
    const profile = ModelProfile.from(input)
    input.benchmarkScores.mmlu = 2
    input.tags.push('b')
    expect(profile).toMatchObject({ benchmarkScores: { mmlu: 0.5 }, tags: ['a'] })
    for (const part of [profile, profile.benchmarkScores, profile.tags]) expect(Object.isFrozen(part)).toBe(true)
  })

  test.each([
    [{}, 'models[3].name must be given'],
    [{ name: '' }, 'models[3].name'],
    [{ name: ' \n' }, 'models[3].name'],
    [{ name: '__proto__' }, 'models[3].name may not be "__proto__"'],
    [{ name: 7 }, 'models[3].name'],
    [{ name: 'm', costPer1kInput: -0.1 }, 'models[3].costPer1kInput must be a finite number'],
    [{ name: 'm', cost_per_1k_output: Number.NaN }, 'models[3].costPer1kOutput must be a finite number'],
    [{ name: 'm', costPer1kInput: '0.1' }, 'models[3].costPer1kInput'],
    [{ name: 'm', costPer1kInput: 1e308 }, 'models[3].costPer1kInput'],
    [{ name: 'm', energyPerQueryWh: Number.POSITIVE_INFINITY }, 'models[3].energyPerQueryWh'],
    [{ name: 'm', estimatedParamsB: 0 }, 'models[3].estimatedParamsB must be above 0'],
    [{ name: 'm', estimatedParamsB: -8 }, 'models[3].estimatedParamsB'],
    [{ name: 'm', avgLatencyMs: [100] }, 'models[3].avgLatencyMs'],
    [{ name: 'm', benchmarkScores: { mmlu: 1.01 } }, 'models[3].benchmarkScores.mmlu'],
    [
      { name: 'm', benchmarkScores: { mmlu: 88.7 } },
      'models[3].benchmarkScores.mmlu must be a share from 0 to 1 (0.85 for 85 %), not 88.7',
    ],
    [{ name: 'm', benchmarkScores: { mmlu: null } }, 'models[3].benchmarkScores.mmlu'],
    [{ name: 'm', benchmarkScores: [0.5] }, 'models[3].benchmarkScores'],
    [{ name: 'm', benchmarkScores: { constructor: 0.5 } }, 'models[3].benchmarkScores key may not be "constructor"'],
    [
      JSON.parse('{"name":"m","benchmarkScores":{"__proto__":0.5}}'),
      'models[3].benchmarkScores key may not be "__proto__"',
    ],
    [JSON.parse('{"name":"m","__proto__":{"costPer1kInput":1}}'), 'models[3] has an unknown key "__proto__"'],
    [{ name: 'm', constructor: null }, 'models[3] has an unknown key "constructor"'],
    [{ name: 'm', tags: 'code' }, 'models[3].tags must be an array of texts'],
    [{ name: 'm', tags: ['code', 3] }, 'models[3].tags[1]'],
    [{ name: 'm', costPer1kInptu: 1 }, 'models[3] has an unknown key "costPer1kInptu". Did you mean "costPer1kInput"?'],
    [{ name: 'm', cost_per_1k_inptu: 1 }, 'Did you mean "costPer1kInput"?'],
    [{ name: 'm', modelId: 'a', model_id: 'b' }, 'models[3] gives modelId twice'],
    [{ name: 'm', costPer1kInput: null }, 'models[3].costPer1kInput is null, which would read as free'],
    [{ name: 'm', cost_per_1k_output: null }, 'models[3].costPer1kOutput is null'],
    [{ name: 'm', contextTokens: 1.5 }, 'models[3].contextTokens must be an integer'],
    [{ name: 'm', maxOutputTokens: 0 }, 'models[3].maxOutputTokens'],
    [{ name: 'm', inputModalities: ['text', 'picture'] }, 'models[3].inputModalities[1] does not know "picture"'],
    [{ name: 'm', inputModalities: 'text' }, 'models[3].inputModalities must be an array'],
    [{ name: 'm', tools: 'yes' }, 'models[3].tools must be true or false'],
    [{ name: 'm', effort: 'hgih' }, 'models[3].effort does not know "hgih". Did you mean "high"?'],
    [{ name: 'm', releasedOn: '2025-02-30' }, 'models[3].releasedOn must be a date like 2026-04-24 or 2026-04'],
    [{ name: 'm', releasedOn: '2025' }, 'models[3].releasedOn must be a date'],
    [{ name: 'm', sizeBasis: 'known' }, 'models[3].sizeBasis'],
    [{ name: 'm', activeParamsB: 0 }, 'models[3].activeParamsB must be above 0'],
    [{ name: 'm', paramsRangeB: { low: 8, high: 4 } }, 'models[3].paramsRangeB must be low and high'],
    [{ name: 'm', paramsRangeB: { low: 8 } }, 'models[3].paramsRangeB must be low and high'],
    [{ name: 'm', paramsRangeB: [4, 8] }, 'models[3].paramsRangeB must be an object with low and high'],
    [
      { name: 'm', capabilityScores: { coding: { score: 1, low: 1, high: 1 } } },
      'models[3].capabilityScores has an unknown key "coding". Known: reasoning',
    ],
    [{ name: 'm', capabilityScores: { code: 0.5 } }, 'models[3].capabilityScores.code must be an object'],
    [{ name: 'm', capabilityScores: { code: { score: 0.5, low: 0.6, high: 0.7 } } }, 'with low ≤ score ≤ high'],
    [{ name: 'm', capabilityScores: { code: { score: 2, low: 0, high: 2 } } }, 'models[3].capabilityScores.code.score'],
    [
      { name: 'm', benchmarkSources: { mmlu: 'a paper' } },
      'models[3].benchmarkSources.mmlu must be an object with a source',
    ],
    [
      { name: 'm', benchmarkSources: { mmlu: { date: '2025-01' } } },
      'models[3].benchmarkSources.mmlu.source must be given',
    ],
    [
      { name: 'm', benchmarkSources: JSON.parse('{"__proto__": {"source": "x"}}') },
      'models[3].benchmarkSources key may not be "__proto__"',
    ],
    [null, 'models[3] must be a plain object, not null'],
    ['gpt-4o', 'models[3] must be a plain object'],
    [[{ name: 'm' }], 'models[3] must be a plain object, not an array'],
  ])('refuses %j with the path', (input, message) => {
    expect(messageOf(() => ModelProfile.from(input as never, 'models[3]'))).toContain(message)
  })

  test('survives a cycle', () => {
    const cycle: Record<string, unknown> = { name: 'm' }
    cycle.benchmarkScores = cycle
    expect(messageOf(() => ModelProfile.from(cycle))).toContain('benchmarkScores.name')
  })
})

describe('getKnownProfiles', () => {
  test('holds the seed’s eleven under their own names', () => {
    const known = getKnownProfiles()
    expect(Object.keys(known)).toHaveLength(11)
    for (const [key, profile] of Object.entries(known)) expect(profile.name).toBe(key)
    expect(known['claude-opus']).toMatchObject({
      modelId: 'claude-opus-4-20250514',
      energyPerQueryWh: 0.3,
      benchmarkScores: { gpqa: 0.65 },
    })
  })

  test('hands out a record that callers may change without changing the next', () => {
    const first = getKnownProfiles()
    delete first['gpt-4o']
    expect(getKnownProfiles()).toHaveProperty(['gpt-4o'])
  })
})
