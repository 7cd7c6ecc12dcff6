import { describe, expect, test, vi } from 'vitest'
import type { ProviderPart } from '../providers/contracts.ts'
import type { AnswerFacts, CompletionFn, CompletionOptions } from './contracts.ts'
import { GreenRoutingClient } from './greenrouting-client.ts'
import { POOL, testRouter } from './harness.fixture.ts'

const clientOf = (completionFn: CompletionFn, pool: readonly { readonly name: string }[] = POOL.slice(0, 1)) =>
  new GreenRoutingClient({ models: pool, router: testRouter(1, pool), completionFn, compress: false })

async function* of<T>(...items: T[]): AsyncGenerator<T> {
  yield* items
}

describe('a function of the caller’s', () => {
  test.each([
    ['a text', () => 'Four.'],
    ['a promise of one', async () => 'Four.'],
    ['an object', () => ({ content: 'Four.' })],
    ['pieces', () => of('Fo', 'ur', '.')],
    ['a promise of pieces', async () => of('Four', '.')],
    [
      'parts',
      () =>
        of<string | ProviderPart>(
          { type: 'reasoning', text: 'hm' },
          'Four',
          { type: 'text', text: '.' },
          { type: 'finish', reason: 'stop' },
        ),
    ],
    [
      'a stream',
      () =>
        new ReadableStream<string>({
          start: controller => {
            controller.enqueue('Four.')
            controller.close()
          },
        }) as unknown as AsyncIterable<string>,
    ],
  ] as [string, CompletionFn][])('may return %s', async (_, completionFn) => {
    const client = clientOf(completionFn)
    const response = await client.chat('What is 2+2?')
    expect(response).toMatchObject({
      content: 'Four.',
      routedTo: 'small',
      finishReason: 'stop',
      usage: { estimated: true },
    })
    expect(client.report().queries).toBe(1)
  })

  test('is told what there is to know', async () => {
    const completionFn = vi.fn((_model: string, _messages: unknown, _options: CompletionOptions) => 'x')
    const models = [{ ...POOL[0], modelId: 'vendor/small-1', effort: 'low' as const, body: { seed: 1 } }]
    const client = new GreenRoutingClient({ models, router: testRouter(5), completionFn })
    await client.chat('Question', { maxOutputTokens: 9, temperature: 1 })
    const [model, messages, options] = completionFn.mock.calls[0]!
    expect(model).toBe('small')
    expect(messages).toEqual([{ role: 'user', content: 'Question' }])
    expect(options).toMatchObject({
      modelId: 'vendor/small-1',
      maxOutputTokens: 9,
      temperature: 1,
      effort: 'low' as const,
      body: { seed: 1 },
    })
    expect(options.signal).toBeInstanceOf(AbortSignal)
  })

  test('may say how long it waited for its turn, which is not its time', async () => {
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now)
    try {
      const told: AnswerFacts[] = []
      const tracker = { record: (_: unknown, facts: AnswerFacts) => void told.push(facts), report: () => ({}) as never }
      const completionFn: CompletionFn = async function* () {
        now += 5000
        yield { type: 'waited', ms: 5000 }
        now += 300
        yield 'Four'
        now += 700
        // Too late to be a wait for its turn.
        yield { type: 'waited', ms: 700 }
        yield '.'
      }
      const models = [{ ...POOL[0], onDevice: { tokensPerSecond: 10, watts: 30 } }]
      const client = new GreenRoutingClient({ models, router: testRouter(), completionFn, tracker })
      expect((await client.chat('What is 2+2?')).content).toBe('Four.')
      expect(told).toMatchObject([{ durationMs: 1000, timeToFirstChunkMs: 300, measured: { joules: 30 } }])
    } finally {
      vi.restoreAllMocks()
    }
  })

  test('that fails in line took nothing', async () => {
    const client = clientOf(async function* () {
      yield { type: 'waited', ms: 1 }
      throw new Error('gone')
    })
    await expect(client.chat('Question')).rejects.toMatchObject({ code: 'completion-failed' })
    expect(client.report().queries).toBe(0)
  })

  test('counts as it can', async () => {
    const usage = { inputTokens: 7, outputTokens: 3, reasoningTokens: 1 }
    expect(await clientOf(() => ({ content: 'x', usage, finishReason: 'length' })).chat('Q')).toMatchObject({
      finishReason: 'length',
      usage: { ...usage, estimated: false },
    })
    const nonsense = { inputTokens: Number.NaN, outputTokens: -1, reasoningTokens: '9' as never }
    expect((await clientOf(() => ({ content: 'abcd', usage: nonsense })).chat('abcd')).usage).toEqual({
      inputTokens: 1,
      outputTokens: 1,
      estimated: true,
    })
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('no network, key sk-abcdefghijkl')
      },
      'no network, key [key]',
    ],
    ['rejects', () => Promise.reject(new Error('no network')), 'no network'],
    ['throws something else', () => Promise.reject('no network'), 'no network'],
    ['returns nothing', () => undefined as never, 'neither a text'],
    ['returns something else', () => ({ text: 'x' }) as never, 'neither a text'],
    [
      'breaks off',
      () =>
        (async function* () {
          yield 'Fo'
          throw new Error('gone')
        })(),
      'gone',
    ],
    ['sends null', () => of(null as never), 'failed'],
  ] as [string, CompletionFn, string][])('that %s is a typed error', async (_, completionFn, words) => {
    await expect(clientOf(completionFn).chat('Question')).rejects.toMatchObject({
      code: 'completion-failed',
      details: { model: 'small' },
      message: expect.stringContaining(words),
    })
  })

  test('that fails gives way to the next model', async () => {
    const completionFn: CompletionFn = model =>
      model === 'small' ? Promise.reject(new Error('full')) : `from ${model}`
    expect(await clientOf(completionFn, POOL).chat('Question')).toMatchObject({
      content: 'from medium',
      routedTo: 'medium',
    })
  })

  test.each([
    ['never answers', () => new Promise<string>(() => undefined)],
    [
      'never goes on',
      () =>
        (async function* () {
          yield 'a'
          await new Promise(() => undefined)
        })(),
    ],
  ] as [string, CompletionFn][])('that %s does not hold up an abort', async (_, completionFn) => {
    let given: AbortSignal | undefined
    const controller = new AbortController()
    const client = clientOf((model, messages, options) => {
      given = options.signal
      return completionFn(model, messages, options)
    })
    const answer = client.chat('Question', { signal: controller.signal })
    await expect.poll(() => given).toBeDefined()
    controller.abort()
    await expect(answer).rejects.toMatchObject({ code: 'aborted' })
    expect(given!.aborted).toBe(true)
  })

  test('is told when the reader leaves, and its generator is ended', async () => {
    let ended = false
    let given: AbortSignal | undefined
    const client = clientOf(async function* (_model: string, _messages: unknown, { signal }: CompletionOptions) {
      given = signal
      try {
        yield 'a'
        yield 'b'
      } finally {
        ended = true
      }
    })
    for await (const _ of client.stream('Question')) break
    await expect.poll(() => given?.aborted && ended).toBe(true)
  })
})
