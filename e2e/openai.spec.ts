/** The real `openai` package in a page: wrapped, and with a routing fetch, in front of a server that speaks its formats. */
import type { ServerResponse } from 'node:http'
import type { Page } from '@playwright/test'
import type OpenAI from 'openai'
import type { EnergyTracker } from '../src/index.ts'
import { bundlePage } from './bundle.ts'
import { test as base, expect, openBarePage } from './fixtures.ts'

declare global {
  var OpenAISdk: typeof import('openai').default
  var openaiAdapter: typeof import('../src/adapters/openai.ts')
  /** Routes the model `auto`, wrapped or by its fetch, without retries unless given; counts in `openaiTracker`. */
  var makeOpenAI: (how: 'wrapped' | 'fetch', maxRetries?: number) => OpenAI
  var openaiTracker: EnergyTracker
  var seenTexts: string[]
  var giveUp: () => void
}

const KEY = 'sk-test-0123456789abcdef'
const HOW = ['wrapped', 'fetch'] as const

const test = base.extend<{ tab: Page }, { loaded: Page }>({
  /** One page for all tests: the router is loaded once. */
  loaded: [
    async ({ browser, runningServer, runningMock, device }, use) => {
      const page = await browser.newPage()
      await openBarePage(page, runningServer)
      await page.addScriptTag({ type: 'module', content: await bundlePage('openai') })
      await page.waitForFunction(() => 'openaiAdapter' in globalThis)
      await page.evaluate(
        async ([baseURL, apiKey, device]) => {
          const pool = [
            { name: 'small', energyPerQueryWh: 0.005, tools: false, structuredOutput: false },
            { name: 'large', energyPerQueryWh: 0.4, tools: true, structuredOutput: true },
          ]
          globalThis.router = await greenrouting.loadPretrained({ device, pool, scoring: { preset: 'maximum_green' } })
          globalThis.makeOpenAI = (how, maxRetries = 0) => {
            const models = { small: 'small-1', large: 'large-1' }
            const options = { baseURL, apiKey, maxRetries, dangerouslyAllowBrowser: true }
            return how === 'wrapped'
              ? openaiAdapter.wrapOpenAI(new OpenAISdk(options), { router, models, tracker: openaiTracker })
              : new OpenAISdk({
                  ...options,
                  fetch: openaiAdapter.createRoutingFetch({ router, models, tracker: openaiTracker }),
                })
          }
        },
        [`${runningMock.origin}/v1`, KEY, device] as const,
      )
      await use(page)
      await page.close()
    },
    { scope: 'worker' },
  ],
  /** Nothing the page says may show the key or go unhandled. */
  tab: async ({ loaded }, use) => {
    const said: string[] = []
    const uncaught: string[] = []
    loaded.on('console', message => said.push(message.text()))
    loaded.on('pageerror', error => uncaught.push(String(error)))
    await loaded.evaluate(() => {
      globalThis.openaiTracker = new greenrouting.EnergyTracker()
      globalThis.seenTexts = []
    })
    await use(loaded)
    expect(uncaught).toEqual([])
    for (const text of said) expect(text).not.toContain(KEY)
    loaded.removeAllListeners('console')
    loaded.removeAllListeners('pageerror')
  },
})

const json = (payload: unknown, status = 200, headers: Record<string, string> = {}) => ({
  respond: (_: unknown, response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(payload)),
})

/** The shapes of the API reference of responses (2026-11). */
const response = (text: string, status = 'completed') => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_790_000_000,
  status,
  model: 'small-1',
  output: [
    {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      status,
      content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
    },
  ],
  usage: {
    input_tokens: 14,
    input_tokens_details: { cached_tokens: 2 },
    output_tokens: 6,
    output_tokens_details: { reasoning_tokens: 1 },
    total_tokens: 20,
  },
})

const report = (tab: Page) => tab.evaluate(() => openaiTracker.report())

for (const how of HOW) {
  test.describe(how, () => {
    test('a whole answer', async ({ tab, mock }) => {
      mock.say('small-1', { whole: true, text: ['4'], usage: { input: 20, output: 1 } })
      const { answer, facts } = await tab.evaluate(async how => {
        const call = makeOpenAI(how).chat.completions.create({
          model: 'auto',
          messages: [{ role: 'user', content: 'What is 2+2?' }],
        })
        const { data, response } = await call.withResponse()
        return { answer: data, facts: openaiAdapter.routingOf(data) ?? openaiAdapter.routingOf(response) }
      }, how)
      expect(answer.choices[0]?.message.content).toBe('4')
      expect(facts).toMatchObject({ model: 'small', selectedModel: 'small', difficulty: expect.any(Number) })
      expect(mock.requests).toMatchObject([{ model: 'small-1', headers: { authorization: `Bearer ${KEY}` } }])
      expect(await report(tab)).toMatchObject({ queries: 1, inputTokens: 20, outputTokens: 1, usageQueries: 1 })
    })

    test('another model’s name passes through', async ({ tab, mock }) => {
      mock.say('gpt-4o', { whole: true })
      await tab.evaluate(
        how =>
          makeOpenAI(how).chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] }),
        how,
      )
      expect(mock.requests.map(({ model }) => model)).toEqual(['gpt-4o'])
      expect(await report(tab)).toMatchObject({ queries: 0 })
    })

    test('a stream: the first token out before the second piece is sent', async ({ tab, mock }) => {
      const gates = [gate(), gate()]
      mock.say('small-1', { text: ['4', '.'], pace: index => gates[index]!.opened })
      const asked = tab.evaluate(async how => {
        const stream = await makeOpenAI(how).chat.completions.create({
          model: 'auto',
          stream: true,
          messages: [{ role: 'user', content: 'What is 2+2?' }],
        })
        let chunks = 0
        for await (const { choices } of stream) {
          chunks++
          // As apps do, who know of no chunk without a choice.
          const { content } = choices[0]!.delta
          if (content) seenTexts.push(content)
        }
        return chunks
      }, how)
      const texts = () => tab.evaluate(() => seenTexts)
      gates[0]!.open()
      await expect.poll(texts).toEqual(['4'])
      gates[1]!.open()
      // The role, two pieces, the end: the counts are ours.
      expect(await asked).toBe(4)
      expect(await texts()).toEqual(['4', '.'])
      expect(mock.requests[0]!.body.stream_options).toEqual({ include_usage: true })
      expect(await report(tab)).toMatchObject({ usageQueries: 1, inputTokens: 11, outputTokens: 3 })
    })

    test('the helper of .stream(), its events and its end', async ({ tab, mock }) => {
      const { content, facts, model } = await tab.evaluate(async how => {
        const client = makeOpenAI(how)
        const stream = client.chat.completions.stream({
          model: 'auto',
          messages: [{ role: 'user', content: 'What is 2+2?' }],
        })
        stream.on('content', delta => seenTexts.push(delta))
        const content = await stream.finalContent()
        return { content, facts: openaiAdapter.routingOf(stream), model: (await stream.finalChatCompletion()).model }
      }, how)
      expect(content).toBe('Hello there.')
      expect(model).toBe('small-1')
      expect(await tab.evaluate(() => seenTexts)).toEqual(['Hello', ' there', '.'])
      if (how === 'wrapped') expect(facts).toMatchObject({ model: 'small' })
      expect(mock.requests).toHaveLength(1)
      expect(await report(tab)).toMatchObject({ queries: 1, usageQueries: 1 })
    })

    test('tools and JSON go to the model that can', async ({ tab, mock }) => {
      mock.say('large-1', { whole: true, text: ['{"sum":4}'] })
      const parsed = await tab.evaluate(async how => {
        const { choices } = await makeOpenAI(how).chat.completions.parse({
          model: 'auto',
          messages: [{ role: 'user', content: 'What is 2+2?' }],
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'sum', strict: true, schema: { type: 'object' } },
          },
        })
        return choices[0]!.message.content
      }, how)
      expect(parsed).toBe('{"sum":4}')
      const calls = [{ id: 'c1', type: 'function', function: { name: 'add', arguments: '{"a":2,"b":2}' } }]
      const asking = { role: 'assistant', content: null, refusal: null, tool_calls: calls }
      const completion = (message: object, finish_reason: string) => ({
        id: 'chatcmpl-2',
        object: 'chat.completion',
        created: 1_790_000_000,
        model: 'large-1',
        choices: [{ index: 0, message, logprobs: null, finish_reason }],
        usage: { prompt_tokens: 30, completion_tokens: 9, total_tokens: 39 },
      })
      mock.say(
        'large-1',
        json(completion(asking, 'tool_calls')),
        json(completion({ role: 'assistant', content: 'It is 4.', refusal: null }, 'stop')),
      )
      const said = await tab.evaluate(async how => {
        const runner = makeOpenAI(how).chat.completions.runTools({
          model: 'auto',
          messages: [{ role: 'user', content: 'Use the tool: what is 2+2?' }],
          tools: [
            {
              type: 'function',
              function: {
                name: 'add',
                description: 'adds',
                parameters: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } } },
                parse: JSON.parse,
                function: ({ a, b }: { a: number; b: number }) => String(a + b),
              },
            },
          ],
        })
        return runner.finalContent()
      }, how)
      expect(said).toBe('It is 4.')
      expect(mock.requests.map(({ model }) => model)).toEqual(['large-1', 'large-1', 'large-1'])
      expect(mock.requests[2]!.body.messages.at(-1)).toMatchObject({ role: 'tool', content: '4' })
      expect(await report(tab)).toMatchObject({ queries: 3, inputTokens: 71 })
    })

    test('responses: whole, parsed and streamed', async ({ tab, mock }) => {
      mock.say('small-1', json(response('It is 4.')))
      const text = await tab.evaluate(async how => {
        const { output_text } = await makeOpenAI(how).responses.create({ model: 'auto', input: 'What is 2+2?' })
        return output_text
      }, how)
      expect(text).toBe('It is 4.')
      mock.say('large-1', json(response('{"sum":4}')))
      const parsed = await tab.evaluate(async how => {
        const { output_text } = await makeOpenAI(how).responses.parse({
          model: 'auto',
          input: 'What is 2+2?',
          text: { format: { type: 'json_schema', name: 'sum', schema: { type: 'object' } } },
        })
        return output_text
      }, how)
      expect(parsed).toBe('{"sum":4}')
      const events = [
        { type: 'response.created', response: { ...response('', 'in_progress'), output: [], usage: null } },
        {
          type: 'response.output_item.added',
          output_index: 0,
          item: { id: 'msg_1', type: 'message', role: 'assistant', status: 'in_progress', content: [] },
        },
        {
          type: 'response.content_part.added',
          item_id: 'msg_1',
          output_index: 0,
          content_index: 0,
          part: { type: 'output_text', text: '', annotations: [] },
        },
        { type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0, delta: 'It is 4.' },
        { type: 'response.output_item.done', output_index: 0, item: response('It is 4.').output[0] },
        { type: 'response.completed', response: response('It is 4.') },
      ]
      mock.say('small-1', {
        respond: (_, answer) => {
          answer.writeHead(200, { 'content-type': 'text/event-stream' })
          for (const [sequence_number, event] of events.entries()) {
            answer.write(`event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number })}\n\n`)
          }
          answer.end()
        },
      })
      const streamed = await tab.evaluate(async how => {
        const client = makeOpenAI(how)
        for await (const event of await client.responses.create({
          model: 'auto',
          input: 'What is 2+2?',
          stream: true,
        })) {
          if (event.type === 'response.output_text.delta') seenTexts.push(event.delta)
        }
        const helper = client.responses.stream({ model: 'auto', input: 'What is 2+2?' })
        return [...seenTexts, (await helper.finalResponse()).output_text]
      }, how)
      expect(streamed).toEqual(['It is 4.', 'It is 4.'])
      expect(mock.requests.map(({ model }) => model)).toEqual(['small-1', 'large-1', 'small-1', 'small-1'])
      for (const { path, body } of mock.requests) {
        expect(path).toBe('/v1/responses')
        expect(body).not.toHaveProperty('stream_options')
      }
      expect(await report(tab)).toMatchObject({
        queries: 4,
        usageQueries: 4,
        inputTokens: 56,
        cachedInputTokens: 8,
        outputTokens: 24,
      })
    })

    test('the next model answers where one is busy or gone', async ({ tab, mock }) => {
      mock.say('small-1', json({ error: { message: 'overloaded' } }, 503))
      mock.say('large-1', { whole: true })
      const ask = () =>
        tab.evaluate(async how => {
          const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]
          return (await makeOpenAI(how).chat.completions.create({ model: 'auto', messages })).model
        }, how)
      expect(await ask()).toBe('large-1')
      mock.say('small-1', { respond: (_, response) => void response.destroy() })
      expect(await ask()).toBe('large-1')
      expect(await report(tab)).toMatchObject({ queries: 2, models: [{ model: 'large' }] })
    })

    test('the package’s own retries still happen', async ({ tab, mock }) => {
      const busy = json({ error: { message: 'slow down' } }, 429, { 'retry-after-ms': '1' })
      mock.say('small-1', busy, { whole: true })
      mock.say('large-1', busy)
      const model = await tab.evaluate(async how => {
        const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]
        return (await makeOpenAI(how, 1).chat.completions.create({ model: 'auto', messages })).model
      }, how)
      expect(model).toBe('small-1')
      const retries = mock.requests.map(({ model, headers }) => [model, headers['x-stainless-retry-count']])
      // Wrapped, each model is retried; a fetch tries them all, and is tried again.
      expect(retries).toEqual(
        how === 'wrapped'
          ? [
              ['small-1', '0'],
              ['small-1', '1'],
            ]
          : [
              ['small-1', '0'],
              ['large-1', '0'],
              ['small-1', '1'],
            ],
      )
      expect(await report(tab)).toMatchObject({ queries: 1, models: [{ model: 'small' }] })
    })

    test('a refused key is the package’s own error', async ({ tab, mock }) => {
      const refused = json({ error: { message: 'Incorrect API key provided.', code: 'invalid_api_key' } }, 401)
      mock.say('small-1', refused)
      mock.say('large-1', refused)
      const error = await tab.evaluate(async how => {
        const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]
        const error = await makeOpenAI(how)
          .chat.completions.create({ model: 'auto', messages })
          .catch((error: unknown) => error)
        if (!(error instanceof OpenAISdk.AuthenticationError)) return { error: String(error) }
        return {
          own: error instanceof OpenAISdk.APIError,
          status: error.status,
          code: error.code,
          text: String(error.stack),
        }
      }, how)
      expect(error).toMatchObject({ own: true, status: 401, code: 'invalid_api_key' })
      expect(JSON.stringify(error)).not.toContain(KEY)
      expect(await report(tab)).toMatchObject({ queries: 0 })
    })

    test('a request that cannot be routed says why', async ({ tab, mock }) => {
      const error = await tab.evaluate(async how => {
        const error = await makeOpenAI(how, 2)
          .chat.completions.create({
            model: 'auto',
            messages: [{ role: 'user', content: [{ type: 'text', text: ' ' }] }],
          })
          .catch((error: unknown) => error as { code: string; message: string })
        return 'code' in error ? { code: error.code, message: error.message } : undefined
      }, how)
      expect(error).toMatchObject({
        code: 'invalid-query',
        message: expect.stringContaining('last message of the user'),
      })
      expect(mock.requests).toHaveLength(0)
    })

    test('an abort in the middle of a stream ends the request', async ({ tab, mock }) => {
      mock.say('small-1', { text: ['a', 'b'], stallAfter: 1 })
      const asked = tab.evaluate(async how => {
        const controller = new AbortController()
        globalThis.giveUp = () => controller.abort()
        const stream = makeOpenAI(how).chat.completions.stream(
          { model: 'auto', messages: [{ role: 'user', content: 'What is 2+2?' }] },
          { signal: controller.signal },
        )
        stream.on('content', delta => seenTexts.push(delta))
        return stream.done().then(
          () => 'done',
          error => error instanceof OpenAISdk.APIUserAbortError,
        )
      }, how)
      await expect.poll(() => tab.evaluate(() => seenTexts)).toEqual(['a'])
      await tab.evaluate(() => giveUp())
      expect(await asked).toBe(true)
      expect(await mock.requests[0]!.closed).toEqual({ complete: false })
      await expect.poll(async () => (await report(tab)).estimatedUsageQueries).toBe(1)
      expect(mock.requests).toHaveLength(1)
    })

    test('leaving the loop ends the request', async ({ tab, mock }) => {
      mock.say('small-1', { text: ['a', 'b'], stallAfter: 1 })
      await tab.evaluate(async how => {
        const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]
        const stream = await makeOpenAI(how).chat.completions.create({ model: 'auto', stream: true, messages })
        for await (const _ of stream) break
      }, how)
      expect(await mock.requests[0]!.closed).toEqual({ complete: false })
      expect(await report(tab)).toMatchObject({ queries: 1 })
    })

    test('an abort before anything is sent is the package’s own', async ({ tab, mock }) => {
      const own = await tab.evaluate(async how => {
        const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]
        const options = { signal: AbortSignal.abort() }
        const call = makeOpenAI(how).chat.completions.create({ model: 'auto', messages }, options)
        return call.then(
          () => false,
          error => error instanceof OpenAISdk.APIUserAbortError,
        )
      }, how)
      expect(own).toBe(true)
      expect(mock.requests).toHaveLength(0)
    })
  })
}

test('wrapped: still an OpenAI client, with its raw response, its tee and its other servers', async ({ tab, mock }) => {
  mock.say('large-1', { whole: true })
  const all = await tab.evaluate(async baseURL => {
    const options = { apiKey: 'k', dangerouslyAllowBrowser: true, maxRetries: 0 }
    const gone = new OpenAISdk({ ...options, baseURL: 'http://localhost:9/v1' })
    const client = new OpenAISdk({ ...options, baseURL })
    const wrapped = openaiAdapter.wrapOpenAI(gone, {
      router,
      models: { small: 'small-1', large: { client, modelId: 'large-1' } },
    })
    const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]
    const { model } = await wrapped.chat.completions.create({ model: 'auto', messages })
    const own = makeOpenAI('wrapped')
    const raw = await own.chat.completions.create({ model: 'auto', messages, stream: true }).asResponse()
    const [left, right] = (await own.chat.completions.create({ model: 'auto', messages, stream: true })).tee()
    const read = async (stream: typeof left) => {
      let text = ''
      for await (const { choices } of stream) text += choices[0]!.delta.content ?? ''
      return text
    }
    return {
      isOpenAI: wrapped instanceof OpenAISdk && wrapped.withOptions({ timeout: 1 }) instanceof OpenAISdk,
      model,
      raw: raw.status,
      teed: await Promise.all([read(left), read(right)]),
    }
  }, `${mock.origin}/v1`)
  expect(all).toMatchObject({ isOpenAI: true, model: 'large-1', raw: 200, teed: ['Hello there.', 'Hello there.'] })
})

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { opened, open: () => open() }
}
