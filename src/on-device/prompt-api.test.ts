import { describe, expect, test, vi } from 'vitest'
import { GreenRoutingClient } from '../client/greenrouting-client.ts'
import { testRouter } from '../client/harness.fixture.ts'
import { availableModels } from '../on-device.ts'
import { type PromptApi, promptApiModel } from './prompt-api.ts'

const profile = { name: 'small', benchmarkScores: { code: 0.5 }, energyPerQueryWh: 0.005 }

interface Browser extends PromptApi {
  state: string
  readonly created: Record<string, unknown>[]
  destroyed: number
}

/** Chrome's, as far as its explainer tells; counts a word as a token. */
function browser(state = 'available', pieces: readonly string[] = ['fo', 'ur']): Browser {
  const made: Browser = {
    state,
    created: [],
    destroyed: 0,
    availability: async () => made.state,
    async create(options = {}) {
      const { signal, monitor } = options as { signal?: AbortSignal; monitor?: (target: EventTarget) => void }
      made.created.push(options as Record<string, unknown>)
      signal?.throwIfAborted()
      const target = new EventTarget()
      monitor?.(target)
      for (const loaded of [0.5, 0.25, 1]) {
        target.dispatchEvent(Object.assign(new Event('downloadprogress'), { loaded }))
      }
      made.state = 'available'
      let used = 3
      return {
        get contextUsage() {
          return used
        },
        measureContextUsage: async text => text.split(' ').length,
        promptStreaming(text: string) {
          used += text.split(' ').length + pieces.length
          return new ReadableStream({
            start(controller) {
              for (const piece of pieces) controller.enqueue(piece)
              controller.close()
            },
          })
        },
        destroy: () => made.destroyed++,
      }
    },
  }
  return made
}

const clientOf = (api: PromptApi, more: readonly object[] = []) =>
  new GreenRoutingClient({
    router: testRouter(),
    models: [promptApiModel({ profile, api }).config, ...(more as never[])],
  })

describe('the browser’s model', () => {
  test('answers in the pool, with what the browser counts', async () => {
    const api = browser()
    const response = await clientOf(api).chatMessages(
      [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hi' },
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'What is two and two then?' },
      ],
      { compress: false },
    )
    expect(response).toMatchObject({
      content: 'four',
      routedTo: 'small',
      usage: { inputTokens: 9, outputTokens: 2, estimated: false },
      energy: { basis: 'declared' },
    })
    expect(api.created[0]).toMatchObject({
      initialPrompts: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hi' },
      ],
      expectedInputs: [{ type: 'text', languages: ['en'] }],
    })
    expect(api.destroyed).toBe(1)
  })

  test.each(['downloadable', 'downloading', 'unavailable'])(
    '%s: nothing is fetched, and the next model answers',
    async state => {
      const api = browser(state)
      const completionFn = async () => 'from elsewhere'
      const client = clientOf(api, [{ name: 'medium', benchmarkScores: { code: 0.7 }, completionFn }])
      const { content, log } = await client.chat('What is two and two?')
      expect(content).toBe('from elsewhere')
      expect(log.find(({ event }) => event === 'failed')).toMatchObject({ code: 'model-not-on-device', model: 'small' })
      expect(api.created).toEqual([])
    },
  )

  test('is available or not without anything being begun', async () => {
    for (const state of ['available', 'downloadable', 'downloading', 'unavailable', 'readily']) {
      const known = state === 'readily' ? 'unavailable' : state
      expect(await promptApiModel({ profile, api: browser(state) }).availability()).toBe(known)
    }
    expect(await promptApiModel({ profile }).availability()).toBe('unavailable')
    const broken = {
      availability: () => Promise.reject(new Error('detached')),
      create: () => Promise.reject(new Error()),
    }
    expect(await promptApiModel({ profile, api: broken }).availability()).toBe('unavailable')
    const both = [
      promptApiModel({ profile, api: browser() }),
      promptApiModel({ profile, api: browser('downloadable') }),
    ]
    expect((await availableModels(both)).map(({ name }) => name)).toEqual(['small'])
  })

  test('is downloaded when asked for, with progress that never falls', async () => {
    const api = browser('downloadable')
    const model = promptApiModel({ profile, api })
    const shares: number[] = []
    await model.download({ onProgress: share => shares.push(share) })
    expect(shares).toEqual([0.5, 1])
    expect(await model.availability()).toBe('available')
    expect(api.destroyed).toBe(1)
  })

  test('says when the browser wants a click, and when it has none', async () => {
    const api = browser('downloadable')
    api.create = () => Promise.reject(new DOMException('no gesture', 'NotAllowedError'))
    await expect(promptApiModel({ profile, api }).download()).rejects.toMatchObject({
      code: 'model-not-on-device',
      message: expect.stringContaining('Call download() from the handler of one.'),
    })
    await expect(promptApiModel({ profile }).download()).rejects.toMatchObject({ code: 'model-not-on-device' })
  })

  test('giving up ends the session', async () => {
    const api = browser()
    const controller = new AbortController()
    const never = { ...api, create: vi.fn(() => new Promise<never>(() => undefined)) }
    const call = clientOf(never).chat('Question', { signal: controller.signal })
    await vi.waitFor(() => expect(never.create).toHaveBeenCalled())
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'aborted' })
    expect((never.create.mock.calls[0] as unknown as [{ signal: AbortSignal }])[0].signal.aborted).toBe(true)
    await expect(
      promptApiModel({ profile, api: browser('downloadable') }).download({ signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('energy', () => {
  test('is the device’s power times seconds, told from the tokens beforehand', async () => {
    const { config } = promptApiModel({
      profile: { name: 'small', benchmarkScores: { code: 0.5 }, onDevice: { tokensPerSecond: 20, watts: 30 } },
      api: browser(),
    })
    const told: unknown[] = []
    const tracker = { record: (_: unknown, facts: unknown) => void told.push(facts), report: () => ({}) as never }
    const client = new GreenRoutingClient({ router: testRouter(), models: [config], tracker })
    await client.chat('What is two and two?')
    const [{ durationMs, measured }] = told as [{ durationMs: number; measured: { joules: number } }]
    expect(measured.joules).toBeCloseTo((30 * durationMs) / 1000, 9)
  })

  test('a profile without a speed has an assumed one', () => {
    expect(promptApiModel({ profile, api: browser() }).config).toMatchObject({
      onDevice: { device: 'laptop', tokensPerSecond: 15 },
      costPer1kOutput: 0,
      provider: 'browser',
    })
  })
})

test.each([
  [{}, /promptApiModel\.profile must be a plain object/],
  [{ profile: {} }, /promptApiModel\.profile\.name/],
  [{ profile, api: {} }, /promptApiModel\.api must be the browser’s LanguageModel/],
  [{ profile, languages: [] }, /languages must be an array of language tags/],
  [{ profile, language: 'en' }, /Did you mean "languages"/],
])('refuses %#', (options, message) => {
  expect(() => promptApiModel(options as never)).toThrow(message)
})
