/** The client in a page: another origin's server, the browser's own rules about keys and requests. */
import type { Page } from '@playwright/test'
import type { ClientOptions, GreenRoutingClient, StreamPart } from '../src/client.ts'
import { test as base, expect, openBarePage, PACKAGE } from './fixtures.ts'
import { startMockProvider } from './mock-provider.ts'

type ClientPackage = typeof import('../src/client.ts')

declare global {
  /** Everything of `greenrouting/client`. */
  var greenroutingClient: ClientPackage
  /** A client of three models at the address, with a router that always takes the smallest. */
  var makeClient: (address: string, options?: Partial<ClientOptions>) => GreenRoutingClient
  /** What has come so far of a stream that goes on. */
  var parts: StreamPart[]
  var giveUp: () => void
}

const KEY = 'sk-test-0123456789abcdef'

const test = base.extend<{ tab: Page }>({
  /** A page with the client in its hands; nothing it says may show a key or go unhandled. */
  tab: async ({ page, server }, use) => {
    const said: string[] = []
    const uncaught: string[] = []
    page.on('console', message => said.push(message.text()))
    page.on('pageerror', error => uncaught.push(String(error)))
    await openBarePage(page, server)
    await page.evaluate(async address => {
      globalThis.greenroutingClient = await import(address)
      const { BenchmarkMatcher, GreenScorer, ModelRegistry, QueryProfile } = greenrouting
      const pool = [
        { name: 'small', energyPerQueryWh: 0.005, benchmarkScores: { code: 0.5 } },
        { name: 'medium', energyPerQueryWh: 0.1, benchmarkScores: { code: 0.7 } },
        { name: 'large', energyPerQueryWh: 0.4, benchmarkScores: { code: 0.9 } },
      ]
      const matcher = new BenchmarkMatcher(new ModelRegistry(pool), GreenScorer.from({ preset: 'maximum_green' }))
      const route = async () => matcher.match(QueryProfile.single('code', 1))
      globalThis.makeClient = (apiBase, options) =>
        new greenroutingClient.GreenRoutingClient({
          models: pool.map(model => ({ ...model, apiBase, apiKey: () => 'sk-test-0123456789abcdef' })),
          router: { route, routeMany: async () => [] },
          maxRetries: 0,
          ...options,
        })
    }, `${PACKAGE}client.js`)
    await use(page)
    expect(uncaught).toEqual([])
    for (const text of said) expect(text).not.toContain(KEY)
  },
})

/** The outcome of one question to a client at the address. */
const chat = (tab: Page, address: string, options: Pick<ClientOptions, 'fallback'> = {}) =>
  tab.evaluate(([address, options]) => outcome(makeClient(address, options).chat('Question')), [
    address,
    options,
  ] as const)

test('with a router of its own: the first token out when the first byte is in', async ({ tab, mock }) => {
  const gates = [gate(), gate()]
  mock.say('llama3.1:8b', { text: ['4', '.'], pace: index => gates[index]!.opened })
  const asked = tab.evaluate(async origin => {
    globalThis.parts = []
    const client = new greenroutingClient.GreenRoutingClient({
      models: [
        'gpt-4o',
        { name: 'llama-3.1-8b', modelId: 'ollama/llama3.1:8b', apiBase: origin },
        { name: 'claude-sonnet', apiBase: `${origin}/v1` },
      ],
      providers: { openai: { apiKey: async () => 'sk-test-0123456789abcdef', apiBase: `${origin}/v1` } },
      load: { device: 'wasm' },
    })
    for await (const part of client.stream('What is 2+2?')) globalThis.parts.push(part)
    await client.dispose()
    return client.report()
  }, mock.origin)
  // The classifier loads first.
  await expect.poll(() => mock.requests.length, { timeout: 60_000 }).toBe(1)
  expect(mock.requests[0]!.body.messages[0]).toMatchObject({ role: 'system' })
  const texts = () => tab.evaluate(() => globalThis.parts.flatMap(part => (part.type === 'text' ? [part.text] : [])))
  // The server holds the second piece back until the first has been read.
  gates[0]!.open()
  await expect.poll(texts).toEqual(['4'])
  gates[1]!.open()
  await expect.poll(texts).toEqual(['4', '.'])
  expect(await asked).toMatchObject({ queries: 1, tokens: { answers: 1, estimatedAnswers: 0 } })
  const [last] = await tab.evaluate(() => globalThis.parts.slice(-1))
  expect(last).toMatchObject({ type: 'finish', response: { content: '4.', routedTo: 'llama-3.1-8b' } })
  // Its worker has gone with it.
  await expect.poll(() => tab.workers().length).toBe(0)
})

for (const [provider, headers] of [
  ['openai', 'authorization,content-type'],
  ['anthropic', 'anthropic-dangerous-direct-browser-access,anthropic-version,content-type,x-api-key'],
  ['google', 'content-type,x-goog-api-key'],
  ['mistral', 'authorization,content-type'],
] as const) {
  test(`asks ${provider} with headers that pass CORS`, async ({ tab, mock }) => {
    const answered = await tab.evaluate(
      ([provider, apiBase]) => {
        const model = { name: 'small', provider, apiBase, apiKey: () => 'sk-test-0123456789abcdef' }
        return outcome(makeClient('', { models: [model] }).chat('Question'))
      },
      [provider, `${mock.origin}/v1`] as const,
    )
    expect(answered).toMatchObject({ ok: true, value: { content: 'Hello there.' } })
    expect(mock.preflights.map(({ headers }) => headers)).toEqual([headers])
    expect(JSON.stringify(mock.requests[0]!.headers)).toContain(KEY)
  })
}

test('a server that lets no page in is told apart by what to set', async ({ tab, mock, server }) => {
  mock.allowPages(false)
  const failed = await chat(tab, `${mock.origin}/v1`, { fallback: false })
  expect(failed).toMatchObject({ ok: false, typed: true, code: 'provider-unreachable' })
  const { message } = failed as { message: string }
  expect(message).toContain(`"Access-Control-Allow-Origin: ${server.origin}"`)
  expect(message).toContain('"Access-Control-Allow-Headers: content-type, authorization"')
  const ollama = await tab.evaluate(
    apiBase => outcome(makeClient('', { models: [{ name: 'small', provider: 'ollama', apiBase }] }).chat('Question')),
    `${mock.origin}/v1`,
  )
  expect(ollama).toMatchObject({
    code: 'provider-unreachable',
    message: expect.stringContaining(`OLLAMA_ORIGINS=${server.origin} ollama serve`),
  })
})

test('a browser that is offline says so', async ({ tab, mock, context }) => {
  // What is fetched when it is needed, is needed now.
  await tab.evaluate(address => makeClient(address).load(), `${mock.origin}/v1`)
  await context.setOffline(true)
  const failed = await chat(tab, `${mock.origin}/v1`)
  await context.setOffline(false)
  expect(failed).toMatchObject({ ok: false, code: 'provider-unreachable', message: expect.stringContaining('offline') })
})

test('a key in plain text is refused, with what to do instead', async ({ tab, mock }) => {
  const make = (dangerouslyAllowBrowser: boolean) =>
    tab.evaluate(
      dangerouslyAllowBrowser =>
        outcome(
          (async () =>
            void makeClient('', {
              models: [{ name: 'small', provider: 'openai', apiKey: 'sk-test-0123456789abcdef' }],
              dangerouslyAllowBrowser,
            }))(),
        ),
      dangerouslyAllowBrowser,
    )
  const refused = await make(false)
  expect(refused).toMatchObject({
    ok: false,
    typed: true,
    code: 'browser-key',
    message: expect.stringContaining('dangerouslyAllowBrowser'),
  })
  expect(JSON.stringify(refused)).not.toContain(KEY)
  expect(await make(true)).toMatchObject({ ok: true })
  expect(mock.requests).toHaveLength(0)
})

test('a key that is missing is missed at the first question, not at the first that needs it', async ({ tab }) => {
  const failed = await tab.evaluate(() =>
    outcome(new greenroutingClient.GreenRoutingClient({ models: ['gpt-4o', 'llama-3.1-8b'] }).chat('Question')),
  )
  expect(failed).toMatchObject({
    ok: false,
    typed: true,
    code: 'missing-key',
    message: expect.stringContaining('providers: { openai: { apiKey'),
  })
  expect((failed as { message: string }).message).toContain(`{ name: "llama-3.1-8b", provider: 'openrouter'`)
})

test('an abort ends the request', async ({ tab, mock }) => {
  mock.say('small', { text: ['a', 'b'], stallAfter: 1 })
  const failed = tab.evaluate(address => {
    const controller = new AbortController()
    globalThis.giveUp = () => controller.abort(new Error('enough'))
    return outcome(makeClient(address).chat('Question', { signal: controller.signal }))
  }, `${mock.origin}/v1`)
  await expect.poll(() => mock.requests.length).toBe(1)
  await tab.evaluate(() => globalThis.giveUp())
  expect(await failed).toMatchObject({ ok: false, typed: true, code: 'aborted', name: 'AbortError' })
  expect(await mock.requests[0]!.closed).toEqual({ complete: false })
})

test('leaving the loop ends the request', async ({ tab, mock }) => {
  mock.say('small', { text: ['a', 'b'], stallAfter: 1 })
  const report = await tab.evaluate(async address => {
    const client = makeClient(address)
    for await (const _ of client.stream('Question')) break
    return client.report()
  }, `${mock.origin}/v1`)
  expect(await mock.requests[0]!.closed).toEqual({ complete: false })
  expect(report.queries).toBeLessThanOrEqual(1)
})

test('a server killed in the middle of its answer gives way to the next', async ({ tab, mock }) => {
  const dying = await startMockProvider()
  dying.say('small', { text: ['Half', ' an', ' answer'], stallAfter: 1 })
  const answered = tab.evaluate(
    async ([dying, next]) => {
      globalThis.parts = []
      const client = makeClient(next, {
        models: [
          { name: 'small', apiBase: dying },
          { name: 'large', apiBase: next },
        ],
      })
      for await (const part of client.stream('Question')) globalThis.parts.push(part)
      return { parts: globalThis.parts, report: client.report() }
    },
    [`${dying.origin}/v1`, `${mock.origin}/v1`] as const,
  )
  await expect.poll(() => tab.evaluate(() => globalThis.parts?.length)).toBe(1)
  await dying.close()
  const { parts, report } = await answered
  expect(parts.map(part => (part.type === 'text' ? part.text : part.type))).toEqual([
    'Half',
    'restart',
    'Hello',
    ' there',
    '.',
    'finish',
  ])
  expect(parts[1]).toMatchObject({ from: 'small', model: 'large' })
  expect(parts.at(-1)).toMatchObject({ response: { routedTo: 'large', content: 'Hello there.' } })
  // Both took their energy for one question.
  expect(report).toMatchObject({ queries: 1, tokens: { answers: 2, estimatedAnswers: 1 } })
  expect(report.usedWh).toBeCloseTo(0.405, 12)
})

test('a redirect is not followed, a login page is not an answer', async ({ tab, mock }) => {
  mock.say('small', { respond: (_, response) => void response.writeHead(307, { location: '/elsewhere' }).end() })
  expect(await chat(tab, `${mock.origin}/v1`, { fallback: false })).toMatchObject({
    code: 'provider-rejected',
    message: expect.stringContaining('redirects'),
  })
  expect(mock.requests).toHaveLength(1)
  mock.say('small', { respond: (_, response) => void response.setHeader('content-type', 'text/html').end('<form>') })
  expect(await chat(tab, `${mock.origin}/v1`, { fallback: false })).toMatchObject({
    code: 'provider-malformed',
    message: expect.stringContaining('web page'),
  })
})

test('a key that a provider echoes goes no further', async ({ tab, mock }) => {
  const body = JSON.stringify({ error: { message: `Incorrect API key provided: ${KEY}` } })
  mock.say('small', {
    respond: (_, response) => void response.writeHead(401, { 'content-type': 'application/json' }).end(body),
  })
  const failed = await chat(tab, `${mock.origin}/v1`, { fallback: false })
  expect(failed).toMatchObject({ code: 'provider-auth', message: expect.stringContaining('[key]') })
  expect(JSON.stringify(failed)).not.toContain(KEY)
})

test('signing in with OpenRouter leads to a key', async ({ tab }) => {
  let verifier = ''
  await tab.route('https://openrouter.ai/api/v1/auth/keys', async route => {
    const body = route.request().postDataJSON()
    verifier = body.code_verifier
    await route.fulfill({ json: { key: KEY }, headers: { 'access-control-allow-origin': '*' } })
  })
  const { url, started, key } = await tab.evaluate(async () => {
    const { url, verifier } = await greenroutingClient.startOpenRouterSignIn(location.href)
    return { url, started: verifier, key: await greenroutingClient.finishOpenRouterSignIn('c0de', verifier) }
  })
  expect(new URL(url).searchParams.get('callback_url')).toBe(tab.url())
  expect(verifier).toBe(started)
  expect(key).toBe(KEY)
})

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { opened, open: () => open() }
}
