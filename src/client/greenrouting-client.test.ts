import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { EnergyTracker, getCompressionHint, ModelRegistry, RandomRouter } from '../core/index.ts'
import type { ChatMessage } from '../providers/contracts.ts'
import type { ClientOptions } from './contracts.ts'
import { GreenRoutingClient } from './greenrouting-client.ts'
import { clientAt, KEY, modelsAt, POOL, testRouter, useMock } from './harness.fixture.ts'
import { NOTHING } from './ledger.ts'

const mock = useMock()

const said = (index = 0): ChatMessage[] => mock().requests[index]!.body.messages

describe('chat', () => {
  test('asks the chosen model and says what that took', async () => {
    const router = testRouter()
    mock().say('small', { text: ['4', '2'], usage: { input: 30, output: 2 } })
    const client = clientAt(mock(), { router })
    const response = await client.chat('What is 6·7?')
    expect(response).toMatchObject({
      content: '42',
      routedTo: 'small',
      finishReason: 'stop',
      energySavingsPct: 98.75,
      usage: { inputTokens: 30, outputTokens: 2, estimated: false },
      energy: { midWh: 0.005, basis: 'declared' },
      verified: undefined,
    })
    expect(response.decision).toEqual(router.decide())
    expect(response.log.map(({ event, model }) => [event, model])).toEqual([
      ['chosen', 'small'],
      ['answered', 'small'],
    ])
    expect(response.log[0]!.detail).toBe(response.decision.reasoning)
    expect(JSON.parse(JSON.stringify(response))).toEqual({ ...response, verified: undefined })
    expect(router.queries).toEqual(['What is 6·7?'])
    expect(mock().requests.map(({ model }) => model)).toEqual(['small'])
    expect(client.report()).toMatchObject({
      queries: 1,
      usedWh: 0.005,
      baselineWh: 0.4,
      tokens: { inputTokens: 30, outputTokens: 2, answers: 1, estimatedAnswers: 0 },
    })
  })

  test('uses a decision at hand', async () => {
    const router = testRouter()
    const client = clientAt(mock(), { router })
    const decision = await client.classify('Write a sort')
    await client.chat('Write a sort', { decision })
    expect(router.queries).toHaveLength(1)
  })

  test('marks tokens that the provider did not count', async () => {
    mock().say('small', { usage: null, text: ['12345678'], reasoning: ['1234'] })
    const client = clientAt(mock(), { compress: false })
    const { usage } = await client.chat('four and more')
    expect(usage).toEqual({ inputTokens: 4, outputTokens: 3, estimated: true })
    expect(client.report().tokens).toMatchObject({ answers: 1, estimatedAnswers: 1 })
  })

  test('passes on what the call asks of the answer', async () => {
    const models = modelsAt(mock(), { body: { seed: 1, top_p: 0.5 }, effort: 'low' })
    await clientAt(mock(), { models }).chat('Hi', { maxOutputTokens: 9, temperature: 0, body: { seed: 2 } })
    expect(mock().requests[0]!.body).toMatchObject({
      max_tokens: 9,
      temperature: 0,
      seed: 2,
      top_p: 0.5,
      reasoning_effort: 'low',
    })
  })
})

describe('a conversation', () => {
  const thread: ChatMessage[] = [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Find the race in this scheduler: …' },
    { role: 'assistant', content: 'It is in the second loop.' },
    { role: 'user', content: 'Commit it.' },
  ]

  test('is sent whole, and a last word too short to stand alone is read with what went before', async () => {
    const router = testRouter()
    await clientAt(mock(), { router, compress: false }).chatMessages(thread)
    expect(said()).toEqual(thread)
    expect(router.queries).toEqual(['Find the race in this scheduler: …\n\nCommit it.'])
  })

  test('is judged by its last question alone where that says enough', async () => {
    const router = testRouter()
    const question = 'Now explain to a child why the sky is blue.'
    await clientAt(mock(), { router }).chatMessages([...thread, { role: 'user', content: question }])
    expect(router.queries).toEqual([question])
  })

  test('carries nothing but roles and texts to the provider', async () => {
    const message = { role: 'user', content: 'Hello there', id: 'm1', secret: 'x' } as ChatMessage
    await clientAt(mock(), { compress: false }).chatMessages([message])
    expect(said()).toEqual([{ role: 'user', content: 'Hello there' }])
  })

  test.each([
    [[], /at least one message/],
    ['Hi', /not "Hi"|array/],
    [[{ role: 'user' }], /messages\[0\]\.content must be a text/],
    [[{ role: 'user', content: [{ type: 'image_url' }] }], /sends no images/],
    [[{ role: 'tool', content: 'x' }], /messages\[0\]\.role does not know "tool"/],
    [[{ role: 'assistant', content: 'x' }], /last message of the user/],
    [[{ role: 'user', content: '  ' }], /last message of the user/],
    [[null], /messages\[0\]/],
    [{ length: 1 }, /array/],
  ])('%o is refused', async (messages, message) => {
    const client = clientAt(mock())
    // A text is a conversation of one message, here as in stream().
    if (typeof messages === 'string') return expect(client.chatMessages(messages as never)).resolves.toBeDefined()
    await expect(client.chatMessages(messages as never)).rejects.toMatchObject({
      code: 'invalid-query',
      message: expect.stringMatching(message),
    })
    expect(mock().requests).toHaveLength(0)
  })
})

describe('the compression hint', () => {
  const hint = (difficulty: number) => getCompressionHint(testRouter().decide(difficulty))

  test('is sent in its own words, after the instructions there are', async () => {
    const client = clientAt(mock())
    const { compression } = await client.chat('Easy')
    expect(compression).toEqual(hint(1))
    expect(said()).toEqual([
      { role: 'system', content: hint(1).systemInstruction },
      { role: 'user', content: 'Easy' },
    ])
    await client.chatMessages([
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Easy' },
    ])
    expect(said(1)[0]).toEqual({ role: 'system', content: `Be kind.\n\n${hint(1).systemInstruction}` })
  })

  test.each([
    ['for a hard question', 5, {}, {}],
    ['where the client says so', 1, { compress: false }, {}],
    ['where the call says so', 1, {}, { compress: false }],
    ['where it is held out', 1, { compress: { holdOut: 1 } }, {}],
  ])('is not sent %s', async (_, difficulty, options, call) => {
    const client = clientAt(mock(), { router: testRouter(difficulty), ...options })
    const { compression } = await client.chat('Question', call)
    expect(said()).toEqual([{ role: 'user', content: 'Question' }])
    expect(compression).toMatchObject({ shouldCompress: false, level: 'none' })
  })

  test('is told for a decision at once, for a text after classifying it', async () => {
    const router = testRouter(3)
    const client = clientAt(mock(), { router })
    expect(client.getCompressionHint(router.decide())).toEqual(hint(3))
    expect(router.queries).toEqual([])
    expect(await client.getCompressionHint('A text')).toEqual(hint(3))
    expect(router.queries).toEqual(['A text'])
  })

  test('saves what was measured, not what was assumed', async () => {
    const client = clientAt(mock())
    const answers = async (output: number, compress: boolean, count: number) => {
      mock().say('small', { usage: { input: 1, output } })
      for (let index = 0; index < count; index++) await client.chat('Easy', { compress })
    }
    await answers(30, true, 5)
    await answers(100, false, 4)
    expect(client.report().compression[0]).toEqual({
      level: 'aggressive',
      hinted: { answers: 5, meanOutputTokens: 30 },
      plain: { answers: 4, meanOutputTokens: 100 },
      measuredSavings: null,
    })
    await answers(150, false, 1)
    expect(client.report().compression[0]!.measuredSavings).toBeCloseTo(1 - 30 / 110, 10)
    // Estimated counts measure nothing.
    mock().say('small', { usage: null })
    await client.chat('Easy')
    expect(client.report().compression[0]!.hinted.answers).toBe(5)
    expect(client.report().compression[1]).toMatchObject({ level: 'moderate', measuredSavings: null })
  })
})

test('classify asks nobody and counts nothing', async () => {
  const client = clientAt(mock())
  expect((await client.classify('Write a sort')).selectedModel).toBe('small')
  expect(mock().requests).toHaveLength(0)
  expect(client.report()).toMatchObject({ queries: 0, tokens: { answers: 0 } })
})

describe('a router', () => {
  test('may rank models that are not the client’s', async () => {
    const client = clientAt(mock(), { models: modelsAt(mock()).slice(1) })
    const response = await client.chat('Question')
    expect(response.routedTo).toBe('medium')
    expect(response.decision.ranking.map(({ model }) => model)).toEqual(['medium', 'large'])
    // Measured against the models there are, not against those there might be.
    expect(response.energySavingsPct).toBe(75)
  })

  test('that ranks none of them is of no use', async () => {
    const models = [{ name: 'other', completionFn: () => 'x' }]
    await expect(clientAt(mock(), { models }).chat('Question')).rejects.toMatchObject({
      code: 'unknown-model',
      message: expect.stringContaining('other'),
    })
  })

  test('that shows its registry must know the names', () => {
    const registry = new ModelRegistry([{ name: 'mine', provider: 'ollama' }])
    const router = Object.assign(new RandomRouter(registry), { registry })
    expect(new GreenRoutingClient({ router, models: ['mine'] })).toBeDefined()
    expect(() => new GreenRoutingClient({ router, models: ['mien'] })).toThrow(
      expect.objectContaining({ code: 'unknown-model', message: expect.stringContaining('Did you mean "mine"?') }),
    )
    expect(() => new GreenRoutingClient({ router, models: [{ name: 'new', provider: 'ollama' }] })).toThrow(
      /router\.registry\.register/,
    )
  })

  test('that chooses at random is followed', async () => {
    const router = new RandomRouter(new ModelRegistry(POOL), { seed: 2 })
    const client = clientAt(mock(), { router })
    const { routedTo, decision } = await client.chat('Question')
    expect(routedTo).toBe(decision.selectedModel)
  })

  test('that fails is the call’s error', async () => {
    const router = { route: async () => Promise.reject(new Error('no idea')), routeMany: async () => [] }
    await expect(clientAt(mock(), { router }).chat('Question')).rejects.toThrow('no idea')
  })

  test('of its own needs a browser, and says so', async () => {
    const client = new GreenRoutingClient({ models: modelsAt(mock()) })
    await expect(client.chat('Question')).rejects.toMatchObject({ code: 'worker-failed' })
    // Not remembered: the same again, not something worse.
    await expect(client.load()).rejects.toMatchObject({ code: 'worker-failed' })
    await client.dispose()
    await expect(client.classify('Question')).rejects.toMatchObject({ code: 'disposed' })
  })
})

describe('a tracker', () => {
  test('may be shared', async () => {
    const tracker = new EnergyTracker()
    const clients = [clientAt(mock(), { tracker }), clientAt(mock(), { tracker })]
    for (const client of clients) await client.chat('Question')
    expect(tracker.report().queries).toBe(2)
    expect(clients[0]!.report().queries).toBe(2)
  })

  test('of the client’s own is no different, before the first answer or after', async () => {
    expect(NOTHING).toEqual(new EnergyTracker().report())
    const client = clientAt(mock())
    expect(client.report()).toMatchObject(new EnergyTracker().report())
    const { decision, usage } = await client.chat('Question')
    const tracker = new EnergyTracker()
    tracker.record(decision, { usage })
    expect(client.report()).toMatchObject(tracker.report())
  })

  test('is told the tokens and the time', async () => {
    const told: unknown[] = []
    const tracker = {
      record: (_: unknown, facts: unknown) => void told.push(facts),
      report: () => new EnergyTracker().report(),
    }
    await clientAt(mock(), { tracker }).chat('Question')
    expect(told).toEqual([
      {
        usage: { inputTokens: 11, outputTokens: 3, estimated: false },
        durationMs: expect.any(Number),
        timeToFirstChunkMs: expect.any(Number),
      },
    ])
  })
})

describe('abort', () => {
  test.each(['chat', 'classify'] as const)('%s ends at once, whatever the router does', async method => {
    const router = { route: () => new Promise<never>(() => undefined), routeMany: async () => [] }
    const controller = new AbortController()
    const call = clientAt(mock(), { router })[method]('Question', { signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(call).rejects.toMatchObject({ code: 'aborted', cause: { message: 'enough' } })
  })

  test('in the middle of an answer counts what there was', async () => {
    mock().say('small', { text: ['12345678', 'more'], stallAfter: 1 })
    const controller = new AbortController()
    const client = clientAt(mock(), { compress: false })
    const call = client.chat('Question', { signal: controller.signal })
    await expect.poll(() => mock().requests.length).toBe(1)
    await new Promise(resolve => setTimeout(resolve, 100))
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'aborted' })
    expect(await mock().requests[0]!.closed).toEqual({ complete: false })
    expect(client.report()).toMatchObject({
      queries: 1,
      usedWh: 0.005,
      tokens: { outputTokens: 2, estimatedAnswers: 1 },
    })
  })

  test('dispose ends what is open', async () => {
    mock().say('small', { stallAfter: 0 })
    const client = clientAt(mock())
    const call = client.chat('Question')
    call.catch(() => undefined)
    await expect.poll(() => mock().requests.length).toBe(1)
    await client.dispose()
    await expect(call).rejects.toMatchObject({ code: 'disposed' })
    await client.dispose()
  })
})

describe('options', () => {
  const wrong: [string, unknown, RegExp][] = [
    ['none', undefined, /GreenRoutingClient/],
    ['no models', {}, /models must be an array of at least one model/],
    ['empty models', { models: [] }, /at least one model/],
    ['an unknown key', { models: ['gpt-4o'], compres: false }, /unknown key "compres".*Did you mean "compress"/],
    [
      'router and scoring',
      { models: ['gpt-4o'], router: testRouter(), scoring: { preset: 'balanced' } },
      /router or scoring, not both/,
    ],
    ['a router that is none', { models: ['gpt-4o'], router: {} }, /router must be a router/],
    ['a tracker that is none', { models: ['gpt-4o'], tracker: {} }, /tracker must be an EnergyTracker/],
    ['retries', { models: ['gpt-4o'], maxRetries: 1.5 }, /maxRetries must be an integer from 0 to 10/],
    ['timeouts', { models: ['gpt-4o'], timeouts: { connectMs: 0 } }, /timeouts\.connectMs/],
    ['a timeout', { models: ['gpt-4o'], timeouts: { connect: 5 } }, /unknown key "connect".*connectMs/],
    ['a share', { models: ['gpt-4o'], compress: { holdOut: 2 } }, /holdOut must be a finite number from 0 to 1/],
    ['null', { models: ['gpt-4o'], compress: null }, /compress must be a plain object/],
    [
      'a watcher',
      { models: ['gpt-4o'], escalate: { on: ['refusals'] } },
      /does not know "refusals".*Did you mean "refusal"/,
    ],
    ['a load option', { models: ['gpt-4o'], load: { devise: 'wasm' } }, /unknown key "devise".*Did you mean "device"/],
    [
      'providers',
      { models: ['gpt-4o'], providers: { openai: { key: 'x' } } },
      /providers\.openai has an unknown key "key"/,
    ],
    ['a header', { models: ['gpt-4o'], providers: { openai: { headers: { 'bad name': 'x' } } } }, /names of headers/],
    [
      'a header’s value',
      { models: ['gpt-4o'], providers: { openai: { headers: { 'x-a': 'a\nb' } } } },
      /headers\.x-a must be a text/,
    ],
    [
      'a key',
      { models: ['gpt-4o'], providers: { openai: { apiKey: 'sk-\u00e4secret' } } },
      /apiKey must be a key of visible ASCII/,
    ],
  ]
  test.each(wrong)('%s', (_, options, message) => {
    expect(() => new GreenRoutingClient(options as ClientOptions)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(message) }),
    )
    try {
      new GreenRoutingClient(options as ClientOptions)
    } catch (error) {
      expect(String(error)).not.toMatch(/secret/)
    }
  })

  test.each([
    [{ signl: undefined }, /unknown key "signl"/],
    [{ temperature: 3 }, /temperature/],
    [{ maxOutputTokens: 0 }, /maxOutputTokens/],
    [{ decision: {} }, /decision must be a decision/],
    [{ decision: { profile: {}, ranking: [null] } }, /decision must be a decision/],
    [{ signal: new AbortController() }, /AbortSignal/],
    [null, /plain object/],
  ])('of a call: %o', async (options, message) => {
    await expect(clientAt(mock()).chat('Hi', options as never)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringMatching(message),
    })
  })
})

test('shows no key, however it is looked at', async () => {
  const client = clientAt(mock(), { providers: { openai: { apiKey: KEY, headers: { 'x-tenant': KEY } } } })
  await client.chat('Question')
  const shown = [
    JSON.stringify(client),
    inspect(client, { depth: 20, showHidden: true }),
    String(client),
    JSON.stringify(client.report()),
    ...Object.keys(client),
  ]
  for (const text of shown) expect(text).not.toContain(KEY)
})
