import { afterEach, describe, expect, test, vi } from 'vitest'
import { FakeEngine } from '../adapters/web-llm/fake-engine.fixture.ts'
import { GreenRoutingClient } from '../client/greenrouting-client.ts'
import { testRouter } from '../client/harness.fixture.ts'
import { twoQuestions } from './two-questions.fixture.ts'
import { type WebLlm, webLlmModel } from './web-llm.ts'

const profile = { name: 'small', modelId: 'Small-q4f16_1-MLC', benchmarkScores: { code: 0.5 } }

/** The package with one engine, as if its weights were in the browser's cache or not. */
function webLlm(isCached = true) {
  const engine = new FakeEngine()
  const made = {
    engine,
    isCached,
    hasModelInCache: vi.fn(async () => made.isCached),
    CreateMLCEngine: vi.fn(
      async (id: string, config?: { initProgressCallback?: (report: { progress: number }) => void }) => {
        for (const progress of [0.25, 0.75, 0.5]) config?.initProgressCallback?.({ progress })
        await engine.reload(id)
        made.isCached = true
        return engine
      },
    ),
  }
  return made satisfies WebLlm
}

const withGraphics = (adapter: object | null = {}) =>
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => adapter } })

const clientOf = (library: WebLlm) =>
  new GreenRoutingClient({ router: testRouter(), models: [webLlmModel({ profile, webLlm: library }).config] })

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('WebLLM’s model', () => {
  test('is loaded with the first question and answers in the pool, with its own counts', async () => {
    withGraphics()
    const library = webLlm()
    library.engine.scripts.set(profile.modelId, { text: ['fo', 'ur'] })
    const client = clientOf(library)
    const { content, usage } = await client.chat('What is two and two?', { maxOutputTokens: 9, temperature: 0 })
    expect(content).toBe('four')
    expect(usage).toMatchObject({ inputTokens: 10, outputTokens: 2, estimated: false })
    await client.chat('And three?')
    expect(library.CreateMLCEngine).toHaveBeenCalledTimes(1)
    expect(library.engine.requests[0]).toMatchObject({ stream: true, max_tokens: 9, temperature: 0 })
  })

  test('is held to the JSON that the call asks for', async () => {
    withGraphics()
    const library = webLlm()
    const schema = { type: 'object', properties: { sum: { type: 'number' } } }
    const body = { response_format: { type: 'json_schema', json_schema: { name: 'sum', schema } }, seed: 7 }
    await clientOf(library).chat('What is two and two?', { body })
    expect(library.engine.requests[0]).toMatchObject({
      response_format: { type: 'json_object', schema: JSON.stringify(schema) },
      seed: 7,
      stream: true,
    })
  })

  test('two questions at once are answered one after the other', async () => {
    withGraphics()
    const client = clientOf(webLlm())
    const answers = await Promise.all([client.chat('One?'), client.chat('Two?'), client.chat('Three?')])
    expect(answers.map(({ content }) => content)).toEqual(Array(3).fill(`${profile.modelId}.`))
  })

  test('the second’s wait for its turn is not its time, and one load is the time of one', async () => {
    withGraphics()
    const { gate, ask } = twoQuestions()
    const library = webLlm()
    library.engine.loadPace = gate
    library.engine.scripts.set(profile.modelId, { text: ['four'], pace: gate })
    const { config } = webLlmModel({
      profile: { ...profile, onDevice: { tokensPerSecond: 10, watts: 30 } },
      webLlm: library,
    })
    const told = await ask(config, () => expect(library.CreateMLCEngine).toHaveBeenCalled())
    expect(told).toMatchObject([
      { durationMs: 2500, measured: { joules: 75 } },
      { durationMs: 1000, timeToFirstChunkMs: 1000, measured: { joules: 30 } },
    ])
  })

  test('given up while it loads is not asked any more, and the next question is answered', async () => {
    withGraphics()
    const library = webLlm()
    let goOn: (() => void) | undefined
    library.engine.loadPace = () => new Promise(resolve => (goOn = resolve))
    const client = clientOf(library)
    const controller = new AbortController()
    const first = client.chat('One?', { signal: controller.signal })
    await vi.waitFor(() => expect(goOn).toBeDefined())
    controller.abort()
    await expect(first).rejects.toMatchObject({ code: 'aborted' })
    goOn!()
    expect((await client.chat('Two?')).content).toBe(`${profile.modelId}.`)
    expect(library.engine.requests).toHaveLength(1)
  })

  test('that is not on the device is not fetched by a question', async () => {
    withGraphics()
    const library = webLlm(false)
    await expect(clientOf(library).chat('Question')).rejects.toMatchObject({
      code: 'model-not-on-device',
      message: expect.stringContaining('call download()'),
    })
    expect(library.CreateMLCEngine).not.toHaveBeenCalled()
  })

  test('is downloaded when asked for', async () => {
    withGraphics()
    const library = webLlm(false)
    const model = webLlmModel({ profile, webLlm: library })
    expect(await model.availability()).toBe('downloadable')
    const shares: number[] = []
    await model.download({ onProgress: share => shares.push(share) })
    expect(shares).toEqual([0.25, 0.75, 1])
    expect(await model.availability()).toBe('available')
    await model.dispose()
    expect(library.engine.loaded).toEqual([])
  })

  test('a failed download can be tried again', async () => {
    withGraphics()
    const library = webLlm(false)
    library.CreateMLCEngine.mockRejectedValueOnce(new Error('quota'))
    const model = webLlmModel({ profile, webLlm: library })
    await expect(model.download()).rejects.toMatchObject({
      code: 'model-not-on-device',
      message: expect.stringContaining('"small" is not on this device: WebLLM could not load it (quota).'),
      cause: expect.objectContaining({ message: 'quota' }),
    })
    await model.download()
    expect(await model.availability()).toBe('available')
  })

  test('a second download tells its caller how far the first one is', async () => {
    withGraphics()
    const library = webLlm(false)
    let goOn!: () => void
    library.engine.loadPace = () => new Promise(resolve => (goOn = resolve))
    const model = webLlmModel({ profile, webLlm: library })
    const told: number[][] = [[], []]
    const downloads = told.map(shares => model.download({ onProgress: share => shares.push(share) }))
    await vi.waitFor(() => expect(told).toEqual([[0.25, 0.75], expect.arrayContaining([0.75])]))
    expect(await model.availability()).toBe('downloading')
    goOn()
    await Promise.all(downloads)
    expect(told.map(shares => shares.at(-1))).toEqual([1, 1])
    expect(library.CreateMLCEngine).toHaveBeenCalledTimes(1)
  })

  test.each([
    ['the browser has no WebGPU', () => vi.stubGlobal('navigator', {})],
    ['the device has no adapter', () => withGraphics(null)],
  ])('is unavailable where %s', async (_, arrange) => {
    arrange()
    const model = webLlmModel({ profile, webLlm: webLlm() })
    expect(await model.availability()).toBe('unavailable')
    await expect(model.download()).rejects.toMatchObject({ code: 'model-not-on-device' })
  })

  test('giving up interrupts the engine', async () => {
    withGraphics()
    const library = webLlm()
    library.engine.scripts.set(profile.modelId, {
      text: Array(100).fill('x'),
      pace: () => new Promise(resolve => setTimeout(resolve, 5)),
    })
    for await (const part of clientOf(library).stream('Question')) if (part.type === 'text') break
    await vi.waitFor(() => expect(library.engine.log).toContain('interrupt'))
  })
})
