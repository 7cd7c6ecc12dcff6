import { beforeEach, describe, expect, test, vi } from 'vitest'
import { EnergyTracker } from '../../core/index.ts'
import type { OpenAIClient, WrapOpenAIOptions } from './contracts.ts'
import { routingOf } from './facts.ts'
import { type TestRouter, testRouter } from './harness.fixture.ts'
import { wrapOpenAI } from './wrap.ts'

// biome-ignore lint/suspicious/noExplicitAny: look-alikes; the real package is tested in the browser.
type Any = any

let router: TestRouter
let tracker: EnergyTracker

beforeEach(() => {
  router = testRouter()
  tracker = new EnergyTracker()
})

/** Of the real client's shape, private fields included. */
class Client {
  #requests = 0
  readonly asked: Any[] = []
  readonly failing = new Set<string>()
  readonly chat = { completions: new Completions(this) }

  post(body: Any): Promise<Any> {
    this.#requests++
    this.asked.push(body)
    if (this.failing.has(body.model)) return Promise.reject(new Error(`${body.model} is busy`))
    return Promise.resolve({
      model: body.model,
      choices: [{ message: { content: 'Hi' } }],
      usage: { prompt_tokens: 4, completion_tokens: 2 },
    })
  }

  get requests(): number {
    return this.#requests
  }

  withOptions(): Client {
    return new Client()
  }
}

class Completions {
  readonly _client: Client

  constructor(client: Client) {
    this._client = client
  }

  create(body: Any, _options?: Any): Any {
    return this._client.post(body)
  }

  list(): number {
    return this._client.requests
  }

  stream(body: Any) {
    return { done: this._client.chat.completions.create({ ...body, stream: true }) }
  }
}

const hello = { model: 'auto', messages: [{ role: 'user', content: 'Hello' }] }
const wrap = (client: Client, more: Partial<WrapOpenAIOptions> = {}): Client =>
  wrapOpenAI(client as OpenAIClient, {
    router,
    models: { small: 'small-1', large: 'large-1' },
    tracker,
    ...more,
  }) as Any

describe('a wrapped client', () => {
  test('routes the model auto, and leaves every other name alone', async () => {
    const client = new Client()
    const { create } = client.chat.completions
    const wrapped = wrap(client)
    const body = Object.freeze({ ...hello })
    const answer = await wrapped.chat.completions.create(body)
    expect(answer).toMatchObject({ model: 'small-1' })
    expect(routingOf(answer)).toMatchObject({ model: 'small', selectedModel: 'small' })
    const other = await wrapped.chat.completions.create({ ...hello, model: 'gpt-4o' })
    expect(routingOf(other)).toBeUndefined()
    expect(client.asked.map(({ model }) => model)).toEqual(['small-1', 'gpt-4o'])
    expect(tracker.report()).toMatchObject({ queries: 1, inputTokens: 4, outputTokens: 2 })
    // The given one is as it was.
    expect(client.chat.completions.create).toBe(create)
    await expect(client.chat.completions.create(hello)).resolves.toMatchObject({ model: 'auto' })
  })

  test('is otherwise the client', async () => {
    const client = new Client()
    const wrapped = wrap(client)
    expect(wrapped).toBeInstanceOf(Client)
    expect(wrapped.constructor).toBe(Client)
    expect(wrapped.chat.completions).toBeInstanceOf(Completions)
    await wrapped.post({ model: 'x' })
    expect([wrapped.requests, wrapped.chat.completions.list(), client.requests]).toEqual([1, 1, 1])
    const copy = wrapped.withOptions()
    expect(await copy.chat.completions.create(hello)).toMatchObject({ model: 'small-1' })
    expect(client.requests).toBe(1)
  })

  test('asks the next model where one fails, with its own client', async () => {
    const [client, other] = [new Client(), new Client()]
    client.failing.add('small-1')
    const models = { small: 'small-1', large: { client: other as OpenAIClient, modelId: 'large-1' } }
    expect(await wrap(client, { models }).chat.completions.create(hello)).toMatchObject({ model: 'large-1' })
    expect([client.asked.length, other.asked.length]).toEqual([1, 1])
    expect(tracker.report()).toMatchObject({ queries: 1, models: [{ model: 'large' }] })
    const alone = wrap(client, { models, fallback: false })
    await expect(alone.chat.completions.create(hello)).rejects.toThrow('small-1 is busy')
  })

  test('routes what its own helpers ask', async () => {
    const client = new Client()
    const helper = wrap(client).chat.completions.stream(hello)
    await helper.done
    expect(client.asked).toMatchObject([{ model: 'small-1', stream: true, stream_options: { include_usage: true } }])
    expect(routingOf(helper)).toMatchObject({ model: 'small' })
  })

  test('says which method a model’s client lacks', async () => {
    const wrapped = wrapOpenAI(
      { responses: { create: async () => ({}) } },
      { router, models: { small: { client: new Client() as OpenAIClient, modelId: 'x' } } },
    )
    await expect((wrapped.responses.create as Any)({ model: 'auto', input: 'Hi' })).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining('small has no responses.create'),
    })
  })

  test('gives up before it asks where the signal says so', async () => {
    const client = new Client()
    const options = { signal: AbortSignal.abort() }
    await expect(wrap(client).chat.completions.create(hello, options)).rejects.toMatchObject({ name: 'AbortError' })
    expect(client.asked).toEqual([])
  })

  test('leaves no rejection unhandled, and none unheard', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const call = wrap(new Client()).chat.completions.create({ model: 'auto', messages: [] })
    await expect(call.catch((error: Any) => error.code)).resolves.toBe('invalid-query')
    await expect(call.finally(() => undefined)).rejects.toMatchObject({ code: 'invalid-query' })
    await new Promise(resolve => setTimeout(resolve))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })
})

describe('a stream of a look-alike', () => {
  const chunks = [
    { choices: [{ delta: { content: 'Hi' } }] },
    { choices: [{ delta: { content: '!' } }] },
    { choices: [], usage: { prompt_tokens: 4, completion_tokens: 2 } },
  ]
  const streaming = (): { client: OpenAIClient; left: () => boolean } => {
    let left = false
    const create = async () =>
      (async function* () {
        try {
          yield* chunks
        } finally {
          left = true
        }
      })()
    return { client: { chat: { completions: { create } } }, left: () => left }
  }
  const ask = (client: OpenAIClient, body: object): Promise<AsyncIterable<unknown>> =>
    (wrapOpenAI(client, { router, models: { small: 'small-1' }, tracker }).chat!.completions!.create as Any)(body)

  test('hides the counts that nobody asked for', async () => {
    const { client } = streaming()
    const seen: unknown[] = []
    for await (const chunk of await ask(client, { ...hello, stream: true })) seen.push(chunk)
    expect(seen).toEqual(chunks.slice(0, 2))
    seen.length = 0
    const asking = { ...hello, stream: true, stream_options: { include_usage: true } }
    for await (const chunk of await ask(client, asking)) seen.push(chunk)
    expect(seen).toEqual(chunks)
    expect(tracker.report()).toMatchObject({ queries: 2, usageQueries: 2, outputTokens: 4 })
  })

  test('ends with its reader, and is counted by what came', async () => {
    const { client, left } = streaming()
    for await (const _ of await ask(client, { ...hello, stream: true })) break
    expect(left()).toBe(true)
    expect(tracker.report()).toMatchObject({ queries: 1, estimatedUsageQueries: 1 })
  })
})

test.each([
  [{}, { models: { small: 'a' } }, /wrapOpenAI\.client must be an OpenAI client/],
  [new Client(), { models: { small: { client: 1, modelId: 'a' } } }, /\.client must be an OpenAI client/],
  [new Client(), { models: { small: { modelID: 'a' } } }, /Did you mean "modelId"/],
  [new Client(), { models: {} }, /at least one model/],
  [new Client(), { router: undefined }, /wrapOpenAI\.router must be a router/],
])('refuses %#', (client, options, message) => {
  expect(() => wrap(client as Client, options as never)).toThrow(message)
})
