import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pool } from './arbitraries.fixture.ts'
import { getKnownProfiles } from './known-profiles.ts'
import { ModelRegistry } from './model-registry.ts'

const known = () => new ModelRegistry(Object.values(getKnownProfiles()))

describe('ModelRegistry', () => {
  test('registers, finds, takes out and keeps the order', () => {
    const registry = new ModelRegistry([{ name: 'b' }, { name: 'a' }])
    expect(registry.register({ name: 'c', costPer1kInput: 1 })).toBe(registry.get('c'))
    expect(registry.names).toEqual(['b', 'a', 'c'])
    expect(registry.unregister('a').name).toBe('a')
    expect([...registry].map(model => model.name)).toEqual(['b', 'c'])
    expect([registry.has('a'), registry.has('c'), registry.size]).toEqual([false, true, 2])
  })

  test('lists the models that carry every tag', () => {
    const registry = known()
    expect(registry.list()).toHaveLength(11)
    expect(registry.list({ tags: ['math', 'code'] }).map(model => model.name)).toEqual([
      'gpt-4o',
      'claude-opus',
      'llama-3.1-405b',
    ])
    expect(registry.list({ tags: ['nonsense'] })).toEqual([])
    expect(() => registry.list({ tag: ['math'] } as never)).toThrow(/Did you mean "tags"/)
    expect(() => registry.list({ tags: 'math' } as never)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
  })

  test('says which name was probably meant, and which exist', () => {
    const registry = known()
    for (const ask of [() => registry.get('gpt4o-mini'), () => registry.unregister('gpt4o-mini')]) {
      expect(ask).toThrow(
        expect.objectContaining({
          code: 'unknown-model',
          message: expect.stringMatching(/Did you mean "gpt-4o-mini"\? Known: gpt-4o, .*mistral-small/),
        }),
      )
    }
    expect(() => registry.get(undefined as never)).toThrow(expect.objectContaining({ code: 'unknown-model' }))
    expect(() => new ModelRegistry().get('a')).toThrow(/Known: none/)
  })

  test('refuses a second model of a name, wherever it comes from, and keeps the first', () => {
    const registry = new ModelRegistry([{ name: 'a', provider: 'first' }])
    expect(() => registry.register({ name: 'a' })).toThrow(
      expect.objectContaining({ code: 'duplicate-model', message: expect.stringContaining('"a"') }),
    )
    expect(registry.get('a').provider).toBe('first')
    expect(() => ModelRegistry.fromConfig([{ name: 'a' }, { name: 'a' }])).toThrow(/^models\[1\]: a model called "a"/)
  })

  test('a refused model leaves a registry as it was', () => {
    const registry = new ModelRegistry([{ name: 'a' }])
    expect(() => registry.register({ name: 'b', costPer1kInput: -1 })).toThrow(
      expect.objectContaining({ code: 'invalid-model' }),
    )
    expect(registry.names).toEqual(['a'])
  })
})

describe('a registry as JSON', () => {
  test('comes back equal, order included, from any pool', () => {
    fc.assert(
      fc.property(pool, models => {
        const registry = new ModelRegistry(models)
        const back = ModelRegistry.fromConfig(JSON.parse(JSON.stringify(registry.toConfig())))
        expect([...back]).toEqual([...registry])
      }),
    )
  })

  test('is read from an array, from models, and from the seed’s profiles with its source', () => {
    const models = [{ name: 'a', cost_per_1k_input: 0.5, api_key_env: 'KEY' }]
    for (const config of [models, { models }, { profiles: models, source: 'GreenRouting 0.2.2' }]) {
      expect([...ModelRegistry.fromConfig(config)]).toMatchObject([{ name: 'a', costPer1kInput: 0.5 }])
    }
  })

  test('can be changed without changing the registry', () => {
    const registry = new ModelRegistry([{ name: 'a', tags: ['x'], benchmarkScores: { mmlu: 0.5 } }])
    const [model] = registry.toConfig().models
    ;(model!.tags as string[]).push('y')
    ;(model!.benchmarkScores as Record<string, number>).mmlu = 0
    expect(registry.get('a')).toMatchObject({ tags: ['x'], benchmarkScores: { mmlu: 0.5 } })
  })

  test.each([
    ['[{"name":"a"}]', /parsed, not JSON text/],
    [null, /"models"/],
    [{}, /registry\.models must be an array/],
    [{ models: { a: {} } }, /registry\.models must be an array/],
    [{ models: [], profiles: [] }, /both "models" and "profiles"/],
    [{ model: [] }, /Did you mean "models"/],
    [{ models: [{ name: 'a' }, null] }, /models\[1\]/],
    [{ models: [{ name: 'a' }, { name: 'b', benchmarkScores: { mmlu: 2 } }] }, /models\[1\]\.benchmarkScores\.mmlu/],
  ])('is refused when it is %j', (config, message) => {
    expect(() => ModelRegistry.fromConfig(config)).toThrow(
      expect.objectContaining({ code: 'invalid-model', message: expect.stringMatching(message) }),
    )
  })

  test.each([[{}], ['gpt-4o'], [null], [42]])('the constructor refuses %j', models => {
    expect(() => new ModelRegistry(models as never)).toThrow(expect.objectContaining({ code: 'invalid-model' }))
  })
})
