/** The browser's own model in a client's pool, as the built package has it; the browser here has none, so the page brings one. */
import { expect, PACKAGE, test } from './fixtures.ts'
import { answers } from './server.ts'

declare global {
  var onDevice: typeof import('../src/on-device.ts')
  var client: typeof import('../src/client.ts')
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>On the device</title>
<script type="module">
  globalThis.onDevice = await import('./on-device.js')
  globalThis.client = await import('./client.js')
</script>`

test.beforeEach(async ({ page, server }) => {
  server.answer('on-device.html', answers.body(PAGE, 'text/html; charset=utf-8'))
  await page.goto(`${server.origin}${PACKAGE}on-device.html`)
  await page.waitForFunction(() => 'client' in globalThis)
})

test('answers after the download that the user asked for, streaming, and gives way before', async ({ page }) => {
  const told = await page.evaluate(async () => {
    let state = 'downloadable'
    Object.assign(globalThis, {
      LanguageModel: class {
        static async availability(): Promise<string> {
          return state
        }
        static async create({ monitor }: { monitor?: (target: EventTarget) => void } = {}) {
          const target = new EventTarget()
          monitor?.(target)
          target.dispatchEvent(new ProgressEvent('downloadprogress', { loaded: 1 }))
          state = 'available'
          return new this()
        }
        contextUsage = 0
        measureContextUsage = async () => 5
        destroy() {}
        promptStreaming = () =>
          new ReadableStream({
            start: async controller => {
              for (const piece of ['fo', 'ur']) controller.enqueue(piece)
              this.contextUsage = 7
              controller.close()
            },
          })
      },
    })
    const scores = { benchmarkScores: { mmlu: 0.6 } }
    const model = onDevice.promptApiModel({ profile: { name: 'browser', ...scores } })
    const pool = new client.GreenRoutingClient({
      models: [model.config, { name: 'cloud', ...scores, costPer1kOutput: 1, completionFn: async () => 'from afar' }],
    })
    const before = await pool.chat('What is 2+2?')
    const events = before.log.map(({ event, model, code }) => [event, model, code])
    await model.download()
    const stream = pool.stream('What is 2+2?')
    const pieces: string[] = []
    for await (const text of stream.textStream) pieces.push(text)
    const { routedTo, usage, energy } = await stream.response
    return { before: before.content, events, pieces, routedTo, usage, energy: energy !== null }
  })
  expect(told).toEqual({
    before: 'from afar',
    events: [
      ['chosen', 'browser', undefined],
      ['failed', 'browser', 'model-not-on-device'],
      ['chosen', 'cloud', undefined],
      ['answered', 'cloud', undefined],
    ],
    pieces: ['fo', 'ur'],
    routedTo: 'browser',
    usage: { inputTokens: 5, outputTokens: 2, estimated: false },
    energy: true,
  })
})

test('a browser without one says so, and nothing is asked of it', async ({ page }) => {
  const states = await page.evaluate(async () => {
    const profile = { name: 'm', benchmarkScores: { mmlu: 0.6 } }
    const models = [
      onDevice.promptApiModel({ profile }),
      onDevice.ollamaModel({ profile, address: 'http://127.0.0.1:9' }),
    ]
    return [
      ...(await Promise.all(models.map(model => model.availability()))),
      (await onDevice.availableModels(models)).length,
    ]
  })
  expect(states).toEqual(['unavailable', 'unavailable', 0])
})
