import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { ChatPromptTemplate } from '@langchain/core/prompts'
import { fakeModel } from '@langchain/core/testing'
import { createAgent, createMiddleware, providerStrategy, tool, toolStrategy } from 'langchain'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { call, models, QUESTION, said } from './langchain/harness.fixture.ts'
import { modelChooser, routingMiddleware } from './langchain.ts'
import { smallAndLarge } from './small-and-large.fixture.ts'

const human = [new HumanMessage(QUESTION)]
const schema = z.object({ sum: z.number() })

describe('the middleware', () => {
  test('hands the chosen model to the handler, and all else as it was', async () => {
    const { router } = smallAndLarge()
    const pool = models()
    const middleware = routingMiddleware({ router, models: pool })
    const request = call(human, { systemPrompt: 'Be kind.', tools: [] })
    const handler = vi.fn(async (_: typeof request) => said('four'))
    await middleware.wrapModelCall(request, handler)
    expect(handler).toHaveBeenCalledTimes(1)
    expect(handler.mock.calls[0]![0]).toEqual({ ...request, model: pool.small })
    expect(handler.mock.calls[0]![0].model).toBe(pool.small)
    expect(request.model).toBe('the agent’s')
  })

  test('is what createMiddleware would make', () => {
    const { router } = smallAndLarge()
    const ours = routingMiddleware({ router, models: models() })
    expect(Object.keys(createMiddleware({ name: 'theirs' }))).toEqual(expect.arrayContaining(Object.keys(ours)))
  })

  test('puts the facts into a copy of the message', async () => {
    const { router } = smallAndLarge()
    const message = said('four', { id: 'm1', response_metadata: { model_name: 'small-2026' } })
    const answer = await routingMiddleware({ router, models: models() }).wrapModelCall(call(human), () => message)
    expect(AIMessage.isInstance(answer)).toBe(true)
    expect(answer).not.toBe(message)
    expect(answer.response_metadata).toMatchObject({ model_name: 'small-2026', greenrouting: { model: 'small' } })
    expect({ id: answer.id, text: answer.text, usage: answer.usage_metadata }).toEqual({
      id: 'm1',
      text: 'four',
      usage: message.usage_metadata,
    })
    expect(message.response_metadata).toEqual({ model_name: 'small-2026' })
    expect(message.lc_kwargs.response_metadata).toEqual({ model_name: 'small-2026' })
    expect(answer.toDict().data.response_metadata?.greenrouting).toMatchObject({ model: 'small' })
  })

  test('and of an answer by a schema, the model’s own message', async () => {
    const { router, tracker, outcomes } = smallAndLarge()
    const whole = {
      structuredResponse: { sum: 4 },
      messages: [said(''), new ToolMessage({ content: '4', tool_call_id: 'c' }), new AIMessage('Returning …')],
    }
    const middleware = routingMiddleware({ router, models: models(), tracker })
    const answer = await middleware.wrapModelCall(call(human), async () => whole)
    expect(answer.structuredResponse).toBe(whole.structuredResponse)
    expect(answer.messages.map(message => 'greenrouting' in message.response_metadata)).toEqual([true, false, false])
    expect(whole.messages.map(message => 'greenrouting' in message.response_metadata)).toEqual([false, false, false])
    expect(outcomes).toMatchObject([{ model: 'small', usage: { outputTokens: 5 } }])
  })

  test('lets through what is no message', async () => {
    const { router, tracker } = smallAndLarge()
    const command = { lg_name: 'Command' }
    const middleware = routingMiddleware({ router, models: models(), tracker })
    expect(await middleware.wrapModelCall(call(human), () => command)).toBe(command)
    expect(tracker.report()).toMatchObject({ queries: 1, usageQueries: 0 })
  })

  test('counts what the message reports', async () => {
    const { router, tracker, outcomes } = smallAndLarge()
    const message = said('four', { response_metadata: { model_name: 'small-2026' } })
    await routingMiddleware({ router, models: models(), tracker }).wrapModelCall(call(human), async () => message)
    expect(outcomes).toEqual([
      {
        model: 'small',
        usage: { inputTokens: 10, cachedInputTokens: 4, outputTokens: 5, reasoningTokens: 2 },
        durationMs: expect.any(Number),
        responseModel: 'small-2026',
      },
    ])
  })

  test('decides by the last question, and hands the agent’s signal on', async () => {
    const { router, asked, signals } = smallAndLarge()
    const { signal } = new AbortController()
    const messages = [new HumanMessage('Earlier.'), new AIMessage('Yes?'), ...human, new AIMessage('A tool, please.')]
    const request = call(messages, { runtime: { signal } })
    await routingMiddleware({ router, models: models() }).wrapModelCall(request, async () => said('four'))
    expect(asked).toEqual([QUESTION])
    expect(signals).toEqual([signal])
  })
})

describe('what a call needs leaves the models that can', () => {
  const chosen = async (messages = human, more: object = {}) => {
    const { router } = smallAndLarge()
    const pool = models()
    const request = call(messages, more)
    const names: string[] = []
    await routingMiddleware({ router, models: pool }).wrapModelCall(request, async ({ model }) => {
      names.push(Object.entries(pool).find(([, known]) => known === (model as unknown))![0])
      return said('')
    })
    return names[0]
  }
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,' } } as const

  test.each([
    ['nothing', 'small', human, { tools: [] }],
    ['tools', 'large', human, { tools: [{}] }],
    ['tools that may not be called', 'small', human, { tools: [{}], toolChoice: 'none' }],
    ['a schema', 'large', human, { responseFormat: schema }],
    ['a schema by a tool', 'large', human, { responseFormat: toolStrategy(schema) }],
    ['a schema by the provider', 'large', human, { responseFormat: providerStrategy(schema) }],
    ['one of several schemas', 'large', human, { responseFormat: [schema, z.object({ product: z.number() })] }],
    ['no schema after all', 'small', human, { responseFormat: { __responseFormatUndefined: true } }],
    ['a picture', 'large', [new HumanMessage({ content: [{ type: 'text', text: QUESTION }, image] })], {}],
  ])('%s: %s', async (_, expected, messages, more) => {
    expect(await chosen(messages, more)).toBe(expected)
  })

  test('a pool in which nobody can says so', async () => {
    const { router } = smallAndLarge()
    const { small } = models()
    const middleware = routingMiddleware({ router, models: { small } })
    const asked = middleware.wrapModelCall(call(human, { tools: [{}] }), async () => said(''))
    await expect(asked).rejects.toMatchObject({ code: 'no-able-model' })
  })
})

describe('where a model fails', () => {
  const failing = (error: unknown, options: { readonly fallback?: boolean } = {}, more: object = {}) => {
    const { router, tracker } = smallAndLarge()
    const pool = models()
    const handler = vi.fn(({ model }: { model: unknown }) =>
      model === pool.small ? Promise.reject(error) : Promise.resolve(said('large')),
    )
    const asked = routingMiddleware({ router, models: pool, tracker, ...options }).wrapModelCall(
      call(human, more),
      handler,
    )
    return { asked, handler, tracker }
  }

  test('the next answers', async () => {
    const { asked, tracker } = failing(new Error('busy'))
    expect((await asked).response_metadata.greenrouting).toMatchObject({ model: 'large', selectedModel: 'small' })
    expect(tracker.report().models).toMatchObject([{ model: 'large' }])
  })

  test('not without fallback', async () => {
    const { asked, handler } = failing(new Error('busy'), { fallback: false })
    await expect(asked).rejects.toThrow('busy')
    expect(handler).toHaveBeenCalledTimes(1)
  })

  test.each([
    ['an interrupt that asks a person', Object.assign(new Error('interrupt'), { is_bubble_up: true })],
    ['a call given up', new DOMException('enough', 'AbortError')],
  ])('%s is not a failure', async (_, error) => {
    const { asked, handler, tracker } = failing(error)
    await expect(asked).rejects.toBe(error)
    expect(handler).toHaveBeenCalledTimes(1)
    expect(tracker.report().queries).toBe(0)
  })

  test('nobody is asked once the agent’s signal has aborted', async () => {
    const { asked, handler } = failing(new Error('busy'), {}, { runtime: { signal: AbortSignal.abort() } })
    await expect(asked).rejects.toMatchObject({ code: 'aborted' })
    expect(handler).not.toHaveBeenCalled()
  })
})

describe('in langchain’s agent', () => {
  test('each model call of a tool loop is routed, and the facts stay in the state', async () => {
    const { router, tracker } = smallAndLarge()
    const { small } = models()
    const call = { id: 'call_1', name: 'weather', args: {} }
    const large = fakeModel().respondWithTools([call]).respond(said('3 degrees.'))
    const weather = tool(async () => '3 degrees', { name: 'weather', description: '', schema: z.object({}) })
    const agent = createAgent({
      model: small,
      tools: [weather],
      middleware: [routingMiddleware({ router, models: { small, large }, tracker })],
    })
    const { messages } = await agent.invoke({ messages: [{ role: 'user', content: QUESTION }] })
    expect(messages.map(({ type }) => type)).toEqual(['human', 'ai', 'tool', 'ai'])
    const facts = messages.map(({ response_metadata }) => response_metadata.greenrouting)
    expect(facts).toMatchObject([undefined, { model: 'large' }, undefined, { model: 'large' }])
    expect([small.callCount, large.callCount]).toEqual([0, 2])
    // The first reports no tokens.
    expect(tracker.report()).toMatchObject({ queries: 2, usageQueries: 1 })
  })

  test('beside another middleware, an error of the last model is the agent’s', async () => {
    const { router } = smallAndLarge()
    const pool = models(new Error('small is down'), new Error('large is down'))
    const agent = createAgent({
      model: pool.small,
      middleware: [createMiddleware({ name: 'another' }), routingMiddleware({ router, models: pool })],
    })
    await expect(agent.invoke({ messages: human })).rejects.toThrow('large is down')
    expect([pool.small.callCount, pool.large.callCount]).toEqual([1, 1])
  })
})

describe('the chooser', () => {
  test.each([
    ['a text', QUESTION],
    ['messages', human],
    ['pairs', [['human', QUESTION]]],
    ['objects', [{ role: 'user', content: [{ type: 'text', text: QUESTION }] }]],
    ['texts', [QUESTION]],
  ])('takes %s', async (_, input) => {
    const { router, asked } = smallAndLarge()
    const pool = models()
    const { name, model, others, decision } = await modelChooser({ router, models: pool })(input)
    expect({ name, selected: decision.selectedModel, asked }).toEqual({ name, selected: 'small', asked: [QUESTION] })
    expect(model).toBe(pool.small)
    expect(others).toEqual([pool.large])
  })

  test('takes a prompt', async () => {
    const { router, asked } = smallAndLarge()
    const prompt = await ChatPromptTemplate.fromMessages([
      ['system', 'Be kind.'],
      ['human', '{question}'],
    ]).invoke({ question: QUESTION })
    await modelChooser({ router, models: models() })(prompt)
    expect(asked).toEqual([QUESTION])
  })

  test('meets needs', async () => {
    const { router } = smallAndLarge()
    const choose = modelChooser({ router, models: models() })
    expect((await choose(QUESTION, { tools: true })).name).toBe('large')
    await expect(choose(QUESTION, { tool: true } as never)).rejects.toThrow('Did you mean "tools"?')
    await expect(choose([], {})).rejects.toMatchObject({ code: 'invalid-query' })
  })

  test('counts the answer of the one that gave it', async () => {
    const { router, tracker, outcomes } = smallAndLarge()
    const { model, others, record } = await modelChooser({ router, models: models(), tracker })(QUESTION)
    record(await model.withFallbacks([...others]).invoke(QUESTION))
    record(said('large'), others[0])
    expect(outcomes).toMatchObject([
      { model: 'small', usage: { outputTokens: 5 } },
      { model: 'large', usage: { outputTokens: 5 } },
    ])
  })
})

test.each([
  [
    { models: { small: 'openai:gpt-4o-mini' } },
    /models\["small"\] must be a chat model of LangChain.*openai:gpt-4o-mini/,
  ],
  [{ models: { smal: models().small } }, /the router never chooses "smal"/],
  [{ fallbak: true }, /Did you mean "fallback"/],
])('refuses %#', (options, message) => {
  const { router } = smallAndLarge()
  expect(() => routingMiddleware({ router, models: models(), ...options } as never)).toThrow(message)
})

test('the chooser falls back on nobody’s behalf', () => {
  const { router } = smallAndLarge()
  expect(() => modelChooser({ router, models: models(), fallback: true } as never)).toThrow('unknown key "fallback"')
})
