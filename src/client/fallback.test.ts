import { describe, expect, test, vi } from 'vitest'
import type { MockProvider, Script } from '../../e2e/mock-provider.ts'
import { clientAt, KEY, modelsAt, useMock } from './harness.fixture.ts'

const mock = useMock()

const status = (
  code: number,
  headers: Record<string, string> = {},
  body: unknown = { error: { message: 'no' } },
): Script => ({
  respond: (_, response) =>
    void response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body)),
})

const asked = (from: MockProvider = mock()) => from.requests.map(({ model }) => model)
const told = (log: readonly { event: string; model: string }[]) => log.map(({ event, model }) => `${event} ${model}`)

describe('a busy provider', () => {
  test('is asked again, when it says', async () => {
    mock().say('small', status(429, { 'retry-after-ms': '20' }), status(503), { text: ['here'] })
    const { content, log } = await clientAt(mock()).chat('Question')
    expect(content).toBe('here')
    expect(asked()).toEqual(['small', 'small', 'small'])
    expect(told(log)).toEqual(['chosen small', 'retried small', 'retried small', 'answered small'])
    expect(log[1]).toMatchObject({ code: 'provider-busy', detail: expect.stringContaining('Asked again after 20 ms') })
  })

  test('is never asked sooner than it says', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    try {
      mock().say('small', status(429, { 'retry-after': '5' }), {})
      const answer = clientAt(mock()).chat('Question')
      await vi.waitFor(() => expect(asked()).toHaveLength(1))
      await vi.advanceTimersByTimeAsync(4900)
      expect(asked()).toHaveLength(1)
      await vi.advanceTimersByTimeAsync(200)
      await vi.waitFor(() => expect(asked()).toHaveLength(2))
      vi.useRealTimers()
      await answer
    } finally {
      vi.useRealTimers()
    }
  })

  test('that wants more patience than there is, is passed over', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString()
    mock().say('small', status(429, { 'retry-after': date }))
    const { routedTo } = await clientAt(mock()).chat('Question')
    expect(routedTo).toBe('medium')
    expect(asked()).toEqual(['small', 'medium'])
  })

  test.each([
    ['is not asked again without retries', 0, ['small', 'medium']],
    ['is given up after the last retry', 1, ['small', 'small', 'medium']],
  ])('%s', async (_, maxRetries, expected) => {
    mock().say('small', status(500, { 'retry-after-ms': '1' }))
    expect((await clientAt(mock(), { maxRetries }).chat('Question')).routedTo).toBe('medium')
    expect(asked()).toEqual(expected)
  })

  test('waiting for it ends with the caller’s patience', async () => {
    mock().say('small', status(429, { 'retry-after': '9' }))
    const controller = new AbortController()
    const answer = clientAt(mock()).chat('Question', { signal: controller.signal })
    await expect.poll(() => asked().length).toBe(1)
    controller.abort()
    await expect(answer).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('a model that fails', () => {
  test.each([
    ['refuses the key', status(401), 'provider-auth'],
    ['does not exist', status(404), 'provider-rejected'],
    [
      'answers with a web page',
      { respond: (_, response) => void response.setHeader('content-type', 'text/html').end('<p>') },
      'provider-malformed',
    ],
    ['breaks off before the first word', { killAfter: 0 }, 'provider-failed'],
  ] as [string, Script, string][])(
    'because it %s gives way to the next of the ranking, and the answer says so',
    async (_, script, code) => {
      mock().say('small', script)
      const client = clientAt(mock(), { maxRetries: 0 })
      const response = await client.chat('Question')
      expect(response).toMatchObject({ routedTo: 'medium', energySavingsPct: 75, decision: { selectedModel: 'small' } })
      expect(told(response.log)).toEqual(['chosen small', 'failed small', 'chosen medium', 'answered medium'])
      expect(response.log[1]).toMatchObject({ code })
      expect(response.log[2]!.detail).toContain('small failed')
      // What was carried out is counted, not what was planned.
      const report = client.report()
      expect(report.queries).toBe(1)
      expect(report.models.map(({ model }) => model)).toEqual(['medium'])
    },
  )

  test('in the middle is counted with what it had said', async () => {
    // Long enough for the first piece to arrive.
    const pace = (index: number) => new Promise<void>(resolve => setTimeout(resolve, index * 200))
    mock().say('small', { text: ['12345678', 'x'], killAfter: 1, pace })
    const client = clientAt(mock(), { compress: false })
    const response = await client.chat('Question')
    expect(response).toMatchObject({ content: 'Hello there.', routedTo: 'medium', usage: { outputTokens: 3 } })
    expect(response.energy?.midWh).toBeCloseTo(0.105, 12)
    expect(response.energySavingsPct).toBeCloseTo(100 * (1 - 0.105 / 0.4), 10)
    expect(response.log[1]).toMatchObject({ event: 'failed', usage: { outputTokens: 2, estimated: true } })
    const report = client.report()
    expect(report).toMatchObject({
      queries: 1,
      baselineWh: 0.4,
      tokens: { answers: 2, outputTokens: 5, estimatedAnswers: 1 },
    })
    expect(report.usedWh).toBeCloseTo(0.105, 12)
    expect(report.usedUsd).toBeCloseTo(0.001 + 0.01, 12)
  })

  test('takes the others of an unreachable server with it', async () => {
    const models = modelsAt(mock())
    const gone = { apiBase: 'http://127.0.0.1:1/v1', timeouts: { connectMs: 3000 } }
    const dead = vi.fn(async () => {
      throw new TypeError('fetch failed')
    })
    const fetch = ((url: string, init: RequestInit) =>
      url.startsWith(gone.apiBase) ? dead() : globalThis.fetch(url, init)) as typeof globalThis.fetch
    const client = clientAt(mock(), {
      models: [{ ...models[0]!, ...gone }, { ...models[1]!, ...gone }, models[2]!],
      fetch,
    })
    expect((await client.chat('Question')).routedTo).toBe('large')
    expect(dead).toHaveBeenCalledTimes(1)
  })

  test('alone is the call’s error, and counts nothing', async () => {
    for (const model of ['small', 'medium', 'large']) mock().say(model, status(401))
    const client = clientAt(mock(), { models: modelsAt(mock()).slice(0, 1) })
    await expect(client.chat('Question')).rejects.toMatchObject({ code: 'provider-auth' })
    expect(client.report()).toMatchObject({ queries: 0, tokens: { answers: 0 } })
  })

  test('with all others says what each of them said, without a key', async () => {
    const body = { error: { message: `Incorrect API key provided: ${KEY}` } }
    for (const model of ['small', 'medium', 'large']) mock().say(model, status(401, {}, body))
    const error = await clientAt(mock())
      .chat('Question')
      .catch(error => error)
    expect(error).toMatchObject({ code: 'all-models-failed' })
    expect(error.details.failures.map(({ model, code }: { model: string; code: string }) => [model, code])).toEqual([
      ['small', 'provider-auth'],
      ['medium', 'provider-auth'],
      ['large', 'provider-auth'],
    ])
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toContain(KEY)
  })

  test('is the end where no fallback is wanted', async () => {
    mock().say('small', status(401))
    await expect(clientAt(mock(), { fallback: false }).chat('Question')).rejects.toMatchObject({
      code: 'provider-auth',
    })
    expect(asked()).toEqual(['small'])
  })

  test('for a reason of the caller’s is not passed on', async () => {
    await expect(clientAt(mock()).chat('Question', { body: { seed: 1n } })).rejects.toMatchObject({
      code: 'invalid-option',
    })
    expect(asked()).toEqual([])
  })
})

describe('a key from a function', () => {
  test('is asked for before each request, and may come late', async () => {
    const apiKey = vi.fn(async () => ` ${KEY}\n`)
    const client = clientAt(mock(), { models: modelsAt(mock(), { apiKey }) })
    await client.chat('Question')
    await client.chat('Question')
    expect(apiKey).toHaveBeenCalledTimes(2)
    expect(mock().requests[1]!.headers.authorization).toBe(`Bearer ${KEY}`)
  })

  test.each([
    ['nothing', () => ''],
    ['no text', () => 7 as never],
    ['what no header can carry', () => `${KEY}\u00e9`],
    ['an error', () => Promise.reject(new Error('no session'))],
  ])('that gives %s is a missing key', async (_, apiKey) => {
    const client = clientAt(mock(), { models: modelsAt(mock(), { apiKey }) })
    const error = await client.chat('Question').catch(error => error)
    expect(error).toMatchObject({ code: 'missing-key' })
    expect(String(error)).not.toContain(KEY)
    // One key for all models of a server: it is asked for once.
    expect(mock().requests).toHaveLength(0)
  })

  test('that never comes does not hold up an abort', async () => {
    const controller = new AbortController()
    const apiKey = () => new Promise<string>(() => undefined)
    const answer = clientAt(mock(), { models: modelsAt(mock(), { apiKey }) }).chat('Question', {
      signal: controller.signal,
    })
    await new Promise(resolve => setTimeout(resolve, 20))
    controller.abort()
    await expect(answer).rejects.toMatchObject({ code: 'aborted' })
  })
})
