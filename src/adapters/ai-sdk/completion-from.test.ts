import { MockLanguageModelV3, MockLanguageModelV4 } from 'ai/test'
import { expect, test } from 'vitest'
import { GreenRoutingClient } from '../../client/greenrouting-client.ts'
import { POOL, testRouter } from '../../client/harness.fixture.ts'
import { completionFrom } from './completion-from.ts'
import { FINISHED, OPENED, STARTED, said, streamOf } from './harness.fixture.ts'

function clientOf(...models: MockLanguageModelV4[]): GreenRoutingClient {
  return new GreenRoutingClient({
    router: testRouter(),
    models: models.map((model, index) => ({ ...POOL[index]!, completionFn: completionFrom(model) })),
  })
}

test('a model of the AI SDK answers in the client’s pool', async () => {
  const model = new MockLanguageModelV4({
    doStream: async () => streamOf(STARTED, OPENED, said('fo'), said('ur'), FINISHED),
  })
  const response = await clientOf(model).chat('What is two and two?', { maxOutputTokens: 50, temperature: 0 })
  expect(response).toMatchObject({
    content: 'four',
    finishReason: 'stop',
    usage: { inputTokens: 10, outputTokens: 5, reasoningTokens: 2, cachedInputTokens: 4, estimated: false },
  })
  expect(model.doStreamCalls[0]).toMatchObject({
    maxOutputTokens: 50,
    temperature: 0,
    prompt: [
      { role: 'system', content: expect.stringContaining('as few words') },
      { role: 'user', content: [{ type: 'text', text: 'What is two and two?' }] },
    ],
  })
})

test('one that fails gives way to the next of the ranking', async () => {
  const broken = new MockLanguageModelV4({
    doStream: async () => streamOf(STARTED, said('fo'), { type: 'error', error: new Error('overloaded') }),
  })
  const sound = new MockLanguageModelV4({ doStream: async () => streamOf(STARTED, said('four'), FINISHED) })
  const { content, log } = await clientOf(broken, sound).chat('What is two and two?')
  expect(content).toBe('four')
  expect(log.find(({ event }) => event === 'failed')).toMatchObject({ code: 'completion-failed' })
})

test('giving up reaches the model and ends its stream', async () => {
  let cancelled = false
  let signal: AbortSignal | undefined
  const model = new MockLanguageModelV4({
    doStream: async options => {
      signal = options.abortSignal
      return {
        stream: new ReadableStream({
          start: controller => controller.enqueue(said('fo')),
          cancel: () => {
            cancelled = true
          },
        }),
      }
    },
  })
  for await (const part of clientOf(model).stream('What is two and two?')) if (part.type === 'text') break
  await expect.poll(() => cancelled).toBe(true)
  expect(signal?.aborted).toBe(true)
})

test('a model of an older interface is refused with the remedy', () => {
  expect(() => completionFrom(new MockLanguageModelV3() as never)).toThrow(/wrapLanguageModel/)
})
