import { afterEach, describe, expect, test, vi } from 'vitest'
import { KEY } from './harness.fixture.ts'
import { problemsError } from './member-problems.ts'
import { type MemberOptions, readMembers } from './members.ts'

afterEach(() => vi.unstubAllGlobals())

function membersOf(models: unknown, more: Partial<MemberOptions> = {}) {
  return readMembers({
    models,
    router: undefined,
    providers: {},
    completionFn: undefined,
    dangerouslyAllowBrowser: false,
    timeouts: { connectMs: 1, firstByteMs: 2, betweenBytesMs: 3 },
    fetch: globalThis.fetch,
    ...more,
  })
}

const memberOf = (model: unknown, more?: Partial<MemberOptions>) => [...membersOf([model], more).values()][0]!

function endpointOf(model: unknown, more?: Partial<MemberOptions>) {
  const { way } = memberOf(model, more)
  if (way.kind !== 'endpoint') throw new Error(`asked by ${way.kind}`)
  return way
}

describe('a model', () => {
  test('by its name alone is the known one', () => {
    const { profile, modelId } = memberOf('claude-haiku')
    expect(profile).toMatchObject({ name: 'claude-haiku', provider: 'anthropic', energyPerQueryWh: 0.008 })
    expect(modelId).toBe('claude-haiku-4-20250514')
  })

  test('with a known name needs only what differs', () => {
    const { profile, modelId } = memberOf({ name: 'claude-haiku', modelId: 'claude-haiku-4-5', costPer1kInput: 0.001 })
    expect(profile).toMatchObject({
      provider: 'anthropic',
      energyPerQueryWh: 0.008,
      costPer1kInput: 0.001,
      costPer1kOutput: 0.004,
    })
    expect(modelId).toBe('claude-haiku-4-5')
  })

  test('may be written as the seed does', () => {
    const way = endpointOf({
      name: 'llama-3.1-8b',
      model_id: 'ollama/llama3.1:8b',
      api_base: 'http://localhost:11434',
      api_key: KEY,
    })
    expect(way).toMatchObject({ apiKey: KEY, endpoint: { provider: 'ollama', apiBase: 'http://localhost:11434/v1' } })
    expect(memberOf({ name: 'llama-3.1-8b', model_id: 'ollama/llama3.1:8b' }).modelId).toBe('llama3.1:8b')
  })

  test('of a gateway keeps the slash in its id', () => {
    const model = { name: 'gpt-4o-mini', provider: 'openrouter', modelId: 'openai/gpt-4o-mini', apiKey: KEY }
    expect(memberOf(model).modelId).toBe('openai/gpt-4o-mini')
    expect(endpointOf(model).endpoint).toMatchObject({
      provider: 'openrouter',
      apiBase: 'https://openrouter.ai/api/v1',
    })
  })

  test('anywhere speaks the OpenAI format unless it says otherwise', () => {
    expect(endpointOf({ name: 'm', apiBase: 'https://llm.example/v1' }).endpoint).toMatchObject({
      provider: 'custom',
      format: 'openai',
    })
    expect(endpointOf({ name: 'm', apiBase: 'https://llm.example', apiFormat: 'anthropic' }).endpoint.format).toBe(
      'anthropic',
    )
  })

  test('takes the settings of its provider, and its own over them', () => {
    const providers = { openai: { apiKey: KEY, apiBase: 'https://proxy.example/v1', headers: { a: '1', b: '1' } } }
    expect(endpointOf('gpt-4o', { providers })).toMatchObject({
      apiKey: KEY,
      endpoint: { apiBase: 'https://proxy.example/v1', headers: { a: '1', b: '1' } },
    })
    const own = {
      name: 'gpt-4o',
      apiKey: 'other-key',
      apiBase: 'https://own.example/v1',
      headers: { B: '2' },
      timeouts: { connectMs: 9 },
    }
    expect(endpointOf(own, { providers })).toMatchObject({
      apiKey: 'other-key',
      endpoint: {
        apiBase: 'https://own.example/v1',
        headers: { a: '1', b: '2' },
        timeouts: { connectMs: 9, firstByteMs: 2, betweenBytesMs: 3 },
        quirks: { maxTokensField: 'max_completion_tokens' },
      },
    })
  })

  test('is asked by a function where one is given', () => {
    const [own, general] = [() => 'own', () => 'general']
    expect(memberOf({ name: 'gpt-4o', completionFn: own }, { completionFn: general }).way).toEqual({
      kind: 'function',
      completionFn: own,
    })
    expect(memberOf('gpt-4o', { completionFn: general }).way).toEqual({ kind: 'function', completionFn: general })
  })

  test.each([
    [[42], 'invalid-model', /models\[0\] must be the name of a known model/],
    [['gpt-40'], 'unknown-model', /Did you mean "gpt-4o".*Describe another one: \{ name: "gpt-40"/],
    [['gpt-4o', 'gpt-4o'], 'duplicate-model', /models\[1\].*already in the list/],
    [[{ name: 'm', apiKye: 'x' }], 'invalid-model', /unknown key "apiKye".*Did you mean "apiKey"/],
    [[{ name: 'm', benchmarkScore: {} }], 'invalid-model', /Did you mean "benchmarkScores"/],
    [[{ name: 'm', apiBase: 'nonsense' }], 'invalid-model', /models\[0\]\.apiBase|apiBase/],
    [[{ name: 'm', apiFormat: 'gemini' }], 'invalid-model', /apiFormat does not know "gemini"/],
    [[{ apiKey: KEY }], 'invalid-model', /models\[0\]\.name must be given/],
    [[{ name: '__proto__' }], 'invalid-model', /may not be/],
    [[{ name: 'm', completionFn: 'x' }], 'invalid-model', /completionFn must be a function/],
    [[JSON.parse('{"name":"m","__proto__":{"apiKey":"x"}}')], 'invalid-model', /unknown key/],
    [[{ name: 'm', apiKey: 'two words' }], 'invalid-model', /apiKey must be a key of visible ASCII/],
  ])('written wrongly: %o', (models, code, message) => {
    expect(() => membersOf(models)).toThrow(expect.objectContaining({ message: expect.stringMatching(message) }))
    try {
      membersOf(models)
    } catch (error) {
      expect((error as { code: string }).code).toMatch(code === 'invalid-model' ? /invalid-(model|option)/ : code)
      expect(String(error)).not.toContain('two words')
    }
  })

  test('of a provider called like something else is no trouble', () => {
    for (const provider of ['constructor', 'toString', '__proto__']) {
      expect(memberOf({ name: 'm', provider }).way).toMatchObject({ kind: 'problem', code: 'unknown-provider' })
    }
  })
})

describe('what is missing', () => {
  const problem = (...models: unknown[]) => problemsError([...membersOf(models).values()])

  test('a provider', () => {
    const error = problem('llama-3.1-8b')
    expect(error.code).toBe('unknown-provider')
    expect(error.message).toContain('"meta" has no API known here')
    expect(error.message).toContain(`{ name: "llama-3.1-8b", provider: 'openrouter', modelId: '…' }`)
    expect(error.message).toContain('completionFn')
    expect(error.message).toContain('Providers known by name: openai, anthropic, google, openrouter, groq')
    expect(problem({ name: 'mine' }).message).toContain('Nothing says who answers for mine')
  })

  test('a key, for all models that lack one', () => {
    const error = problem('gpt-4o-mini', 'claude-haiku', { name: 'x', provider: 'ollama' })
    expect(error.code).toBe('missing-key')
    expect(error.message).toContain('gpt-4o-mini is answered by OpenAI')
    expect(error.message).toContain('providers: { anthropic: { apiKey: () => … } }')
    expect(error.details.models).toMatchObject([{ model: 'gpt-4o-mini' }, { model: 'claude-haiku' }])
  })

  test('nothing for a local server or a proxy', () => {
    expect(endpointOf({ name: 'm', provider: 'ollama' }).apiKey).toBeUndefined()
    expect(endpointOf({ name: 'gpt-4o', apiBase: 'https://proxy.example/v1' }).apiKey).toBeUndefined()
  })
})

describe('a key in plain text', () => {
  const model = { name: 'gpt-4o', apiKey: KEY }

  test.each([
    ['a page', { document: {} }],
    ['a worker of a page', { WorkerGlobalScope: class {}, location: new URL('https://app.example/worker.js') }],
  ])('in %s is refused, with what to do instead', (_, globals) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
    expect(() => membersOf([model])).toThrow(expect.objectContaining({ code: 'browser-key' }))
    try {
      membersOf([model])
    } catch (error) {
      const { message } = error as Error
      for (const way of ['dangerouslyAllowBrowser: true', 'apiKey: () =>', 'startOpenRouterSignIn', 'apiBase'])
        expect(message).toContain(way)
      expect(message).not.toContain(KEY)
    }
    expect(endpointOf(model, { dangerouslyAllowBrowser: true }).apiKey).toBe(KEY)
    expect(endpointOf({ ...model, apiKey: () => KEY }).apiKey).toBeTypeOf('function')
    expect(endpointOf({ ...model, apiBase: 'http://localhost:1234/v1' }).apiKey).toBe(KEY)
  })

  test('on a server is nobody’s business', () => {
    expect(endpointOf(model).apiKey).toBe(KEY)
    vi.stubGlobal('WorkerGlobalScope', class {})
    expect(endpointOf(model).apiKey).toBe(KEY)
  })
})
