import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { wrapLanguageModel } from 'ai'
import { MockLanguageModelV3 } from 'ai/test'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { isGreenRoutingError, ModelRegistry, RandomRouter } from '../core/index.ts'
import { call, harness, USAGE } from './ai-sdk/harness.fixture.ts'
import { routedModel } from './ai-sdk.ts'

const busy = () => Promise.reject(new Error('busy'))

describe('an answer', () => {
  test('is the chosen model’s own, with what was decided beside what it says itself', async () => {
    const { model, models } = harness()
    const asked = { ...call(), temperature: 0.5, providerOptions: { maker: { mode: 'kind' } } }
    const answer = await model.doGenerate(asked)
    expect(answer).toMatchObject({
      content: [{ type: 'text', text: 'small says four' }],
      warnings: [{ type: 'other', message: 'a warning' }],
      usage: USAGE,
      response: { modelId: 'small-1-2026' },
      providerMetadata: {
        maker: { id: 1 },
        greenrouting: { model: 'small', selectedModel: 'small', difficulty: 1, energy: { midWh: 0.01 } },
      },
    })
    const { providerMetadata } = answer
    expect(JSON.parse(JSON.stringify(providerMetadata))).toEqual(providerMetadata)
    expect(models.small.doGenerateCalls).toEqual([asked])
  })

  test('is counted with its tokens, its time and the provider’s name for the model', async () => {
    const { model, outcomes, tracker } = harness()
    await model.doGenerate(call())
    expect(outcomes).toEqual([
      {
        model: 'small',
        responseModel: 'small-1-2026',
        durationMs: expect.any(Number),
        usage: { inputTokens: 10, cachedInputTokens: 4, outputTokens: 5, reasoningTokens: 2 },
      },
    ])
    expect(tracker.report()).toMatchObject({ queries: 1, usageQueries: 1 })
  })

  test('of a model that counts nothing is counted by the estimate', async () => {
    const usage = {
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    }
    const doGenerate = async () => ({
      content: [],
      finishReason: { unified: 'stop' as const, raw: undefined },
      usage,
      warnings: [],
    })
    const { model, tracker } = harness({ small: { doGenerate } })
    await model.doGenerate(call())
    expect(tracker.report()).toMatchObject({ queries: 1, usageQueries: 0, usedWh: 0.01 })
  })

  test('comes from the next model where the first fails', async () => {
    const { model, tracker } = harness({ small: { doGenerate: busy } })
    expect(await model.doGenerate(call())).toMatchObject({
      content: [{ text: 'large says four' }],
      providerMetadata: { greenrouting: { model: 'large', selectedModel: 'small' } },
    })
    expect(tracker.report()).toMatchObject({ queries: 1, models: [{ model: 'large' }] })
  })

  test('that nobody gives is the last model’s error, and without fallback the first’s; nothing is counted', async () => {
    const large = { doGenerate: () => Promise.reject(new Error('down')) }
    const both = harness({ small: { doGenerate: busy }, large })
    await expect(both.model.doGenerate(call())).rejects.toThrow('down')
    const one = harness({ small: { doGenerate: busy } }, { fallback: false })
    await expect(one.model.doGenerate(call())).rejects.toThrow('busy')
    expect(one.models.large.doGenerateCalls).toEqual([])
    expect([both.tracker.report().queries, one.tracker.report().queries]).toEqual([0, 0])
  })
})

describe('an abort', () => {
  test('reaches the router and the model, and nobody else is asked', async () => {
    const controller = new AbortController()
    const doGenerate = ({ abortSignal }: LanguageModelV4CallOptions) =>
      new Promise<never>((_, reject) => {
        abortSignal?.addEventListener('abort', () => reject(abortSignal.reason))
        controller.abort(new Error('enough'))
      })
    const { model, models, signals } = harness({ small: { doGenerate } })
    await expect(model.doGenerate({ ...call(), abortSignal: controller.signal })).rejects.toThrow('enough')
    expect(signals).toEqual([controller.signal])
    expect(models.large.doGenerateCalls).toEqual([])
  })

  test('before anybody was asked is one that the AI SDK knows as such', async () => {
    const { model, models } = harness()
    const aborted = { ...call(), abortSignal: AbortSignal.abort() }
    await expect(model.doGenerate(aborted)).rejects.toMatchObject({ code: 'aborted', name: 'AbortError' })
    await expect(model.doStream(aborted)).rejects.toMatchObject({ code: 'aborted', name: 'AbortError' })
    expect([models.small.doGenerateCalls, models.small.doStreamCalls]).toEqual([[], []])
  })
})

test('each step of a tool loop is decided anew by the user’s last message, with one classification', async () => {
  const onDecision = vi.fn()
  const { model, asked } = harness({}, { onDecision })
  const first = call('How warm is it in Oslo today, compared with Rome?')
  await model.doGenerate(first)
  await model.doGenerate({
    prompt: [
      ...first.prompt,
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: '1', toolName: 'weather', input: {} }] },
      {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: '1', toolName: 'weather', output: { type: 'text', value: '3' } }],
      },
    ],
  })
  expect(asked).toEqual(Array(2).fill('How warm is it in Oslo today, compared with Rome?'))
  // Only the larger can read what a tool said.
  expect(onDecision.mock.calls.map(([{ selectedModel }]) => selectedModel)).toEqual(['small', 'large'])
})

test('no text of a user’s breaks it: it is answered, or refused where there is nothing in it', async () => {
  const { model } = harness()
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), async texts => {
      const content = texts.map(text => ({ type: 'text' as const, text }))
      const answered = model.doGenerate({ prompt: [{ role: 'user', content }] })
      if (texts.some(text => text.trim() !== '')) expect((await answered).warnings).toHaveLength(1)
      else await expect(answered).rejects.toMatchObject({ code: 'invalid-query' })
    }),
    { numRuns: 25 },
  )
})

describe('refuses', () => {
  const router = new RandomRouter(new ModelRegistry([{ name: 'one', energyPerQueryWh: 1 }]))
  const making = (one: unknown) => {
    try {
      return routedModel({ router, models: { one } } as never)
    } catch (error) {
      return isGreenRoutingError(error) ? `${error.code}: ${error.message}` : error
    }
  }

  test('a model of an older version, and says how to make one of this of it', () => {
    const old = new MockLanguageModelV3()
    expect(making(old)).toMatch(
      /^invalid-option: routedModel\.models\["one"\] is a LanguageModelV3\. .*wrapLanguageModel/,
    )
    expect(making(wrapLanguageModel({ model: old, middleware: [] }))).toMatchObject({ specificationVersion: 'v4' })
  })

  test.each([
    ['openai/gpt-4o', /must be a LanguageModelV4 of the AI SDK .*, not "openai\/gpt-4o"/],
    [null, /must be a LanguageModelV4 .*, not null/],
    [{ specificationVersion: 'v4' }, /must be a LanguageModelV4 .*, not an object/],
  ])('%s', (one, message) => {
    expect(making(one)).toMatch(message)
  })
})
