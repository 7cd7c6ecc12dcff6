/** The AI SDK's own functions over the routed model, in a page, with the real provider package and the real router. */
import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { Page } from '@playwright/test'
import { bundlePage } from './bundle.ts'
import { test as base, expect, PACKAGE } from './fixtures.ts'
import { startMockProvider } from './mock-provider.ts'
import type {} from './pages/ai-sdk.ts'
import { answers } from './server.ts'

declare global {
  /** A model that routes between two of OpenAI's, each at an address. */
  var makeModel: (addresses: { readonly mini: string; readonly large?: string }, fallback?: boolean) => LanguageModelV4
  var tracker: InstanceType<typeof app.EnergyTracker>
  /** What has come so far of a stream that goes on. */
  var texts: string[]
  var giveUp: () => void
}

const EASY = 'What is 2+2?'
const MINI = 'gpt-4o-mini'
const LARGE = 'gpt-4o'

const test = base.extend<{ tab: Page }, { sdk: Page }>({
  /** A page with the app's script and a router, which lasts for the file. */
  sdk: [
    async ({ browser, runningServer: server }, use) => {
      const page = await browser.newPage()
      server.answer('ai-sdk-page.js', answers.body(await bundlePage('ai-sdk'), 'text/javascript; charset=utf-8'))
      const html = `<!doctype html><title>A page</title><script type="module" src="./ai-sdk-page.js"></script>`
      server.answer('ai-sdk.html', answers.body(html, 'text/html; charset=utf-8'))
      await page.goto(`${server.origin}${PACKAGE}ai-sdk.html`)
      await page.waitForFunction(() => 'app' in globalThis)
      await page.evaluate(async () => {
        const router = await app.loadPretrained({ device: 'wasm' })
        globalThis.makeModel = ({ mini, large = mini }, fallback = true) => {
          globalThis.tracker = new app.EnergyTracker()
          const openai = (address: string) => app.createOpenAI({ baseURL: `${address}/v1`, apiKey: 'sk-test' })
          const models = { 'gpt-4o-mini': openai(mini).chat('gpt-4o-mini'), 'gpt-4o': openai(large).chat('gpt-4o') }
          return app.routedModel({ router, models, tracker: globalThis.tracker, fallback })
        }
      })
      await use(page)
      await page.close()
    },
    { scope: 'worker' },
  ],
  tab: async ({ sdk }, use) => {
    const uncaught: string[] = []
    const note = (error: Error) => void uncaught.push(String(error))
    sdk.on('pageerror', note)
    await use(sdk)
    sdk.off('pageerror', note)
    expect(uncaught).toEqual([])
  },
})

/** An address where nobody listens. */
async function deadAddress(): Promise<string> {
  const server = await startMockProvider()
  await server.close()
  return server.origin
}

test('generateText', async ({ tab, mock }) => {
  mock.say(MINI, { text: ['4', '.'], usage: { input: 20, output: 3, cached: 5, reasoning: 1 } })
  const answered = await tab.evaluate(
    async ([mini, prompt]) => {
      const { text, usage, finalStep, finishReason } = await app.ai.generateText({
        model: makeModel({ mini }),
        instructions: 'Be brief.',
        prompt,
      })
      return { text, usage, finishReason, metadata: finalStep.providerMetadata, report: tracker.report() }
    },
    [mock.origin, EASY] as const,
  )
  expect(answered).toMatchObject({
    text: '4.',
    finishReason: 'stop',
    usage: { inputTokens: 20, outputTokens: 3 },
    metadata: { openai: {}, greenrouting: { model: MINI, selectedModel: MINI, difficulty: 1 } },
    report: { queries: 1, usageQueries: 1, inputTokens: 20, cachedInputTokens: 5, outputTokens: 3, reasoningTokens: 1 },
  })
  expect(mock.requests.map(({ model }) => model)).toEqual([MINI])
})

test('streamText: the first token out when the first byte is in', async ({ tab, mock }) => {
  const gates = [gate(), gate()]
  mock.say(MINI, { text: ['4', '.'], pace: index => gates[index]!.opened })
  const answered = tab.evaluate(
    async ([mini, prompt]) => {
      globalThis.texts = []
      const { textStream, finalStep, usage } = app.ai.streamText({ model: makeModel({ mini }), prompt })
      for await (const text of textStream) texts.push(text)
      return { usage: await usage, metadata: (await finalStep).providerMetadata, report: tracker.report() }
    },
    [mock.origin, EASY] as const,
  )
  await expect.poll(() => mock.requests.length).toBe(1)
  // The server holds the second piece back until the first has been read.
  gates[0]!.open()
  await expect.poll(() => tab.evaluate(() => texts.join(''))).toBe('4')
  gates[1]!.open()
  expect(await answered).toMatchObject({
    usage: { inputTokens: 11, outputTokens: 3 },
    metadata: { openai: {}, greenrouting: { model: MINI } },
    report: { queries: 1, usageQueries: 1, outputTokens: 3 },
  })
  expect(await tab.evaluate(() => texts.join(''))).toBe('4.')
})

for (const way of ['generateText', 'streamText'] as const) {
  test(`a tool loop with ${way}`, async ({ tab, mock }) => {
    const script = { toolCalls: [{ id: 'call_1', name: 'weather', arguments: ['{"city":', '"Oslo"}'] }] }
    mock.say(MINI, script, { text: ['3 degrees', '.'] })
    const answered = await tab.evaluate(
      async ([mini, way]) => {
        const weather = app.ai.tool({
          inputSchema: app.z.object({ city: app.z.string() }),
          execute: async ({ city }) => `3 degrees in ${city}`,
        })
        const result = await app.ai[way]({
          model: makeModel({ mini }),
          prompt: 'How warm is it in Oslo?',
          tools: { weather },
          stopWhen: app.ai.stepCountIs(3),
        })
        const steps = await result.steps
        return {
          text: await result.text,
          routed: steps.map(({ providerMetadata }) => providerMetadata?.greenrouting?.selectedModel),
          results: steps.flatMap(({ toolResults }) => toolResults.map(({ output }) => output)),
          report: tracker.report(),
        }
      },
      [mock.origin, way] as const,
    )
    expect(answered).toMatchObject({
      text: '3 degrees.',
      routed: [MINI, MINI],
      results: ['3 degrees in Oslo'],
      report: { queries: 2, usageQueries: 2 },
    })
    const [, second] = mock.requests
    expect(second!.body.messages.at(-1)).toMatchObject({ role: 'tool', tool_call_id: 'call_1' })
  })
}

test('structured output', async ({ tab, mock }) => {
  mock.say(MINI, { text: ['{"sum":', ' 4}'] })
  const output = await tab.evaluate(
    async ([mini, prompt]) => {
      const schema = app.z.object({ sum: app.z.number() })
      const { output } = await app.ai.generateText({
        model: makeModel({ mini }),
        prompt,
        output: app.ai.Output.object({ schema }),
      })
      return output
    },
    [mock.origin, EASY] as const,
  )
  expect(output).toEqual({ sum: 4 })
  expect(mock.requests[0]!.body.response_format).toMatchObject({ type: 'json_schema' })
})

test('an abort in the middle of a stream ends the request, and nothing is counted', async ({ tab, mock }) => {
  mock.say(MINI, { text: ['4', '.'], stallAfter: 1 })
  const ended = tab.evaluate(
    async ([mini, prompt]) => {
      globalThis.texts = []
      const controller = new AbortController()
      globalThis.giveUp = () => controller.abort()
      const { stream } = app.ai.streamText({
        model: makeModel({ mini }),
        prompt,
        abortSignal: controller.signal,
      })
      const types: string[] = []
      for await (const part of stream) {
        types.push(part.type)
        if (part.type === 'text-delta') texts.push(part.text)
      }
      return { last: types.at(-1), queries: tracker.report().queries }
    },
    [mock.origin, EASY] as const,
  )
  await expect.poll(() => tab.evaluate(() => globalThis.texts?.join(''))).toBe('4')
  await tab.evaluate(() => giveUp())
  expect(await ended).toEqual({ last: 'abort', queries: 0 })
  expect(await mock.requests[0]!.closed).toEqual({ complete: false })
})

test('leaving a stream ends the request', async ({ tab, mock }) => {
  mock.say(MINI, { text: ['4', '.'], stallAfter: 1 })
  const queries = await tab.evaluate(
    async ([mini, prompt]) => {
      const { stream } = await makeModel({ mini }).doStream({
        prompt: [{ role: 'user', content: [{ type: 'text', text: prompt }] }],
      })
      const reader = stream.getReader()
      await reader.read()
      await reader.cancel()
      return tracker.report().queries
    },
    [mock.origin, EASY] as const,
  )
  expect(queries).toBe(0)
  expect(await mock.requests[0]!.closed).toEqual({ complete: false })
})

for (const way of ['generateText', 'streamText'] as const) {
  const ask = (tab: Page, mini: string, large: string) =>
    tab.evaluate(
      async ([mini, large, prompt, way]) => {
        const result = await app.ai[way]({ model: makeModel({ mini, large }), prompt, maxRetries: 0 })
        const { providerMetadata } = await result.finalStep
        const { queries, models } = tracker.report()
        return {
          text: await result.text,
          metadata: providerMetadata,
          queries,
          counted: models.map(({ model }) => model),
        }
      },
      [mini, large, EASY, way] as const,
    )
  const fromTheLarge = {
    text: 'Hello there.',
    metadata: { greenrouting: { model: LARGE, selectedModel: MINI } },
    queries: 1,
    counted: [LARGE],
  }

  test(`${way}: the next model answers where the first one's server fails`, async ({ tab, mock }) => {
    mock.say(MINI, { respond: (_, response) => void response.writeHead(500).end('{}') })
    expect(await ask(tab, mock.origin, mock.origin)).toMatchObject(fromTheLarge)
    expect(mock.requests.map(({ model }) => model)).toEqual([MINI, LARGE])
  })

  test(`${way}: and where nobody listens at its address`, async ({ tab, mock }) => {
    expect(await ask(tab, await deadAddress(), mock.origin)).toMatchObject(fromTheLarge)
  })
}

test('streamText: and where the stream turns into an error before anything was said', async ({ tab, mock }) => {
  mock.say(MINI, { errorAfter: { pieces: 0, payload: { error: { message: 'overloaded', type: 'server_error' } } } })
  const text = await tab.evaluate(
    async ([mini, prompt]) => await app.ai.streamText({ model: makeModel({ mini }), prompt }).text,
    [mock.origin, EASY] as const,
  )
  expect(text).toBe('Hello there.')
  expect(mock.requests.map(({ model }) => model)).toEqual([MINI, LARGE])
})

test('without fallback the error is the provider package’s own', async ({ tab, mock }) => {
  mock.say(MINI, { respond: (_, response) => void response.writeHead(500).end('{}') })
  const failed = await tab.evaluate(
    async ([mini, prompt]) => {
      try {
        await app.ai.generateText({ model: makeModel({ mini }, false), prompt, maxRetries: 0 })
        return 'answered'
      } catch (error) {
        return app.ai.APICallError.isInstance(error) ? error.statusCode : String(error)
      }
    },
    [mock.origin, EASY] as const,
  )
  expect(failed).toBe(500)
  expect(mock.requests).toHaveLength(1)
})

test('a chat without a server: DirectChatTransport with an agent', async ({ tab, mock }) => {
  mock.say(MINI, { text: ['Four', '.'] }, { text: ['Because.'] })
  const chat = await tab.evaluate(async mini => {
    const agent = new app.ai.ToolLoopAgent({ model: makeModel({ mini }), instructions: 'Be brief.' })
    const transport = new app.ai.DirectChatTransport({
      agent,
      messageMetadata: ({ part }) =>
        part.type === 'finish-step' ? { routed: part.providerMetadata?.greenrouting } : undefined,
    })
    const messages: { id: string; role: 'user' | 'assistant'; parts: { type: 'text'; text: string }[] }[] = []
    const answers: unknown[] = []
    for (const [index, text] of ['What is 2+2?', 'Why is that so, in the usual arithmetic?'].entries()) {
      messages.push({ id: `${index}`, role: 'user', parts: [{ type: 'text', text }] })
      const stream = await transport.sendMessages({
        trigger: 'submit-message',
        chatId: 'one',
        messageId: undefined,
        messages,
        abortSignal: undefined,
      })
      let said = ''
      let metadata: unknown
      for await (const message of app.ai.readUIMessageStream({ stream })) {
        said = message.parts.map(part => (part.type === 'text' ? part.text : '')).join('')
        metadata = message.metadata
      }
      messages.push({ id: `a${index}`, role: 'assistant', parts: [{ type: 'text', text: said }] })
      answers.push({ said, metadata })
    }
    return { answers, queries: tracker.report().queries }
  }, mock.origin)
  expect(chat).toMatchObject({
    answers: [
      { said: 'Four.', metadata: { routed: { model: MINI } } },
      { said: 'Because.', metadata: { routed: { model: MINI } } },
    ],
    queries: 2,
  })
  expect(mock.requests[1]!.body.messages.map(({ role }: { role: string }) => role)).toEqual([
    'system',
    'user',
    'assistant',
    'user',
  ])
})

function gate() {
  let open!: () => void
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { opened, open }
}
