/** LangChain's own agents and chains over routed models, in a page, with its OpenAI package and the real router. */

import type { ChatOpenAI } from '@langchain/openai'
import type { Page } from '@playwright/test'
import type { RoutingFacts } from '../src/adapters/langchain.ts'
import type { ClassifierRouter, EnergyTracker } from '../src/index.ts'
import { bundlePage } from './bundle.ts'
import { test as base, expect, PACKAGE } from './fixtures.ts'
import type {} from './pages/langchain.ts'
import { answers } from './server.ts'

interface Setup {
  readonly router: ClassifierRouter
  readonly models: Record<'gpt-4o-mini' | 'gpt-4o', ChatOpenAI>
  readonly tracker: EnergyTracker
}

declare global {
  /** Two of OpenAI's models, each at an address. */
  var setUp: (addresses: { readonly mini: string; readonly large?: string }) => Setup
  /** What has come so far of a stream that goes on. */
  var pieces: string[]
  var giveUp: () => void
}

const EASY = 'What is 2+2?'
const MINI = 'gpt-4o-mini'
const LARGE = 'gpt-4o'

const test = base.extend<{ tab: Page }, { langchain: Page }>({
  /** A page with the app's script and a router, which lasts for the file. */
  langchain: [
    async ({ browser, runningServer: server }, use) => {
      const page = await browser.newPage()
      server.answer('langchain-page.js', answers.body(await bundlePage('langchain'), 'text/javascript; charset=utf-8'))
      const html = `<!doctype html><title>A page</title><script type="module" src="./langchain-page.js"></script>`
      server.answer('langchain.html', answers.body(html, 'text/html; charset=utf-8'))
      await page.goto(`${server.origin}${PACKAGE}langchain.html`)
      await page.waitForFunction(() => 'langchain' in globalThis)
      await page.evaluate(async () => {
        const router = await langchain.loadPretrained({ device: 'wasm' })
        globalThis.setUp = ({ mini, large = mini }) => {
          const at = (model: string, origin: string) =>
            new langchain.ChatOpenAI({
              model,
              apiKey: 'sk-test',
              maxRetries: 0,
              configuration: { baseURL: `${origin}/v1`, dangerouslyAllowBrowser: true },
            })
          const models = { 'gpt-4o-mini': at('gpt-4o-mini', mini), 'gpt-4o': at('gpt-4o', large) }
          return { router, models, tracker: new langchain.EnergyTracker() }
        }
      })
      await use(page)
      await page.close()
    },
    { scope: 'worker' },
  ],
  tab: async ({ langchain }, use) => {
    const uncaught: string[] = []
    const note = (error: Error) => void uncaught.push(String(error))
    langchain.on('pageerror', note)
    await use(langchain)
    langchain.off('pageerror', note)
    expect(uncaught).toEqual([])
  },
})

test('an agent’s answer', async ({ tab, mock }) => {
  mock.say(MINI, { text: ['4', '.'], usage: { input: 20, output: 3, cached: 5, reasoning: 1 } })
  const answered = await tab.evaluate(
    async ([mini, content]) => {
      const { router, models, tracker } = setUp({ mini })
      const decisions: string[] = []
      const onDecision = ({ selectedModel }: { selectedModel: string }) => void decisions.push(selectedModel)
      const agent = langchain.createAgent({
        model: models['gpt-4o'],
        middleware: [langchain.routingMiddleware({ router, models, tracker, onDecision })],
        systemPrompt: 'Be brief.',
      })
      const { messages } = await agent.invoke({ messages: [{ role: 'user', content }] })
      const last = messages.at(-1)!
      // As it is kept and read again.
      const kept = JSON.parse(JSON.stringify(last)).kwargs.response_metadata.greenrouting.model
      return { text: last.text, metadata: last.response_metadata, kept, decisions, report: tracker.report() }
    },
    [mock.origin, EASY] as const,
  )
  expect(answered).toMatchObject({
    text: '4.',
    metadata: { model_name: MINI, greenrouting: { model: MINI, selectedModel: MINI, difficulty: 1 } },
    kept: MINI,
    decisions: [MINI],
    report: { queries: 1, usageQueries: 1, inputTokens: 20, cachedInputTokens: 5, outputTokens: 3, reasoningTokens: 1 },
  })
  expect(mock.requests.map(({ model }) => model)).toEqual([MINI])
  expect(mock.requests[0]!.body.messages).toMatchObject([{ role: 'system' }, { role: 'user', content: EASY }])
})

test('a tool loop, each step decided and counted by itself', async ({ tab, mock }) => {
  const call = { id: 'call_1', name: 'weather', arguments: ['{"city":', '"Oslo"}'] }
  mock.say(MINI, { toolCalls: [call] }, { text: ['3 degrees', '.'] })
  const answered = await tab.evaluate(async mini => {
    const { router, models, tracker } = setUp({ mini })
    const weather = langchain.tool(async ({ city }: { city: string }) => `3 degrees in ${city}`, {
      name: 'weather',
      description: 'The weather of a city.',
      schema: langchain.z.object({ city: langchain.z.string() }),
    })
    const agent = langchain.createAgent({
      model: models['gpt-4o'],
      tools: [weather],
      middleware: [langchain.routingMiddleware({ router, models, tracker })],
    })
    const { messages } = await agent.invoke({ messages: [new langchain.HumanMessage('How warm is it in Oslo?')] })
    return {
      said: messages.map(({ type, text }) => [type, text]),
      routed: messages.map(message => (message.response_metadata.greenrouting as RoutingFacts | undefined)?.model),
      report: tracker.report(),
    }
  }, mock.origin)
  expect(answered).toMatchObject({
    said: [
      ['human', 'How warm is it in Oslo?'],
      ['ai', ''],
      ['tool', '3 degrees in Oslo'],
      ['ai', '3 degrees.'],
    ],
    routed: [undefined, MINI, undefined, MINI],
    report: { queries: 2, usageQueries: 2, outputTokens: 6 },
  })
  expect(mock.requests[1]!.body.messages.at(-1)).toMatchObject({ role: 'tool', tool_call_id: 'call_1' })
})

test('streaming: the first token out when the first byte is in', async ({ tab, mock }) => {
  const gates = [gate(), gate()]
  mock.say(MINI, { text: ['4', '.'], pace: index => gates[index]!.opened })
  const answered = tab.evaluate(
    async ([mini, content]) => {
      const { router, models, tracker } = setUp({ mini })
      const agent = langchain.createAgent({
        model: models['gpt-4o'],
        middleware: [langchain.routingMiddleware({ router, models, tracker })],
      })
      globalThis.pieces = []
      const stream = await agent.stream({ messages: [{ role: 'user', content }] }, { streamMode: 'messages' })
      for await (const [message] of stream) if (message.text !== '') pieces.push(message.text)
      return tracker.report()
    },
    [mock.origin, EASY] as const,
  )
  await expect.poll(() => mock.requests.length).toBe(1)
  // The server holds the second piece back until the first has been read.
  gates[0]!.open()
  await expect.poll(() => tab.evaluate(() => pieces.join(''))).toBe('4')
  gates[1]!.open()
  expect(await answered).toMatchObject({ queries: 1, usageQueries: 1, outputTokens: 3 })
  expect(await tab.evaluate(() => pieces)).toEqual(['4', '.'])
})

for (const way of ['as the model can', 'by a tool'] as const) {
  test(`a structured response, ${way}`, async ({ tab, mock }) => {
    const json = '{"sum":4}'
    const extract = (name: string) => ({ toolCalls: [{ id: 'call_1', name, arguments: [json] }] })
    mock.say(MINI, way === 'by a tool' ? extract('answer') : { text: [json] })
    const answered = await tab.evaluate(
      async ([mini, content, way]) => {
        const { router, models, tracker } = setUp({ mini })
        const schema = langchain.z.object({ sum: langchain.z.number() }).meta({ title: 'answer' })
        const options = {
          model: models['gpt-4o'],
          middleware: [langchain.routingMiddleware({ router, models, tracker })],
        } as const
        const agent =
          way === 'by a tool'
            ? langchain.createAgent({ ...options, responseFormat: langchain.toolStrategy(schema) })
            : langchain.createAgent({ ...options, responseFormat: schema })
        const { structuredResponse, messages } = await agent.invoke({ messages: [{ role: 'user', content }] })
        const facts = messages.map(
          ({ response_metadata }) => response_metadata.greenrouting as RoutingFacts | undefined,
        )
        return { structuredResponse, routed: facts.map(facts => facts?.model), report: tracker.report() }
      },
      [mock.origin, EASY, way] as const,
    )
    expect(answered).toMatchObject({
      structuredResponse: { sum: 4 },
      report: { queries: 1, usageQueries: 1, outputTokens: 3 },
    })
    expect(answered.routed.filter(name => name !== undefined)).toEqual([MINI])
    const { tools, response_format } = mock.requests[0]!.body
    expect(way === 'by a tool' ? tools[0].function.name : response_format.type).toBe(
      way === 'by a tool' ? 'answer' : 'json_schema',
    )
  })
}

test('where the chosen model fails, the next answers, and the count goes to it', async ({ tab, mock }) => {
  const busy = (origin: string) =>
    tab.evaluate(
      async ([mini, content]) => {
        const { router, models, tracker } = setUp({ mini })
        const ask = async (fallback: boolean) => {
          const middleware = [langchain.routingMiddleware({ router, models, tracker, fallback })]
          const agent = langchain.createAgent({ model: models['gpt-4o'], middleware })
          const { messages } = await agent.invoke({ messages: [{ role: 'user', content }] })
          return messages.at(-1)!.response_metadata.greenrouting as RoutingFacts
        }
        const { model, selectedModel } = await ask(true)
        const refused = await ask(false).catch((error: Error) => error.message)
        return { model, selectedModel, refused, models: tracker.report().models.map(({ model }) => model) }
      },
      [origin, EASY] as const,
    )
  mock.say(MINI, { respond: (_, response) => void response.writeHead(503).end('busy') })
  expect(await busy(mock.origin)).toEqual({
    model: LARGE,
    selectedModel: MINI,
    refused: expect.stringContaining('503'),
    models: [LARGE],
  })
  expect(mock.requests.map(({ model }) => model)).toEqual([MINI, LARGE, MINI])
})

test('one that breaks off mid-stream leaves no message behind', async ({ tab, mock }) => {
  const broken = gate()
  mock.say(MINI, { text: ['4', '.'], killAfter: 1, pace: async index => (index === 1 ? broken.opened : undefined) })
  mock.say(LARGE, { text: ['Four', '.'] })
  const answered = tab.evaluate(
    async ([mini, content]) => {
      const { router, models } = setUp({ mini })
      const agent = langchain.createAgent({
        model: models['gpt-4o'],
        middleware: [langchain.routingMiddleware({ router, models })],
      })
      globalThis.pieces = []
      const ids: (string | undefined)[] = []
      let messages: string[] = []
      const input = { messages: [{ role: 'user', content }] }
      for await (const [mode, data] of await agent.stream(input, { streamMode: ['messages', 'values'] })) {
        if (mode === 'values') messages = data.messages.map(({ text }) => text)
        else if (data[0].text !== '') {
          pieces.push(data[0].text)
          ids.push(data[0].id)
        }
      }
      return { ids, messages }
    },
    [mock.origin, EASY] as const,
  )
  await expect.poll(() => tab.evaluate(() => globalThis.pieces?.join(''))).toBe('4')
  broken.open()
  const { ids, messages } = await answered
  expect(messages).toEqual([EASY, 'Four.'])
  expect(await tab.evaluate(() => pieces)).toEqual(['4', 'Four', '.'])
  expect(ids[1]).toBe(ids[2])
  expect(ids[0]).not.toBe(ids[1])
})

test('an abort ends the request, and nobody else is asked', async ({ tab, mock }) => {
  mock.say(MINI, { text: ['a', 'b'], stallAfter: 1 })
  const failed = tab.evaluate(
    async ([mini, content]) => {
      const { router, models, tracker } = setUp({ mini })
      const controller = new AbortController()
      globalThis.giveUp = () => controller.abort()
      globalThis.pieces = []
      const agent = langchain.createAgent({
        model: models['gpt-4o'],
        middleware: [langchain.routingMiddleware({ router, models, tracker })],
      })
      const { signal } = controller
      const error = await (async () => {
        const input = { messages: [{ role: 'user', content }] }
        for await (const [message] of await agent.stream(input, { signal, streamMode: 'messages' })) {
          pieces.push(message.text)
        }
      })().catch((error: Error) => error)
      return { failed: error instanceof Error, queries: tracker.report().queries }
    },
    [mock.origin, EASY] as const,
  )
  await expect.poll(() => tab.evaluate(() => globalThis.pieces?.join(''))).toBe('a')
  await tab.evaluate(() => giveUp())
  expect(await failed).toEqual({ failed: true, queries: 0 })
  expect(await mock.requests[0]!.closed).toEqual({ complete: false })
  expect(mock.requests.map(({ model }) => model)).toEqual([MINI])
})

test('a chain without an agent', async ({ tab, mock }) => {
  const gates = [gate(), gate()]
  mock.say(MINI, { text: ['4', '.'], pace: index => gates[index]!.opened })
  const answered = tab.evaluate(
    async ([mini, question]) => {
      const { router, models, tracker } = setUp({ mini })
      const choose = langchain.modelChooser({ router, models, tracker })
      const prompt = langchain.ChatPromptTemplate.fromMessages([
        ['system', 'Be brief.'],
        ['human', '{question}'],
      ])
      const chain = prompt.pipe(
        langchain.RunnableLambda.from(async (input: Awaited<ReturnType<typeof prompt.invoke>>) => {
          const { model, record } = await choose(input)
          return model.withConfig({
            callbacks: [
              {
                handleLLMEnd: ({ generations }) =>
                  record((generations[0]![0] as unknown as { message: unknown }).message),
              },
            ],
          })
        }),
      )
      globalThis.pieces = []
      for await (const message of await chain.stream({ question })) {
        const { text } = message as unknown as { readonly text: string }
        if (text !== '') pieces.push(text)
      }
      return tracker.report()
    },
    [mock.origin, EASY] as const,
  )
  await expect.poll(() => mock.requests.length).toBe(1)
  gates[0]!.open()
  await expect.poll(() => tab.evaluate(() => pieces.join(''))).toBe('4')
  gates[1]!.open()
  expect(await answered).toMatchObject({ queries: 1, usageQueries: 1, outputTokens: 3 })
  expect(await tab.evaluate(() => pieces.join(''))).toBe('4.')
})

/** Opened by hand. */
function gate() {
  let open = (): void => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { opened, open: () => open() }
}
