import { afterEach, describe, expect, test, vi } from 'vitest'
import { GreenRoutingClient } from '../client/greenrouting-client.ts'
import { testRouter } from '../client/harness.fixture.ts'
import { type Transformers, transformersModel } from './transformers.ts'
import { twoQuestions } from './two-questions.fixture.ts'

const profile = { name: 'small', modelId: 'someone/small', benchmarkScores: { code: 0.5 } }

interface Streamer {
  readonly options: {
    callback_function(text: string): void
    token_callback_function(ids: readonly bigint[]): void
  }
}

/** The library with one model, which writes a word a token until it is told to stop. */
function library({
  isCached = true,
  words = ['fo', 'ur'],
  fails = false,
  pace = () => new Promise<void>(resolve => setTimeout(resolve)),
} = {}) {
  const asked: { readonly messages: unknown; readonly options: Record<string, unknown> }[] = []
  let running = 0
  const generate = async (messages: unknown, options: Record<string, unknown>) => {
    asked.push({ messages, options })
    if (running > 0) throw new Error('Two answers at once.')
    running++
    const { streamer, stopping_criteria, max_new_tokens } = options as unknown as {
      streamer: Streamer
      stopping_criteria: { interrupted: boolean }
      max_new_tokens: number
    }
    try {
      for (const word of words.slice(0, max_new_tokens)) {
        await pace()
        if (stopping_criteria.interrupted) return
        streamer.options.token_callback_function([1n])
        streamer.options.callback_function(word)
        if (fails) throw new Error('The session is lost.')
      }
    } finally {
      running--
    }
  }
  const made = {
    asked,
    isCached,
    pipeline: vi.fn(
      async (_task: string, _model: string, { progress_callback }: { progress_callback(event: object): void }) => {
        progress_callback({ status: 'progress', file: 'a', progress: 99 })
        for (const progress of [10, 60]) progress_callback({ status: 'progress_total', progress })
        made.isCached = true
        return Object.assign(generate, { tokenizer: {}, dispose: async () => undefined })
      },
    ),
    TextStreamer: class {
      readonly options: Streamer['options']
      constructor(_tokenizer: unknown, options: Streamer['options']) {
        this.options = options
      }
    },
    InterruptableStoppingCriteria: class {
      interrupted = false
      interrupt() {
        this.interrupted = true
      }
    },
    ModelRegistry: { is_pipeline_cached: async () => made.isCached },
  }
  return made satisfies Transformers
}

const clientOf = (transformers: Transformers) =>
  new GreenRoutingClient({ router: testRouter(), models: [transformersModel({ profile, transformers }).config] })

afterEach(() => vi.restoreAllMocks())

describe('a model of transformers.js', () => {
  test('answers in the pool, piece by piece, and counts what it wrote', async () => {
    const transformers = library()
    const client = clientOf(transformers)
    const pieces: string[] = []
    const stream = client.stream('What is two and two?', { compress: false, temperature: 0.5 })
    for await (const text of stream.textStream) pieces.push(text)
    expect(pieces).toEqual(['fo', 'ur'])
    // What was read it does not count.
    expect((await stream.response).usage).toMatchObject({ outputTokens: 2, estimated: true })
    expect(transformers.asked[0]).toMatchObject({
      messages: [{ role: 'user', content: 'What is two and two?' }],
      options: { do_sample: true, temperature: 0.5, max_new_tokens: 1024 },
    })
    await client.chat('And three?')
    expect(transformers.pipeline).toHaveBeenCalledTimes(1)
  })

  test('says when it was cut off', async () => {
    const { finishReason } = await clientOf(library({ words: ['a', 'b', 'c'] })).chat('Question', {
      maxOutputTokens: 2,
    })
    expect(finishReason).toBe('length')
  })

  test('two questions at once are answered one after the other', async () => {
    const client = clientOf(library())
    const answers = await Promise.all([client.chat('One?'), client.chat('Two?')])
    expect(answers.map(({ content }) => content)).toEqual(['four', 'four'])
  })

  test('the second’s wait for its turn is not its time, and one load is the time of one', async () => {
    const { gate, ask } = twoQuestions()
    const transformers = library({ pace: gate, words: ['four'] })
    const load = transformers.pipeline.getMockImplementation()!
    transformers.pipeline.mockImplementation(async (...options) => gate().then(() => load(...options)))
    const { config } = transformersModel({
      profile: { ...profile, onDevice: { tokensPerSecond: 10, watts: 30 } },
      transformers,
    })
    const told = await ask(config, () => expect(transformers.pipeline).toHaveBeenCalled())
    expect(told).toMatchObject([
      { durationMs: 2500, measured: { joules: 75 } },
      { durationMs: 1000, timeToFirstChunkMs: 1000, measured: { joules: 30 } },
    ])
  })

  test('that is not on the device is not fetched by a question', async () => {
    const transformers = library({ isCached: false })
    await expect(clientOf(transformers).chat('Question')).rejects.toMatchObject({ code: 'model-not-on-device' })
    expect(transformers.pipeline).not.toHaveBeenCalled()
  })

  test('is downloaded when asked for, with the progress of all files', async () => {
    const model = transformersModel({ profile, transformers: library({ isCached: false }) })
    expect(await model.availability()).toBe('downloadable')
    const shares: number[] = []
    await model.download({ onProgress: share => shares.push(share) })
    expect(shares).toEqual([0.1, 0.6, 1])
    expect(await model.availability()).toBe('available')
    await model.dispose()
  })

  test('a second download tells its caller how far the first one is, and a failed one is told to both', async () => {
    const transformers = library({ isCached: false })
    const model = transformersModel({ profile, transformers })
    transformers.pipeline.mockImplementationOnce(async (_task, _model, { progress_callback }) => {
      progress_callback({ status: 'progress_total', progress: 50 })
      await undefined
      throw new Error('The connection broke off.')
    })
    const told: number[][] = [[], []]
    const downloads = await Promise.allSettled(
      told.map(shares => model.download({ onProgress: share => shares.push(share) })),
    )
    expect(told).toEqual([[0.5], [0.5]])
    for (const download of downloads) {
      expect(download).toMatchObject({
        reason: {
          code: 'model-not-on-device',
          message: expect.stringContaining('transformers.js could not load it (The connection broke off.).'),
          details: { model: 'small' },
          cause: expect.objectContaining({ message: 'The connection broke off.' }),
        },
      })
    }
    await model.download()
    expect(await model.availability()).toBe('available')
  })

  test('giving up stops it, and the next question is answered', async () => {
    const transformers = library({
      words: Array(200).fill('x'),
      pace: () => new Promise(resolve => setTimeout(resolve, 2)),
    })
    const client = clientOf(transformers)
    for await (const part of client.stream('Question')) if (part.type === 'text') break
    const { content } = await client.chat('Another?', { maxOutputTokens: 3 })
    expect(content).toBe('xxx')
  })

  test('a failure in mid-answer is told, with what was said before', async () => {
    await expect(clientOf(library({ fails: true })).chat('Question')).rejects.toMatchObject({
      code: 'completion-failed',
      message: expect.stringContaining('The session is lost.'),
    })
  })

  test.each(['TextStreamer', 'InterruptableStoppingCriteria'] as const)(
    'a question whose %s cannot be made fails, and the next one is answered',
    async part => {
      const transformers = library()
      const good = transformers[part]
      const client = clientOf(transformers)
      Object.assign(transformers, {
        [part]: class {
          constructor() {
            throw new Error('No tokenizer.')
          }
        },
      })
      await expect(client.chat('Question')).rejects.toMatchObject({
        code: 'completion-failed',
        message: expect.stringContaining('No tokenizer.'),
      })
      Object.assign(transformers, { [part]: good })
      expect((await client.chat('Another?', { signal: AbortSignal.timeout(2000) })).content).toBe('four')
    },
  )
})
