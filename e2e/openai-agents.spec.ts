/** The real Agents SDK in a page: its runner asks whichever model the router chooses. */
import type { ServerResponse } from 'node:http'
import type { JsonSchemaDefinition, Runner } from '@openai/agents-core'
import type { Page } from '@playwright/test'
import type { EnergyTracker } from '../src/index.ts'
import { bundlePage } from './bundle.ts'
import { test as base, expect, openBarePage } from './fixtures.ts'

declare global {
  var agents: typeof import('@openai/agents-core')
  var agentsAdapter: typeof import('../src/adapters/openai-agents.ts')
  var ChatModel: new (baseURL: string, model: string) => import('@openai/agents-core').Model
  /** Of `small` and `large`, which counts in `agentsTracker`. */
  var agentsRunner: Runner
  var agentsTracker: EnergyTracker
  var agentsSaid: string[]
  var leaveAgents: () => void
}

const test = base.extend<{ tab: Page }, { loaded: Page }>({
  /** One page for all tests: the router is loaded once. */
  loaded: [
    async ({ browser, runningServer, device }, use) => {
      const page = await browser.newPage()
      await openBarePage(page, runningServer)
      await page.addScriptTag({ type: 'module', content: await bundlePage('openai-agents') })
      await page.waitForFunction(() => 'agentsAdapter' in globalThis)
      await page.evaluate(async device => {
        const pool = [
          { name: 'small', energyPerQueryWh: 0.005, tools: false, structuredOutput: false },
          { name: 'large', energyPerQueryWh: 0.4, tools: true, structuredOutput: true },
        ]
        globalThis.router = await greenrouting.loadPretrained({ device, pool, scoring: { preset: 'maximum_green' } })
      }, device)
      await use(page)
      await page.close()
    },
    { scope: 'worker' },
  ],
  tab: async ({ loaded, mock }, use) => {
    const uncaught: string[] = []
    loaded.on('pageerror', error => uncaught.push(String(error)))
    await loaded.evaluate(baseURL => {
      globalThis.agentsSaid = []
      globalThis.agentsTracker = new greenrouting.EnergyTracker()
      const models = { small: new ChatModel(baseURL, 'small-1'), large: new ChatModel(baseURL, 'large-1') }
      const modelProvider = agentsAdapter.routedModelProvider({ router, models, tracker: agentsTracker })
      globalThis.agentsRunner = new agents.Runner({ modelProvider, tracingDisabled: true })
    }, `${mock.origin}/v1`)
    await use(loaded)
    expect(uncaught).toEqual([])
    loaded.removeAllListeners('pageerror')
  },
})

const report = (tab: Page) => tab.evaluate(() => agentsTracker.report())

/** The answer to a question of an agent, with the facts of its last turn. */
const run = (tab: Page, model?: string) =>
  tab.evaluate(async model => {
    const agent = new agents.Agent({ name: 'helper', instructions: 'Be brief.', ...(model !== undefined && { model }) })
    const { finalOutput, rawResponses } = await agentsRunner.run(agent, 'What is 2+2?')
    return { finalOutput, facts: rawResponses.at(-1)!.providerData?.greenrouting }
  }, model)

test('an agent without a model, or with the model auto, is routed', async ({ tab, mock }) => {
  mock.say('small-1', { whole: true, text: ['4'] })
  for (const model of [undefined, 'auto']) {
    expect(await run(tab, model)).toMatchObject({ finalOutput: '4', facts: { model: 'small', selectedModel: 'small' } })
  }
  expect(mock.requests.map(({ model }) => model)).toEqual(['small-1', 'small-1'])
  expect(await report(tab)).toMatchObject({ queries: 2, usageQueries: 2, inputTokens: 22, outputTokens: 6 })
})

test('an agent with a model’s name gets that model', async ({ tab, mock }) => {
  mock.say('large-1', { whole: true, text: ['4'] })
  expect(await run(tab, 'large')).toEqual({ finalOutput: '4', facts: undefined })
  await expect(run(tab, 'larg')).rejects.toThrow(/no model "larg".*Did you mean "large"/)
  expect(await report(tab)).toMatchObject({ queries: 0 })
})

test('a stream: the first token out before the second piece is sent', async ({ tab, mock }) => {
  const gates = [gate(), gate()]
  mock.say('small-1', { text: ['4', '.'], pace: index => gates[index]!.opened })
  const asked = tab.evaluate(async () => {
    const agent = new agents.Agent({ name: 'helper' })
    const result = await agentsRunner.run(agent, 'What is 2+2?', { stream: true })
    for await (const text of result.toTextStream()) agentsSaid.push(text)
    await result.completed
    return result.finalOutput
  })
  const texts = () => tab.evaluate(() => agentsSaid)
  gates[0]!.open()
  await expect.poll(texts).toEqual(['4'])
  gates[1]!.open()
  expect(await asked).toBe('4.')
  expect(await texts()).toEqual(['4', '.'])
  expect(await report(tab)).toMatchObject({ queries: 1, usageQueries: 1, inputTokens: 11, outputTokens: 3 })
})

test('tools, handed over conversations and JSON go to the model that can', async ({ tab, mock }) => {
  const call = (name: string) => ({
    id: 'c',
    choices: [{ message: { content: null, tool_calls: [{ id: 'c1', function: { name, arguments: '{}' } }] } }],
    usage: { prompt_tokens: 30, completion_tokens: 9 },
  })
  const json = (payload: object) => ({
    respond: (_: unknown, response: ServerResponse) =>
      void response.setHeader('content-type', 'application/json').end(JSON.stringify(payload)),
  })
  mock.say('large-1', json(call('look')), { whole: true, text: ['I see 4.'] })
  const seen = await tab.evaluate(async () => {
    const look = agents.tool({
      name: 'look',
      description: 'looks',
      parameters: { type: 'object', properties: {}, required: [], additionalProperties: false },
      strict: true,
      execute: async () => 'seen',
    })
    const { finalOutput } = await agentsRunner.run(new agents.Agent({ name: 'seer', tools: [look] }), 'What is 2+2?')
    return finalOutput
  })
  expect(seen).toBe('I see 4.')
  mock.say('large-1', json(call('transfer_to_poet')))
  mock.say('small-1', { whole: true, text: ['Four it is.'] })
  const said = await tab.evaluate(async () => {
    const poet = new agents.Agent({ name: 'poet' })
    const host = new agents.Agent({ name: 'host', handoffs: [poet] })
    const { finalOutput, lastAgent } = await agentsRunner.run(host, 'What is 2+2?')
    return [lastAgent?.name, finalOutput]
  })
  expect(said).toEqual(['poet', 'Four it is.'])
  mock.say('large-1', { whole: true, text: ['{"sum":4}'] })
  const sum = await tab.evaluate(async () => {
    const outputType: JsonSchemaDefinition = {
      type: 'json_schema',
      name: 'sum',
      strict: true,
      schema: {
        type: 'object',
        properties: { sum: { type: 'number' } },
        required: ['sum'],
        additionalProperties: false,
      },
    }
    const agent = new agents.Agent({ name: 'adder', outputType })
    return (await agentsRunner.run(agent, 'What is 2+2?')).finalOutput
  })
  expect(sum).toEqual({ sum: 4 })
  expect(mock.requests.map(({ model }) => model)).toEqual(['large-1', 'large-1', 'large-1', 'small-1', 'large-1'])
})

test('the next model answers where one fails', async ({ tab, mock }) => {
  mock.say('small-1', { respond: (_, response) => void response.writeHead(503).end() })
  mock.say('large-1', { whole: true, text: ['4'] })
  expect(await run(tab)).toMatchObject({ finalOutput: '4', facts: { model: 'large', selectedModel: 'small' } })
  mock.say('large-1', { respond: (_, response) => void response.writeHead(503).end() })
  await expect(run(tab)).rejects.toThrow('large-1 answered 503')
  expect(await report(tab)).toMatchObject({ queries: 1, models: [{ model: 'large' }] })
})

test('an abort in the middle of a stream ends the request', async ({ tab, mock }) => {
  mock.say('small-1', { text: ['a', 'b'], stallAfter: 1 })
  const asked = tab.evaluate(async () => {
    const controller = new AbortController()
    globalThis.leaveAgents = () => controller.abort()
    const agent = new agents.Agent({ name: 'helper' })
    const result = await agentsRunner.run(agent, 'What is 2+2?', { stream: true, signal: controller.signal })
    try {
      for await (const text of result.toTextStream()) agentsSaid.push(text)
      await result.completed
    } catch {
      // Either is fine: the runner may end its stream or break it off.
    }
    return result.cancelled
  })
  await expect.poll(() => tab.evaluate(() => agentsSaid)).toEqual(['a'])
  await tab.evaluate(() => leaveAgents())
  expect(await asked).toBe(true)
  expect(await mock.requests[0]!.closed).toEqual({ complete: false })
  expect(mock.requests).toHaveLength(1)
})

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { opened, open: () => open() }
}
