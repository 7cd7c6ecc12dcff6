import type { Model, ModelProvider, ModelRequest, ModelResponse, StreamEvent } from '@openai/agents-core'
import { expectTypeOf } from 'expect-type'
import { beforeEach, describe, expect, test } from 'vitest'
import { EnergyTracker } from '../core/index.ts'
import { type TestRouter, testRouter } from './openai/harness.fixture.ts'
import { type AgentsModel, type RoutedModelProviderOptions, routedModelProvider, routingOf } from './openai-agents.ts'

let router: TestRouter
let tracker: EnergyTracker

beforeEach(() => {
  router = testRouter()
  tracker = new EnergyTracker()
})

const output = (text: string) =>
  [{ type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text }] }] as const

const usage = { requests: 1, inputTokens: 9, outputTokens: 3, inputTokensDetails: [{ cached_tokens: 2 }] }

interface Behaviour {
  readonly usage?: object
  /** Before anything has been said. */
  readonly fails?: boolean
  readonly failsLate?: boolean
}

class FakeModel implements Model {
  readonly requests: ModelRequest[] = []
  readonly name: string
  readonly #does: Behaviour
  left = false

  constructor(name: string, does: Behaviour = {}) {
    this.name = name
    this.#does = does
  }

  async getResponse(request: ModelRequest): Promise<ModelResponse> {
    this.requests.push(request)
    if (this.#does.fails) throw new Error(`${this.name} is busy`)
    return { usage: this.#does.usage ?? usage, output: [...output(this.name)], providerData: { own: 1 } } as never
  }

  async *getStreamedResponse(request: ModelRequest): AsyncGenerator<StreamEvent> {
    try {
      const response = await this.getResponse(request)
      yield { type: 'response_started' }
      yield { type: 'output_text_delta', delta: 'four' }
      if (this.#does.failsLate) throw new Error(`${this.name} broke off`)
      yield { type: 'response_done', response: { id: 'r', ...response } } as StreamEvent
    } finally {
      this.left = true
    }
  }

  getRetryAdvice() {
    return { suggested: false, reason: this.name }
  }
}

const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  input: 'Hello',
  modelSettings: {},
  tools: [],
  handoffs: [],
  outputType: 'text',
  tracing: false,
  ...more,
})

const pool = (small: Behaviour = {}, large: Behaviour = {}) => ({
  small: new FakeModel('small', small),
  large: new FakeModel('large', large),
})

const provide = (models: Record<string, FakeModel>, more: Partial<RoutedModelProviderOptions<Model>> = {}) =>
  routedModelProvider<Model>({ router, models, tracker, ...more })

test('the types are those of the SDK', () => {
  expectTypeOf<Model>().toExtend<AgentsModel>()
  void ((options: RoutedModelProviderOptions<Model>) =>
    expectTypeOf(routedModelProvider(options)).toExtend<ModelProvider>())
})

describe('a model by its name', () => {
  test('is the given one; auto and no name are the one that routes', () => {
    const models = pool()
    const provider = provide(models)
    expect(provider.getModel('large')).toBe(models.large)
    const routed = provider.getModel()
    expect(routed).not.toBe(models.small)
    expect([provider.getModel('auto'), provider.getModel('')]).toEqual([routed, routed])
    expect(() => provider.getModel('larg')).toThrow(/no model "larg".*Did you mean "large"/)
  })
})

describe('an answer', () => {
  test('comes from the chosen model, with the facts beside its own data', async () => {
    const models = pool()
    const asked = request()
    const response = await provide(models).getModel().getResponse(asked)
    expect(models.small.requests).toEqual([asked])
    expect(response.output).toEqual(output('small'))
    expect(response.providerData).toMatchObject({ own: 1, greenrouting: { model: 'small', selectedModel: 'small' } })
    expect(routingOf(response)).toMatchObject({ model: 'small' })
    expect(tracker.report()).toMatchObject({ inputTokens: 9, cachedInputTokens: 2, outputTokens: 3, usageQueries: 1 })
  })

  test('is estimated where the model counts nothing', async () => {
    await provide(pool({ usage: { requests: 1, inputTokens: 0, outputTokens: 0 } }))
      .getModel()
      .getResponse(request())
    expect(tracker.report()).toMatchObject({ estimatedUsageQueries: 1, inputTokens: 2, outputTokens: 2 })
  })

  test.each([
    [{ tools: [{ type: 'function', name: 'f' }] }],
    [{ handoffs: [{ toolName: 'to_other' }] }],
    [{ outputType: { type: 'json_schema', name: 'o', strict: true, schema: {} } }],
    [{ input: [{ role: 'user', content: [{ type: 'input_image', image: 'data:image/png;base64,A' }] }] }],
    [
      {
        input: [
          { role: 'user', content: 'Look' },
          { type: 'function_call_result', output: { type: 'image' } },
        ],
      },
    ],
  ])('comes from a model that can do what is needed: %j', async needs => {
    const models = pool()
    await provide(models)
      .getModel()
      .getResponse(request(needs as never))
    expect([models.small.requests.length, models.large.requests.length]).toEqual([0, 1])
  })

  test('is routed by the last question, or by the instructions', async () => {
    const input = [
      { role: 'user', content: [{ type: 'input_text', text: 'What is the capital of France?' }] },
      { type: 'function_call', callId: '1', name: 'f', arguments: '{}' },
      { type: 'function_call_result', callId: '1', output: 'Paris' },
    ]
    const model = provide(pool()).getModel()
    await model.getResponse(request({ input: input as never, systemInstructions: 'Be brief.' }))
    await model.getResponse(request({ input: [], systemInstructions: 'Tell a story.' }))
    expect(router.queries).toEqual(['What is the capital of France?', 'Tell a story.'])
  })

  test('comes from the next model where one fails, whose advice on retries counts', async () => {
    const provider = provide(pool({ fails: true }))
    const asked = request()
    const response = await provider.getModel().getResponse(asked)
    expect(response.providerData).toMatchObject({ greenrouting: { model: 'large', selectedModel: 'small' } })
    const advice = { request: asked, error: new Error('x'), stream: false, attempt: 1 }
    expect(provider.getModel().getRetryAdvice?.(advice)).toMatchObject({ reason: 'large' })
    await expect(
      provide(pool({ fails: true }), { fallback: false })
        .getModel()
        .getResponse(request()),
    ).rejects.toThrow('small is busy')
  })
})

describe('a stream', () => {
  const read = async (events: AsyncIterable<StreamEvent>) => {
    const seen: StreamEvent[] = []
    for await (const event of events) seen.push(event)
    return seen
  }

  test('passes event by event, and its end holds the facts', async () => {
    const events = await read(provide(pool()).getModel().getStreamedResponse(request()))
    expect(events.map(({ type }) => type)).toEqual(['response_started', 'output_text_delta', 'response_done'])
    expect(events.at(-1)).toMatchObject({ response: { id: 'r', providerData: { greenrouting: { model: 'small' } } } })
    expect(tracker.report()).toMatchObject({ queries: 1, usageQueries: 1, outputTokens: 3 })
  })

  test('comes from the next model where one fails before it has said anything', async () => {
    const models = pool({ fails: true })
    expect(await read(provide(models).getModel().getStreamedResponse(request()))).toHaveLength(3)
    expect(models.large.requests).toHaveLength(1)
    expect(tracker.report()).toMatchObject({ queries: 1, models: [{ model: 'large' }] })
  })

  test('that breaks off does so, and is counted by what came', async () => {
    const models = pool({ failsLate: true })
    await expect(read(provide(models).getModel().getStreamedResponse(request()))).rejects.toThrow('small broke off')
    expect(models.large.requests).toEqual([])
    expect(tracker.report()).toMatchObject({ queries: 1, estimatedUsageQueries: 1, outputTokens: 1 })
  })

  test('ends with its reader', async () => {
    const models = pool()
    for await (const _ of provide(models).getModel().getStreamedResponse(request())) break
    expect(models.small.left).toBe(true)
  })

  test('is not begun after an abort', async () => {
    const models = pool()
    const events = provide(models)
      .getModel()
      .getStreamedResponse(request({ signal: AbortSignal.abort() }))
    await expect(read(events)).rejects.toMatchObject({ name: 'AbortError' })
    expect(models.small.requests).toEqual([])
  })
})

test.each([
  [{ models: { small: {} } }, /models\["small"\] must be a model of the Agents SDK/],
  [{ models: { smal: new FakeModel('x') } }, /never chooses "smal"/],
  [{ router: {} }, /routedModelProvider\.router must be a router/],
])('refuses %#', (options, message) => {
  expect(() => provide(pool(), options as never)).toThrow(message)
})
