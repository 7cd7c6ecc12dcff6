import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type MockProvider, type Script, sse, startMockProvider } from '../../e2e/mock-provider.ts'
import { type GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import type { Endpoint, ProviderPart, ProviderRequest } from './contracts.ts'
import { collect, endpointOf, gate, textOf } from './endpoint.fixture.ts'
import { fetchAnswer } from './fetch-answer.ts'

const KEY = 'sk-proj-0123456789abcdefghij'
const QUESTION = 'A question that nobody else may read'

let mock: MockProvider
beforeAll(async () => {
  mock = await startMockProvider()
})
afterEach(() => mock.forget())
afterAll(() => mock.close())

const request: ProviderRequest = { modelId: 'm', messages: [{ role: 'user', content: QUESTION }] }

interface Asked {
  readonly provider?: string
  readonly endpoint?: Partial<Endpoint>
  readonly request?: Partial<ProviderRequest>
  readonly signal?: AbortSignal
}

function ask({ provider = 'openai', endpoint, request: more, signal }: Asked = {}) {
  return fetchAnswer(
    endpointOf(provider, mock.origin, endpoint),
    { ...request, ...more },
    { key: KEY, signal: signal ?? new AbortController().signal },
  )
}

/** The typed error a call ends with, which holds neither the key nor the question. */
async function failure(script: Script, asked: Asked = {}): Promise<GreenRoutingError> {
  mock.say('m', script)
  const error = await collect(ask(asked)).then(
    parts => expect.fail(`answered ${JSON.stringify(parts)}`),
    (error: unknown) => error,
  )
  if (!isGreenRoutingError(error)) throw error
  const shown = `${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.details)}`
  expect(shown).not.toContain(KEY)
  expect(shown).not.toContain(KEY.slice(8))
  expect(error.message).not.toContain(QUESTION)
  return error
}

async function closedPort(): Promise<number> {
  const server = await startMockProvider()
  await server.close()
  return server.port
}

const status = (code: number, body: unknown, headers: Record<string, string> = {}): Script => ({
  respond: (_, response) =>
    void response
      .writeHead(code, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body)),
})

describe.each(['openai', 'anthropic', 'google', 'openrouter', 'groq', 'mistral', 'ollama'])('%s', provider => {
  test('streams text, usage and the end', async () => {
    mock.say('m', { text: ['Grüße', ' 🌍', '!'], usage: { input: 20, output: 9, cached: 4 } })
    const parts = await collect(ask({ provider }))
    expect(textOf(parts)).toBe('Grüße 🌍!')
    const finish = parts.findIndex(({ type }) => type === 'finish')
    expect(parts[finish]).toEqual({ type: 'finish', reason: 'stop' })
    expect(parts.slice(finish).some(({ type }) => type === 'text')).toBe(false)
    const usages = parts.flatMap(part => (part.type === 'usage' ? [part.usage] : []))
    // Mistral and OpenRouter are not asked for usage, and the server here tells only who asks.
    if (provider === 'mistral' || provider === 'openrouter') expect(usages).toEqual([])
    else expect(Object.assign({}, ...usages)).toMatchObject({ inputTokens: 20, outputTokens: 9, cachedInputTokens: 4 })
  })

  test('reads an answer that was not streamed', async () => {
    mock.say('m', { whole: true, text: ['All', ' at once'] })
    const parts = await collect(ask({ provider }))
    expect(textOf(parts)).toBe(provider === 'google' ? ' at once' : 'All at once')
    expect(parts).toContainEqual({ type: 'finish', reason: 'stop' })
    expect(parts).toContainEqual({
      type: 'usage',
      usage: expect.objectContaining({ inputTokens: 11, outputTokens: 3 }),
    })
  })

  test('gives the key to the server and to nobody else', async () => {
    await collect(ask({ provider }))
    const { headers, path, query } = mock.requests[0]!
    const sent =
      provider === 'anthropic'
        ? headers['x-api-key']
        : provider === 'google'
          ? headers['x-goog-api-key']
          : headers.authorization
    expect(sent).toContain(KEY)
    expect(path + query).not.toContain(KEY)
  })
})

test('hands on each piece when it is here, not when the next one is', async () => {
  const steps = Array.from({ length: 3 }, gate)
  mock.say('m', { text: ['one', 'two', 'three'], pace: index => steps[index]!.opened })
  const answer = ask()
  const next = async () => {
    for (;;) {
      const { value } = await answer.next()
      if ((value as ProviderPart).type === 'text') return (value as { text: string }).text
    }
  }
  for (const [index, text] of ['one', 'two', 'three'].entries()) {
    // The server sends the next piece only after this one was read.
    steps[index]!.open()
    expect(await next()).toBe(text)
  }
  await answer.return()
})

test('a reader who leaves ends the request', async () => {
  mock.say('m', { text: ['a', 'b'], stallAfter: 1 })
  for await (const part of ask()) if (part.type === 'text') break
  expect(await mock.requests[0]!.closed).toEqual({ complete: false })
})

describe('the end of an answer', () => {
  test('counts that never come do not hold it up', async () => {
    mock.say('m', {
      respond: (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(sse({ choices: [{ delta: { content: 'done' }, finish_reason: 'stop' }] }))
      },
    })
    const parts = await collect(
      ask({ endpoint: { timeouts: { connectMs: 5000, firstByteMs: 5000, betweenBytesMs: 50 } } }),
    )
    expect(parts.map(({ type }) => type)).toEqual(['text', 'finish'])
  })

  test('[DONE] alone is one', async () => {
    mock.say('m', {
      respond: (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        // Left open, as some servers do.
        response.write(`${sse({ choices: [{ delta: { content: 'done' } }] })}data: [DONE]\n\n`)
      },
    })
    expect(await collect(ask())).toEqual([
      { type: 'text', text: 'done' },
      { type: 'finish', reason: 'other' },
    ])
  })

  test('a last event without its blank line is read', async () => {
    mock.say('m', {
      respond: (_, response) =>
        void response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .end(`data: ${JSON.stringify({ choices: [{ delta: { content: 'x' }, finish_reason: 'length' }] })}`),
    })
    expect(await collect(ask())).toEqual([
      { type: 'text', text: 'x' },
      { type: 'finish', reason: 'length' },
    ])
  })
})

test('ten megabytes in small pieces, and in one event', async () => {
  const piece = 'ä'.repeat(5000)
  mock.say('m', { text: Array.from({ length: 1000 }, () => piece) }, { text: [piece.repeat(1000)] })
  expect(textOf(await collect(ask()))).toHaveLength(5_000_000)
  expect(textOf(await collect(ask()))).toHaveLength(5_000_000)
})

test('characters cut in the middle by the network', async () => {
  const bytes = Buffer.from(sse({ choices: [{ delta: { content: 'Ünïcødé 🌍 你好' }, finish_reason: 'stop' }] }))
  mock.say('m', {
    respond: async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const byte of bytes) {
        response.write(Uint8Array.of(byte))
        await new Promise(resolve => setImmediate(resolve))
      }
      response.end()
    },
  })
  expect(textOf(await collect(ask()))).toBe('Ünïcødé 🌍 你好')
})

describe('a refusal', () => {
  test.each([
    [
      'OpenAI',
      401,
      { error: { message: `Incorrect API key provided: ${KEY}.`, code: 'invalid_api_key' } },
      'provider-auth',
      'Incorrect API key provided: [key]',
    ],
    [
      'a masked key',
      401,
      { error: { message: 'Incorrect API key: sk-pr**********hij' } },
      'provider-auth',
      'Incorrect API key: [key]',
    ],
    [
      'Anthropic',
      404,
      { type: 'error', error: { type: 'not_found_error', message: 'model: m' } },
      'provider-rejected',
      'model: m',
    ],
    [
      'Google',
      400,
      [{ error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT' } }],
      'provider-rejected',
      'API key not valid.',
    ],
    [
      'Mistral',
      422,
      { object: 'error', message: { detail: [{ msg: 'Extra inputs are not permitted', input: QUESTION }] } },
      'provider-rejected',
      'Extra inputs are not permitted',
    ],
    ['Ollama', 404, { error: "model 'm' not found" }, 'provider-rejected', "model 'm' not found"],
    ['plain words', 400, `You asked: ${QUESTION}`, 'provider-rejected', 'You asked: [text]'],
    ['a web page', 403, '<html>secret things</html>', 'provider-auth', 'answered 403'],
    ['nothing', 418, '', 'provider-rejected', 'answered 418'],
  ])('of %s (%i)', async (_, code, body, expected, words) => {
    const error = await failure(status(code, body))
    expect(error.code).toBe(expected)
    expect(error.message).toContain(words)
    expect(error.message).not.toContain('secret things')
    expect(error.details).toMatchObject({ status: code, provider: 'openai', model: 'm', retryable: false })
  })

  test.each([
    [429, {}, true],
    [500, {}, true],
    [529, {}, true],
    [501, {}, false],
    [500, { 'x-should-retry': 'false' }, false],
    [400, { 'x-should-retry': 'true' }, true],
  ])('%i with %o may be tried again: %s', async (code, headers, retryable) => {
    const error = await failure(status(code, { error: { message: 'no' } }, headers))
    expect(error.details.retryable).toBe(retryable)
  })

  test.each([
    ['Ollama', { error: "model 'm' not found" }],
    [
      'Ollama in OpenAI’s shape',
      { error: { message: 'model "m" not found, try pulling it first', type: 'api_error' } },
    ],
  ])('of %s for a model it does not have says how to fetch it', async (_, body) => {
    const error = await failure(status(404, body), { provider: 'ollama' })
    expect(error.code).toBe('model-not-on-device')
    expect(error.message).toContain('Ollama answered 404 for m: model')
    expect(error.message).toContain('Fetch it first: ollama pull m (')
    expect(error.details).toEqual({ provider: 'ollama', model: 'm', retryable: false, status: 404 })
    // Nobody can fetch another provider's.
    expect((await failure(status(404, body), { provider: 'vllm' })).code).toBe('provider-rejected')
  })

  test('of Ollama for a wrong address says so', async () => {
    const error = await failure(status(404, '404 page not found'), { provider: 'ollama' })
    expect(error.code).toBe('provider-rejected')
    expect(error.message).toContain('and the address')
  })

  test('says when to come back', async () => {
    const soon = await failure(status(429, {}, { 'retry-after': '7' }))
    expect(soon).toMatchObject({ code: 'provider-busy', details: { retryAfterMs: 7000 } })
    const never = await failure(
      status(429, { error: { message: 'You exceeded your quota', code: 'insufficient_quota' } }),
    )
    expect(never).toMatchObject({ code: 'provider-busy', details: { retryable: false } })
    expect(never.message).not.toContain('Try again')
  })

  test('whose body never comes is known by its status', async () => {
    const error = await failure(
      { respond: (_, response) => response.writeHead(401, { 'content-type': 'application/json' }).flushHeaders() },
      { endpoint: { timeouts: { connectMs: 5000, firstByteMs: 50, betweenBytesMs: 50 } } },
    )
    expect(error.code).toBe('provider-auth')
  })

  test('headers of the caller are as secret as the key', async () => {
    const secret = 'tenant-password-42'
    const error = await failure(status(400, { error: `bad header ${secret}` }), {
      endpoint: { headers: { 'x-tenant': secret } },
    })
    expect(error.message).toContain('bad header [key]')
  })
})

describe('an error inside an answer of status 200', () => {
  test.each([
    ['OpenAI', 'openai', { error: { message: 'The server had an error', type: 'server_error' } }, 'provider-busy'],
    [
      'Anthropic',
      'anthropic',
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      'provider-busy',
    ],
    [
      'OpenRouter',
      'openrouter',
      {
        error: { code: 502, message: 'Provider disconnected' },
        choices: [{ delta: { content: '' }, finish_reason: 'error' }],
      },
      'provider-busy',
    ],
    ['vLLM', 'vllm', { object: 'error', message: `bad ${KEY}`, code: 400 }, 'provider-rejected'],
    [
      'Google',
      'google',
      { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } },
      'provider-busy',
    ],
    [
      'DeepSeek',
      'deepseek',
      { choices: [{ delta: {}, finish_reason: 'insufficient_system_resource' }] },
      'provider-failed',
    ],
  ])('of %s', async (_, provider, payload, code) => {
    expect((await failure({ errorAfter: { pieces: 1, payload } }, { provider })).code).toBe(code)
  })

  test('in words', async () => {
    const error = await failure({ errorAfter: { pieces: 1, payload: `went wrong, ${KEY}`, event: 'error' } })
    expect(error).toMatchObject({ code: 'provider-failed', message: expect.stringContaining('went wrong, [key]') })
  })

  test('as JSON', async () => {
    const error = await failure(status(200, { error: { code: 402, message: 'Insufficient credits' } }))
    expect(error).toMatchObject({ code: 'provider-rejected', details: { status: 402 } })
  })
})

describe('what is no answer', () => {
  const raw = (contentType: string, body: string): Script => ({
    respond: (_, response) => void response.writeHead(200, { 'content-type': contentType }).end(body),
  })
  test.each([
    ['a login page', raw('text/html', '<form>password</form>'), 'provider-malformed', 'web page'],
    [
      'a login page that says nothing of itself',
      raw('', '<form>password</form>'),
      'provider-malformed',
      'not a stream of events',
    ],
    [
      'an event that is not JSON',
      raw('text/event-stream', 'data: {"choices": [\n\ndata: x\n\n'),
      'provider-malformed',
      'not JSON',
    ],
    ['broken JSON', raw('application/json', '{"choices": ['), 'provider-malformed', 'broken JSON'],
    ['JSON of something else', raw('application/json', '{"status": "ok"}'), 'provider-malformed', 'another format'],
    ['nothing', raw('text/event-stream', ''), 'provider-malformed', 'not a stream of events'],
    [
      'events of another format',
      raw('text/event-stream', 'data: {"hello": "world"}\n\n'),
      'provider-failed',
      'broke off',
    ],
    [
      'a half answer',
      raw('text/event-stream', sse({ choices: [{ delta: { content: 'Hal' } }] })),
      'provider-failed',
      'broke off',
    ],
    ['half an event', raw('text/event-stream', 'data: {"choices": [{"del'), 'provider-failed', 'broke off'],
    ['a broken connection', { killAfter: 1 }, 'provider-failed', 'broke off'],
  ] as [string, Script, string, string][])('%s', async (_, script, code, words) => {
    const error = await failure(script)
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) })
    expect(error.message).not.toContain('password')
  })

  test('a redirect is not followed', async () => {
    const error = await failure({
      respond: (_, response) =>
        void response.writeHead(308, { location: `${mock.origin}/elsewhere?token=${KEY}` }).end(),
    })
    expect(error).toMatchObject({
      code: 'provider-rejected',
      message: expect.stringContaining(`${mock.origin}/elsewhere.`),
    })
    expect(mock.requests).toHaveLength(1)
  })

  test('a server that is not there', async () => {
    const error = await failure(
      {},
      { endpoint: { apiBase: `http://127.0.0.1:${await closedPort()}/v1?token=abcdefgh` } },
    )
    expect(error).toMatchObject({ code: 'provider-unreachable', details: { retryable: false } })
    expect(error.message).toContain('ECONNREFUSED')
    expect(error.message).not.toContain('abcdefgh')
  })
})

describe('patience', () => {
  const timeouts = { connectMs: 5000, firstByteMs: 5000, betweenBytesMs: 5000 }
  test.each([
    ['connect', { respond: () => undefined }, 'connectMs'],
    [
      'first byte',
      { respond: (_, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders() },
      'firstByteMs',
    ],
    ['next byte', { stallAfter: 1 }, 'betweenBytesMs'],
  ] as [string, Script, keyof typeof timeouts][])('ends at the %s', async (phase, script, setting) => {
    const error = await failure(script, { endpoint: { timeouts: { ...timeouts, [setting]: 60 } } })
    expect(error).toMatchObject({ code: 'provider-timeout', details: { phase, ms: 60 } })
    expect(error.message).toContain(`timeouts.${setting}`)
    expect(await mock.requests[0]!.closed).toEqual({ complete: false })
  })

  test('keep-alives are signs of life', async () => {
    mock.say('m', {
      respond: async (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        // Longer than the patience in all, each far within it even on a busy machine.
        for (let index = 0; index < 12; index++) {
          response.write(': PROCESSING\n\n')
          await new Promise(resolve => setTimeout(resolve, 100))
        }
        response.end(sse({ choices: [{ delta: { content: 'late' }, finish_reason: 'stop' }] }))
      },
    })
    const parts = await collect(ask({ endpoint: { timeouts: { ...timeouts, betweenBytesMs: 1000 } } }))
    expect(textOf(parts)).toBe('late')
  })
})

describe('an abort', () => {
  test.each([
    ['before it begins', { respond: () => undefined }, 0],
    ['while the server is silent', { respond: () => undefined }, 1],
    ['while it answers', { stallAfter: 1 }, 1],
  ] as [string, Script, number][])('%s', async (_, script, asked) => {
    const controller = new AbortController()
    mock.say('m', script)
    if (asked === 0) controller.abort(new Error('enough'))
    const answer = collect(ask({ signal: controller.signal })).catch((error: unknown) => error)
    if (asked > 0) {
      await expect.poll(() => mock.requests.length).toBe(1)
      controller.abort(new Error('enough'))
    }
    expect(await answer).toMatchObject({ code: 'aborted', name: 'AbortError', cause: { message: 'enough' } })
    expect(mock.requests).toHaveLength(asked)
  })

  test('ends a fetch that does not listen', async () => {
    const controller = new AbortController()
    const deaf = () => new Promise<Response>(() => undefined)
    const answer = collect(ask({ signal: controller.signal, endpoint: { fetch: deaf } })).catch(error => error)
    await new Promise(resolve => setTimeout(resolve, 10))
    controller.abort()
    expect(await answer).toMatchObject({ code: 'aborted' })
  })
})

test('fields that JSON cannot hold are the caller’s mistake', async () => {
  const cycle: Record<string, unknown> = {}
  cycle.self = cycle
  const error = await failure({}, { request: { body: { cycle } } })
  expect(error).toMatchObject({ code: 'invalid-option', details: { path: 'body' } })
  expect(mock.requests).toHaveLength(0)
})
