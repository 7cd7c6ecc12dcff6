import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Script } from '../../../e2e/mock-provider.ts'
import { useMock } from '../../client/harness.fixture.ts'
import { EnergyTracker } from '../../core/index.ts'
import type { RoutingFetchOptions } from './contracts.ts'
import { routingOf } from './facts.ts'
import { type TestRouter, testRouter } from './harness.fixture.ts'
import { createRoutingFetch } from './routing-fetch.ts'

const mock = useMock()
const models = { small: 'small-1', large: { modelId: 'large-1' } }
let router: TestRouter
let tracker: EnergyTracker

beforeEach(() => {
  router = testRouter()
  tracker = new EnergyTracker()
})
afterEach(() => vi.restoreAllMocks())

const make = (more: Partial<RoutingFetchOptions> = {}) => createRoutingFetch({ router, models, tracker, ...more })
const url = (path = '/v1/chat/completions') => mock().origin + path
const hello = { model: 'auto', messages: [{ role: 'user', content: 'Hello' }] }
const post = (body: unknown, more: RequestInit = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: 'Bearer k' },
  body: JSON.stringify(body),
  ...more,
})
const busy = (status: number, headers = {}) => ({
  respond: (_: unknown, response: import('node:http').ServerResponse) =>
    void response.writeHead(status, headers).end('{"error":{"message":"busy"}}'),
})

describe('a request with the model auto', () => {
  test('goes to the chosen model; everything else of it stays', async () => {
    const onDecision = vi.fn()
    const init = post(
      { ...hello, temperature: 0 },
      { headers: { 'x-stainless-lang': 'js', authorization: 'Bearer k' } },
    )
    const before = structuredClone({ ...init })
    mock().say('small-1', { whole: true, usage: { input: 20, output: 4 } })
    const response = await make({ onDecision })(url(), init)
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Hello there.' } }] })
    expect(mock().requests).toMatchObject([
      {
        body: { ...hello, model: 'small-1', temperature: 0 },
        headers: { 'x-stainless-lang': 'js', authorization: 'Bearer k' },
      },
    ])
    expect(init).toEqual(before)
    expect(response.url).toBe(url())
    expect(routingOf(response)).toMatchObject({ model: 'small', selectedModel: 'small' })
    expect(onDecision).toHaveBeenCalledTimes(1)
    expect(tracker.report()).toMatchObject({ queries: 1, usageQueries: 1, inputTokens: 20, outputTokens: 4 })
  })

  test('may be a Request, and bytes', async () => {
    const request = new Request(url(), post(hello))
    await (await make()(request)).text()
    await (await make()(url(), post({}, { body: new TextEncoder().encode(JSON.stringify(hello)) }))).text()
    expect(mock().requests.map(({ model }) => model)).toEqual(['small-1', 'small-1'])
    expect(await request.json()).toEqual(hello)
  })

  test('is narrowed to the models that can do what it needs', async () => {
    await make()(url(), post({ ...hello, tools: [{ type: 'function', function: { name: 'f' } }] }))
    expect(mock().requests.map(({ model }) => model)).toEqual(['large-1'])
  })

  test('that cannot be routed is answered in the words of OpenAI’s errors', async () => {
    const audio = [{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }]
    const response = await make()(url(), post({ ...hello, messages: audio }))
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { code: 'no-able-model', message: expect.stringContaining('sound') },
    })
    const empty = await make()(url(), post({ model: 'auto', messages: [] }))
    expect(await empty.json()).toMatchObject({ error: { code: 'invalid-query' } })
    expect(mock().requests).toHaveLength(0)
  })
})

describe('every other request', () => {
  test.each([
    ['/v1/chat/completions', post({ ...hello, model: 'gpt-4o' })],
    ['/v1/embeddings', post({ model: 'auto', input: 'x' })],
    ['/v1/chat/completions', post(null, { body: '{"model": "auto"' })],
    ['/v1/chat/completions', post(null, { body: new FormData() })],
    ['/v1/models?path=/chat/completions', post(hello)],
  ])('passes untouched: %s', async (path, init) => {
    const passed = new Response('as it is')
    const send = vi.fn(async () => passed)
    expect(await make({ fetch: send as never })(url(path), init)).toBe(passed)
    expect(send.mock.calls).toEqual([[url(path), init]])
    expect(router.queries).toEqual([])
  })
})

describe('a stream', () => {
  const streamed = { ...hello, stream: true }

  test('is counted by a chunk that the caller does not see', async () => {
    const text = await (await make()(url(), post(streamed))).text()
    expect(mock().requests[0]!.body.stream_options).toEqual({ include_usage: true })
    expect(text).toContain(': keep-alive\n\n')
    expect(text).toContain('"content":" there"')
    expect(text).toMatch(/data: \[DONE\]\n\n$/)
    expect(text).not.toContain('prompt_tokens')
    expect(tracker.report()).toMatchObject({ usageQueries: 1, inputTokens: 11, outputTokens: 3 })
  })

  test('shows the counts to a caller who asked, and asks for none where he declined', async () => {
    const asked = post({ ...streamed, stream_options: { include_usage: true } })
    expect(await (await make()(url(), asked)).text()).toContain('prompt_tokens')
    const declined = post({ ...streamed, stream_options: { include_usage: false } })
    await (await make()(url(), declined)).text()
    await (await make({ models: { small: { modelId: 'small-1', askForUsage: false } } })(url(), post(streamed))).text()
    expect(mock().requests[1]!.body.stream_options).toEqual({ include_usage: false })
    expect(mock().requests[2]!.body).not.toHaveProperty('stream_options')
    expect(tracker.report()).toMatchObject({ usageQueries: 1, estimatedUsageQueries: 2 })
  })

  /** What is read of a stream whose second piece is sent when the returned function is called. */
  async function paced(script: Script) {
    let open = (): void => undefined
    const second = new Promise<void>(resolve => (open = resolve))
    const pace = async (index: number) => (index === 1 ? second : undefined)
    mock().say('small-1', { text: ['one', 'two', 'three'], pace, ...script })
    const reader = (await make()(url(), post(streamed))).body!.pipeThrough(new TextDecoderStream()).getReader()
    const until = async (word: string) => {
      for (let seen = ''; !seen.includes(word); ) {
        const { done, value } = await reader.read()
        expect(done).toBe(false)
        seen += value
      }
    }
    await until('one')
    return { reader, until, open }
  }

  test('gives out each piece before the next is sent, and ends when its reader leaves off', async () => {
    const { reader, until, open } = await paced({ stallAfter: 2 })
    open()
    await until('two')
    await reader.cancel()
    expect(await mock().requests[0]!.closed).toEqual({ complete: false })
    expect(tracker.report()).toMatchObject({ queries: 1, estimatedUsageQueries: 1 })
  })

  test('that breaks off is an error to its reader, and counted once', async () => {
    const { until, open } = await paced({ killAfter: 1 })
    open()
    await expect(until('two')).rejects.toThrow()
    expect(mock().requests).toHaveLength(1)
    expect(tracker.report()).toMatchObject({ queries: 1, estimatedUsageQueries: 1 })
  })
})

describe('where a model does not answer', () => {
  test.each([429, 500, 503])('%d: the next one does', async status => {
    mock().say('small-1', busy(status))
    const response = await make()(url(), post({ ...hello, stream: true }))
    expect(await response.text()).toContain('Hello')
    expect(routingOf(response)).toMatchObject({ model: 'large', selectedModel: 'small' })
    expect(tracker.report()).toMatchObject({ queries: 1, models: [{ model: 'large' }] })
  })

  test('no network: the next one does', async () => {
    const send: typeof fetch = async (input, init) => {
      if (String(init?.body).includes('small-1')) throw new TypeError('Failed to fetch')
      return fetch(input, init)
    }
    expect((await make({ fetch: send })(url(), post(hello))).status).toBe(200)
    await expect(make({ fetch: send, fallback: false })(url(), post(hello))).rejects.toThrow('Failed to fetch')
  })

  test('none does: the last response is given out as it is, and a retry goes by the same decision', async () => {
    const onDecision = vi.fn()
    mock().say('small-1', busy(503))
    mock().say('large-1', busy(429, { 'retry-after': '7' }), { whole: true })
    const routing = make({ onDecision })
    const response = await routing(url(), post(hello))
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
    expect(await response.json()).toEqual({ error: { message: 'busy' } })
    const again = await routing(url(), post(hello, { headers: { 'x-stainless-retry-count': '1' } }))
    expect(again.status).toBe(200)
    expect(mock().requests.map(({ model }) => model)).toEqual(['small-1', 'large-1', 'small-1', 'large-1'])
    expect(onDecision).toHaveBeenCalledTimes(1)
    await (await routing(url(), post(hello))).text()
    expect(onDecision).toHaveBeenCalledTimes(2)
  })

  test('any other status passes: another model would not mend it', async () => {
    mock().say('small-1', busy(401))
    expect((await make()(url(), post(hello))).status).toBe(401)
    expect(mock().requests).toHaveLength(1)
    expect(tracker.report()).toMatchObject({ queries: 0 })
  })
})

describe('an abort', () => {
  test('before anything is sent', async () => {
    await expect(make()(url(), post(hello, { signal: AbortSignal.abort() }))).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(mock().requests).toHaveLength(0)
  })

  test('while a model is silent ends the request, and no other is asked', async () => {
    const controller = new AbortController()
    mock().say('small-1', { respond: () => controller.abort() })
    await expect(make()(url(), post(hello, { signal: controller.signal }))).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(await mock().requests[0]!.closed).toEqual({ complete: false })
    expect(mock().requests).toHaveLength(1)
  })
})

test.each([
  [{ models: { small: '' } }, /models\["small"\] must be a text/],
  [{ models: { small: {} } }, /models\["small"\]\.modelId must be/],
  [{ models: { small: { modelId: 'a', client: {} } } }, /unknown key "client"/],
  [{ models: { smal: 'a' } }, /never chooses "smal"/],
  [{ fetsch: fetch }, /unknown key "fetsch"/],
  [{ fetch: 'no' }, /createRoutingFetch\.fetch must be a function/],
])('refuses %#', (options, message) => {
  expect(() => make(options as never)).toThrow(message)
})
