import { type ChatCompletionChunk, MLCEngine } from '@mlc-ai/web-llm'
import { describe, expect, test, vi } from 'vitest'
import {
  BenchmarkMatcher,
  EnergyTracker,
  GreenScorer,
  ModelRegistry,
  QueryProfile,
  type Router,
  type RoutingDecision,
} from '../core/index.ts'
import { FakeEngine, type FakeScript, SECONDS } from './web-llm/fake-engine.fixture.ts'
import { isLoaded } from './web-llm/in-memory.ts'
import { type EngineOptions, wrapEngine } from './web-llm.ts'

const QUESTION = 'What is two and two, and why is it so?'
const messages = [{ role: 'user', content: QUESTION } as const]
const auto = { model: 'auto', messages: [...messages] }
const HARD = 4
const streamed = { ...auto, stream: true } as const

/** Three rungs; of an easy question all are good enough, of a hard one only the last two. */
function setUp(loaded: string[], options: Partial<EngineOptions> = {}, difficulty = 1) {
  const registry = new ModelRegistry([
    {
      name: 'small',
      energyPerQueryWh: 0.01,
      benchmarkScores: { code: 0.3 },
      onDevice: { tokensPerSecond: 50, watts: 30 },
    },
    { name: 'medium', energyPerQueryWh: 0.1, benchmarkScores: { code: 0.85 }, tools: true },
    { name: 'large', energyPerQueryWh: 1, benchmarkScores: { code: 0.9 }, inputModalities: ['text', 'image'] },
  ])
  const matcher = new BenchmarkMatcher(registry, GreenScorer.from({ weights: { quality: 0, energy: 1, cost: 0 } }))
  const asked: string[] = []
  const router: Router & { readonly registry: ModelRegistry } = {
    registry,
    async route(query) {
      asked.push(query)
      return matcher.match(QueryProfile.single('code', difficulty))
    },
    routeMany: async () => [],
  }
  const engine = new FakeEngine(...loaded)
  const tracker = new EnergyTracker()
  const outcomes: unknown[] = []
  tracker.subscribe(({ model, outcome }) => outcomes.push({ ...outcome, model }))
  const decisions: RoutingDecision[] = []
  const routed = wrapEngine(engine, {
    router,
    models: { small: 'S-MLC', medium: 'M-MLC', large: 'L-MLC' },
    tracker,
    onDecision: decision => void decisions.push(decision),
    ...options,
  })
  return { engine, routed, tracker, outcomes, decisions, asked }
}

/** Opened by hand. */
function gate() {
  let open = (): void => undefined
  const opened = new Promise<void>(resolve => (open = resolve))
  return { opened, open: () => open() }
}

async function piecesOf<Piece>(stream: AsyncIterable<Piece>): Promise<Piece[]> {
  const pieces: Piece[] = []
  for await (const piece of stream) pieces.push(piece)
  return pieces
}

const textOf = async (stream: AsyncIterable<ChatCompletionChunk>): Promise<string> =>
  (await piecesOf(stream)).map(({ choices }) => choices[0]?.delta.content ?? '').join('')

describe('the routed model answers', () => {
  test('after it was loaded, with the request as it was', async () => {
    const { engine, routed, asked, decisions } = setUp([])
    const request = { ...auto, temperature: 0.5, seed: 7 }
    const { choices, model } = await routed.chat.completions.create(request)
    expect([choices[0]!.message.content, model]).toEqual(['S-MLC.', 'S-MLC'])
    expect(engine.log).toEqual(['reload S-MLC', 'answer S-MLC'])
    expect(engine.requests).toEqual([{ ...request, model: 'S-MLC' }])
    expect(asked).toEqual([QUESTION])
    expect(decisions.map(({ selectedModel }) => selectedModel)).toEqual(['small'])
  })

  test('and what the engine writes into a request stays with it', async () => {
    const { routed } = setUp(['M-MLC'])
    const tools = [{ type: 'function', function: { name: 'weather' } } as const]
    const request = { ...auto, messages: [...messages], tools }
    const { model } = await routed.chat.completions.create(request)
    expect(model).toBe('M-MLC')
    expect(request.messages).toEqual(messages)
  })

  test('only where it can do with what is asked', async () => {
    const { engine, routed } = setUp([])
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,' } } as const
    const content = [{ type: 'text', text: QUESTION } as const, image]
    await routed.chat.completions.create({ model: 'auto', messages: [{ role: 'user', content }] })
    expect(engine.loaded).toEqual(['L-MLC'])
  })

  test('a model named by its id is the engine’s own business', async () => {
    const { engine, routed, asked, tracker } = setUp(['L-MLC'])
    expect(await routed.chat.completions.create({ messages: [...messages] })).toMatchObject({ model: 'L-MLC' })
    const stream = await routed.chat.completions.create({ messages: [...messages], model: 'L-MLC', stream: true })
    expect(await textOf(stream)).toBe('L-MLC.')
    const missing = routed.chat.completions.create({ messages: [...messages], model: 'M-MLC' })
    await expect(missing).rejects.toThrow('SpecifiedModelNotFoundError')
    expect([asked, engine.log, tracker.report().queries]).toEqual([[], ['answer L-MLC', 'answer L-MLC'], 0])
  })

  test('the rest of the engine is as it was', async () => {
    const { engine, routed } = setUp(['S-MLC'])
    routed.setInitProgressCallback(() => undefined)
    expect(routed.getInitProgressCallback()).toBe(engine.getInitProgressCallback())
    await routed.interruptGenerate()
    await routed.unload()
    await routed.reload('M-MLC')
    expect(await routed.completions.create({ prompt: 'q' })).toEqual({ object: 'text_completion' })
    expect(engine.log).toEqual(['interrupt', 'unload', 'reload M-MLC', 'completion'])
  })
})

describe('what is in memory', () => {
  test('answers where it is good enough', async () => {
    const { engine, routed, decisions, outcomes } = setUp(['L-MLC'])
    expect(await routed.chat.completions.create(auto)).toMatchObject({ model: 'L-MLC' })
    expect(engine.log).toEqual(['answer L-MLC'])
    expect(decisions[0]).toMatchObject({
      selectedModel: 'large',
      reasoning: 'large is in memory and good enough, so small is not loaded in its place.',
    })
    expect(outcomes).toMatchObject([{ model: 'large' }])
  })

  test('gives way where it is not', async () => {
    const { engine, routed } = setUp(['S-MLC'], {}, HARD)
    await routed.chat.completions.create(auto)
    expect(engine.loaded).toEqual(['M-MLC'])
  })

  test.each([
    ['always', 'S-MLC', ['reload S-MLC', 'answer S-MLC']],
    ['never', 'L-MLC', ['answer L-MLC']],
  ] as const)('reload: %s', async (reload, model, log) => {
    const { engine, routed } = setUp(['L-MLC'], { reload })
    expect(await routed.chat.completions.create(auto)).toMatchObject({ model })
    expect(engine.log).toEqual(log)
  })

  test('reload: never takes the best there is, and says when there is none', async () => {
    const { routed, decisions, engine } = setUp(['S-MLC'], { reload: 'never' }, HARD)
    expect(await routed.chat.completions.create(auto)).toMatchObject({ model: 'S-MLC' })
    expect(decisions[0]!.reasoning).toContain('in memory and the best of those that are')
    await engine.unload()
    const none = routed.chat.completions.create(auto)
    await expect(none).rejects.toMatchObject({
      code: 'no-able-model',
      message: expect.stringMatching(/engine\.reload\(\)/),
    })
  })

  test('is asked of the engine, whoever loaded it', async () => {
    const { engine, routed } = setUp([])
    await engine.reload(['M-MLC', 'L-MLC'])
    expect(await routed.chat.completions.create(auto)).toMatchObject({ model: 'M-MLC' })
  })

  test('as the real engine answers it', async () => {
    const engine = new MLCEngine()
    await expect(engine.getMessage('S-MLC')).rejects.toMatchObject({ name: 'ModelNotLoadedError' })
    expect(await isLoaded(engine, 'S-MLC')).toBe(false)
  })
})

describe('loading', () => {
  test('where it fails, the next of the ranking is loaded', async () => {
    const { engine, routed, outcomes } = setUp([])
    engine.loadPace = async id => {
      if (id === 'S-MLC') throw new Error('out of memory')
    }
    expect(await routed.chat.completions.create(auto)).toMatchObject({ model: 'M-MLC' })
    expect(outcomes).toMatchObject([{ model: 'medium' }])
    const alone = setUp([], { fallback: false })
    alone.engine.loadPace = engine.loadPace
    await expect(alone.routed.chat.completions.create(auto)).rejects.toThrow('out of memory')
  })

  test('is the app’s to allow, with its options', async () => {
    const load = vi.fn(async (id: string, reload: (options?: { context_window_size: number }) => Promise<void>) => {
      if (id === 'S-MLC') throw new Error('no, thanks')
      await reload({ context_window_size: 2048 })
    })
    const { engine, routed } = setUp([], { load })
    expect(await routed.chat.completions.create(auto)).toMatchObject({ model: 'M-MLC' })
    expect(engine.log).toEqual(['reload M-MLC', 'answer M-MLC'])
    expect(engine.chatOptions.get('M-MLC')).toEqual({ context_window_size: 2048 })
  })

  test('an error of the answer loads nothing', async () => {
    const { engine, routed, tracker } = setUp(['S-MLC'])
    engine.scripts.set('S-MLC', { failAt: 1 })
    await expect(routed.chat.completions.create(auto)).rejects.toThrow('The device was lost.')
    await expect(textOf(await routed.chat.completions.create(streamed))).rejects.toThrow('The device was lost.')
    expect(engine.log).toEqual(['answer S-MLC', 'answer S-MLC'])
    expect(tracker.report().queries).toBe(0)
    engine.scripts.clear()
    expect(await routed.chat.completions.create(auto)).toMatchObject({ model: 'S-MLC' })
  })
})

describe('streams', () => {
  test('come token by token, without the count that nobody asked for', async () => {
    const { routed, engine, outcomes } = setUp(['S-MLC'])
    const chunks = await piecesOf(await routed.chat.completions.create(streamed))
    expect(chunks.map(({ choices }) => choices.map(({ delta }) => delta.content))).toEqual([
      ['S-MLC'],
      ['.'],
      [undefined],
    ])
    expect(engine.requests[0]).toMatchObject({ stream_options: { include_usage: true } })
    expect(outcomes).toMatchObject([{ model: 'small', usage: { inputTokens: 10, outputTokens: 2 } }])
  })

  test('with the count where it was asked for', async () => {
    const { routed } = setUp(['S-MLC'])
    const request = { ...streamed, stream_options: { include_usage: true } }
    const chunks = await piecesOf(await routed.chat.completions.create(request))
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 2 } })
  })

  test('nothing is held back', async () => {
    const second = gate()
    const { routed, engine } = setUp(['S-MLC'])
    engine.scripts.set('S-MLC', { text: ['4', '.'], pace: async index => (index === 1 ? second.opened : undefined) })
    const stream = (await routed.chat.completions.create(streamed))[Symbol.asyncIterator]()
    expect((await stream.next()).value).toMatchObject({ choices: [{ delta: { content: '4' } }] })
    second.open()
    expect((await stream.next()).value).toMatchObject({ choices: [{ delta: { content: '.' } }] })
    await stream.return?.()
  })

  test('left by their reader, they end the answer, count what was written, and make room', async () => {
    const { routed, engine, outcomes } = setUp(['S-MLC'])
    engine.scripts.set('S-MLC', { text: ['a', 'b', 'c', 'd'] })
    for await (const _ of await routed.chat.completions.create(streamed)) break
    expect(await routed.chat.completions.create(auto)).toMatchObject({ model: 'S-MLC' })
    expect(engine.log).toEqual(['answer S-MLC', 'interrupt', 'answer S-MLC'])
    expect(outcomes).toMatchObject([{ usage: { outputTokens: 1 } }, { usage: { outputTokens: 4 } }])
  })

  test('not read, they hold up nobody', async () => {
    const { routed, engine } = setUp(['S-MLC'])
    await routed.chat.completions.create(streamed)
    expect(await routed.chat.completions.create(auto)).toMatchObject({ model: 'S-MLC' })
    expect(engine.log).toEqual(['answer S-MLC'])
  })
})

describe('one after another', () => {
  test('whatever is asked at once', async () => {
    const { engine, routed } = setUp(['S-MLC'])
    const easy = routed.chat.completions.create(auto)
    const other = wrapEngine(engine, {
      router: { route: async () => hard(), routeMany: async () => [] },
      models: { large: 'L-MLC' },
    })
    const answers = await Promise.all([
      easy,
      textOf(await routed.chat.completions.create(streamed)),
      other.chat.completions.create(auto),
      routed.embeddings.create({ input: 'q' }),
      routed.reload('M-MLC'),
      routed.chat.completions.create(auto),
    ])
    expect(answers).toMatchObject([{ model: 'S-MLC' }, 'S-MLC.', { model: 'L-MLC' }, {}, undefined, { model: 'M-MLC' }])
  })
})

const hard = (): RoutingDecision =>
  new BenchmarkMatcher(new ModelRegistry([{ name: 'large' }])).match(QueryProfile.single('code', 5))

describe('an abort', () => {
  const stalled = (script: FakeScript = {}) => {
    const reached = gate()
    const go = gate()
    const pace = async (index: number): Promise<void> => {
      if (index !== 1) return
      reached.open()
      await go.opened
    }
    return { script: { text: ['a', 'b', 'c'], pace, ...script }, reached: reached.opened, go }
  }

  test('ends the answer, which is counted as far as it came', async () => {
    const { engine, routed, outcomes } = setUp(['S-MLC'])
    const { script, reached, go } = stalled()
    engine.scripts.set('S-MLC', script)
    const controller = new AbortController()
    const answer = routed.chat.completions.create(auto, { signal: controller.signal })
    await reached
    controller.abort()
    // At once, though the engine is still at it.
    await expect(answer).rejects.toMatchObject({ code: 'aborted', name: 'AbortError' })
    const next = routed.chat.completions.create(auto)
    go.open()
    expect(await next).toMatchObject({ model: 'S-MLC' })
    expect(engine.log).toEqual(['answer S-MLC', 'interrupt', 'answer S-MLC'])
    expect(outcomes).toMatchObject([{ usage: { outputTokens: 1 } }, { usage: { outputTokens: 3 } }])
  })

  test('ends a stream, also one whose reader has stopped reading', async () => {
    const { engine, routed, outcomes } = setUp(['S-MLC'])
    engine.scripts.set('S-MLC', { text: ['a', 'b', 'c'] })
    const controller = new AbortController()
    const stream = await routed.chat.completions.create(streamed, { signal: controller.signal })
    const reader = stream[Symbol.asyncIterator]()
    await reader.next()
    controller.abort()
    expect(await routed.chat.completions.create(auto)).toMatchObject({ model: 'S-MLC' })
    await expect(reader.next()).rejects.toMatchObject({ code: 'aborted' })
    expect(outcomes).toMatchObject([{ usage: { outputTokens: 1 } }, { usage: { outputTokens: 3 } }])
  })

  test('ends a load, and nobody else is loaded', async () => {
    const { engine, routed } = setUp(['S-MLC'], {}, HARD)
    engine.loadPace = () => new Promise(() => undefined)
    const controller = new AbortController()
    const answer = routed.chat.completions.create(auto, { signal: controller.signal })
    await expect.poll(() => engine.log).toEqual(['reload M-MLC'])
    controller.abort()
    await expect(answer).rejects.toMatchObject({ code: 'aborted' })
    engine.loadPace = async () => undefined
    expect(await routed.chat.completions.create(auto)).toMatchObject({ model: 'M-MLC' })
    expect(engine.log).toEqual(['reload M-MLC', 'unload', 'reload M-MLC', 'answer M-MLC'])
  })

  test('of one that waits leaves the one that runs alone', async () => {
    const { engine, routed } = setUp(['S-MLC'])
    const { script, reached, go } = stalled()
    engine.scripts.set('S-MLC', script)
    const first = routed.chat.completions.create(auto)
    await reached
    const controller = new AbortController()
    const second = routed.chat.completions.create(auto, { signal: controller.signal })
    const third = routed.chat.completions.create(auto)
    controller.abort()
    await expect(second).rejects.toMatchObject({ code: 'aborted' })
    go.open()
    expect((await first).choices[0]!.message.content).toBe('abc')
    expect((await third).choices[0]!.message.content).toBe('abc')
    expect(engine.log).toEqual(['answer S-MLC', 'answer S-MLC'])
  })

  test('that came before asks nobody', async () => {
    const { engine, routed } = setUp(['S-MLC'])
    const answer = routed.chat.completions.create(auto, { signal: AbortSignal.abort() })
    await expect(answer).rejects.toMatchObject({ code: 'aborted' })
    expect(engine.log).toEqual([])
  })
})

describe('counting', () => {
  test('tokens and seconds as the engine reports them, energy by the device’s watts', async () => {
    const { routed, outcomes, tracker } = setUp(['S-MLC'])
    await routed.chat.completions.create(auto)
    expect(outcomes).toEqual([
      {
        model: 'small',
        responseModel: 'S-MLC',
        usage: { inputTokens: 10, outputTokens: 2 },
        durationMs: SECONDS.whole * 1000,
        timeToFirstChunkMs: SECONDS.first * 1000,
        measured: { wh: (30 * SECONDS.whole) / 3600 },
      },
    ])
    expect(tracker.report()).toMatchObject({ queries: 1, usedWh: (30 * SECONDS.whole) / 3600 })
  })

  test('no energy where the power is not known', async () => {
    const { routed, outcomes } = setUp(['M-MLC'])
    await routed.chat.completions.create(auto)
    expect(outcomes[0]).not.toHaveProperty('measured')
  })
})

test.each([
  [{ models: { small: 3 } }, /wrapEngine\.models\["small"\] must be a text/],
  [{ models: { smal: 'S-MLC' } }, /the router never chooses "smal"/],
  [{ reload: 'sometimes' }, /wrapEngine\.reload does not know "sometimes"/],
  [{ relaod: 'never' }, /Did you mean "reload"/],
])('refuses %#', (options, message) => {
  expect(() => setUp([], options as never)).toThrow(message)
})

test('refuses what is no engine, and no signal', async () => {
  expect(() => wrapEngine({} as never, {} as never)).toThrow(/must be an engine of WebLLM/)
  const { routed } = setUp(['S-MLC'])
  await expect(routed.chat.completions.create(auto, { signal: new AbortController() as never })).rejects.toThrow(
    'create.signal must be an AbortSignal',
  )
  await expect(routed.chat.completions.create({ model: 'auto', messages: [] })).rejects.toMatchObject({
    code: 'invalid-query',
  })
})
