import { describe, expect, test } from 'vitest'
import { call, FINISHED, harness, OPENED, type Part, read, STARTED, said, streamOf, USAGE } from './harness.fixture.ts'

const BROKEN: Part = { type: 'error', error: 'overloaded' }
const INTERRUPTED: Part = {
  type: 'finish',
  usage: {
    inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: undefined, text: undefined, reasoning: undefined },
  },
  finishReason: { unified: 'interrupted', raw: undefined },
}

/** A stream that a test writes to. */
function byHand() {
  let controller!: ReadableStreamDefaultController<Part>
  const cancelled: unknown[] = []
  const stream = new ReadableStream<Part>({
    start: given => {
      controller = given
    },
    cancel: reason => void cancelled.push(reason),
  })
  return { say: (part: Part) => controller.enqueue(part), fail: (e: Error) => controller.error(e), stream, cancelled }
}

const textsOf = (parts: readonly Part[]) => parts.flatMap(part => (part.type === 'text-delta' ? [part.delta] : []))

describe('a stream', () => {
  test('is the chosen model’s part by part, with what was decided in its end', async () => {
    const { model, models, outcomes } = harness({
      small: { doStream: async () => ({ ...streamOf(STARTED, OPENED, said('4'), FINISHED), request: { body: 'b' } }) },
    })
    const asked = { ...call(), includeRawChunks: false }
    const { stream, request } = await model.doStream(asked)
    const { providerMetadata, ...finish } = FINISHED as Part & { type: 'finish' }
    expect(await read(stream)).toEqual([
      STARTED,
      OPENED,
      said('4'),
      {
        ...finish,
        providerMetadata: { ...providerMetadata, greenrouting: expect.objectContaining({ model: 'small' }) },
      },
    ])
    expect(request).toEqual({ body: 'b' })
    expect(models.small.doStreamCalls).toEqual([asked])
    expect(outcomes).toHaveLength(1)
  })

  test('is counted with its tokens and times', async () => {
    const { model, outcomes } = harness()
    await read((await model.doStream(call())).stream)
    expect(outcomes).toEqual([
      {
        model: 'small',
        responseModel: 'small-1-2026',
        durationMs: expect.any(Number),
        timeToFirstChunkMs: expect.any(Number),
        usage: { inputTokens: 10, cachedInputTokens: 4, outputTokens: 5, reasoningTokens: 2 },
      },
    ])
  })

  test('holds nothing back: each part is out before the next is in', async () => {
    const { stream, say } = byHand()
    const { model } = harness({ small: { doStream: async () => ({ stream }) } })
    for (const part of [STARTED, OPENED, said('4')]) say(part)
    const reader = (await model.doStream(call())).stream.getReader()
    for (const part of [STARTED, OPENED, said('4')]) expect((await reader.read()).value).toEqual(part)
    for (const part of [said('2'), said('.')]) {
      say(part)
      expect((await reader.read()).value).toEqual(part)
    }
  })

  test('reads no further than it is read', async () => {
    let pulled = 0
    const stream = new ReadableStream<Part>(
      { pull: controller => controller.enqueue(pulled++ === 0 ? OPENED : said(`${pulled}`)) },
      { highWaterMark: 0 },
    )
    const { model } = harness({ small: { doStream: async () => ({ stream }) } })
    const reader = (await model.doStream(call())).stream.getReader()
    for (let index = 0; index < 4; index++) await reader.read()
    expect(pulled).toBe(4)
  })
})

describe('a stream that fails before anything was said gives way to the next model', () => {
  test.each<[string, () => Promise<{ stream: ReadableStream<Part> }>]>([
    ['where it does not come about', () => Promise.reject(new Error('busy'))],
    ['in a part', async () => streamOf(STARTED, { type: 'response-metadata', id: '1' }, BROKEN, FINISHED)],
    ['after an empty piece of text', async () => streamOf(STARTED, OPENED, said(''), BROKEN)],
    [
      'by breaking',
      async () => {
        const { stream, fail } = byHand()
        fail(new Error('gone'))
        return { stream }
      },
    ],
    ['by an end that is none', async () => streamOf(STARTED, INTERRUPTED)],
    ['by ending without one', async () => streamOf(STARTED)],
  ])('%s', async (_, doStream) => {
    const { model, tracker } = harness({ small: { doStream } })
    const parts = await read((await model.doStream(call())).stream)
    expect(textsOf(parts)).toEqual(['large', ' says'])
    expect(parts.filter(({ type }) => type === 'stream-start')).toHaveLength(1)
    expect(parts.at(-1)).toMatchObject({
      providerMetadata: { greenrouting: { model: 'large', selectedModel: 'small' } },
    })
    expect(tracker.report()).toMatchObject({ queries: 1, models: [{ model: 'large' }] })
  })

  test('and is let go', async () => {
    const { stream, say, cancelled } = byHand()
    say(BROKEN)
    const { model } = harness({ small: { doStream: async () => ({ stream }) } })
    await model.doStream(call())
    expect(cancelled).toHaveLength(1)
  })

  test.each([true, false])('and is passed on as it came where no model is left (fallback: %s)', async fallback => {
    const doStream = async () => streamOf(STARTED, BROKEN, INTERRUPTED)
    const { model, models, tracker } = harness({ small: { doStream }, large: { doStream } }, { fallback })
    const parts = await read((await model.doStream(call())).stream)
    const answered = fallback ? 'large' : 'small'
    expect(parts).toMatchObject([
      STARTED,
      BROKEN,
      { ...INTERRUPTED, providerMetadata: { greenrouting: { model: answered } } },
    ])
    expect(models.large.doStreamCalls).toHaveLength(fallback ? 1 : 0)
    expect(tracker.report().queries).toBe(0)
  })

  test('or to the error of the last that was asked', async () => {
    const { model } = harness({
      small: { doStream: async () => streamOf(BROKEN) },
      large: { doStream: () => Promise.reject(new Error('down')) },
    })
    await expect(model.doStream(call())).rejects.toThrow('down')
  })
})

describe('once something was said', () => {
  test.each<[string, Part]>([
    ['text', said('4')],
    ['a thought', { type: 'reasoning-start', id: '1' }],
    ['a tool', { type: 'tool-input-start', id: '1', toolName: 'weather' }],
  ])('%s, an error is passed on', async (_, content) => {
    const { model, models, tracker } = harness({
      small: { doStream: async () => streamOf(content, BROKEN, INTERRUPTED) },
    })
    const parts = await read((await model.doStream(call())).stream)
    expect(parts.slice(0, 2)).toEqual([content, BROKEN])
    expect(models.large.doStreamCalls).toEqual([])
    expect(tracker.report().queries).toBe(0)
  })

  test('a stream that breaks does so for its reader', async () => {
    const { stream, say, fail } = byHand()
    say(said('4'))
    const { model } = harness({ small: { doStream: async () => ({ stream }) } })
    const reader = (await model.doStream(call())).stream.getReader()
    await reader.read()
    fail(new Error('gone'))
    await expect(reader.read()).rejects.toThrow('gone')
  })

  test('what broke off is counted where its tokens are known', async () => {
    const { model, outcomes } = harness({
      small: { doStream: async () => streamOf(said('4'), { ...INTERRUPTED, usage: USAGE } as Part) },
    })
    await read((await model.doStream(call())).stream)
    expect(outcomes).toMatchObject([{ usage: { outputTokens: 5 } }])
  })
})

describe('given up', () => {
  test('a stream ends the model’s, and nothing is counted', async () => {
    const { stream, say, cancelled } = byHand()
    say(said('4'))
    const { model, tracker } = harness({ small: { doStream: async () => ({ stream }) } })
    const reader = (await model.doStream(call())).stream.getReader()
    await reader.read()
    // One is on its way.
    const next = reader.read()
    await reader.cancel('enough')
    expect(await next).toMatchObject({ done: true })
    expect(cancelled).toEqual(['enough'])
    expect(tracker.report().queries).toBe(0)
  })

  test('before anything was said, also where the model does not listen', async () => {
    const { stream, say, cancelled } = byHand()
    say(STARTED)
    const controller = new AbortController()
    const { model, models } = harness({ small: { doStream: async () => ({ stream }) } })
    const asked = model.doStream({ ...call(), abortSignal: controller.signal })
    await expect.poll(() => models.small.doStreamCalls.length).toBe(1)
    controller.abort()
    await expect(asked).rejects.toMatchObject({ code: 'aborted', name: 'AbortError' })
    expect(cancelled).toHaveLength(1)
    expect(models.large.doStreamCalls).toEqual([])
  })
})
