/** How a device is chosen, and what happens when the chosen one fails. */
import { chromium, type Page } from '@playwright/test'
import type { LoadOptions } from '../src/index.ts'
import { browserPath, WEBGPU_FLAGS } from './browser.ts'
import { built, expect, LIBRARY, MODELS, openBarePage, test } from './fixtures.ts'
import { answers } from './server.ts'

/** The shipped model, run by transformers.js. */
const HUB = { encoder: { url: `${MODELS}default`, library: `${LIBRARY}transformers.min.js` }, head: `${MODELS}default` }

test('auto passes over a software adapter, and says so', async ({ bare, server }) => {
  const attempts = await bare.evaluate(async () => {
    const router = await greenrouting.loadPretrained()
    await router.route('hi')
    await router.dispose()
    return router.engine.attempts
  })
  expect(attempts).toMatchObject([
    { device: 'webgpu', ok: false, reason: expect.stringContaining('software') },
    { device: 'wasm', ok: true },
  ])
  expect(server.asked(/webgpu|jspi/)).toEqual([])
})

test.describe('where the adapter passes for hardware', () => {
  test.beforeEach(async ({ page, server }) => {
    await page.addInitScript(() => {
      Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false })
    })
    await openBarePage(page, server)
  })

  test('auto takes it', async ({ page, server }) => {
    expect(await chosen(page)).toMatchObject({ device: 'webgpu', attempts: [{ device: 'webgpu', ok: true }] })
    expect(server.asked('.wasm')).toEqual([expect.stringContaining('jspi')])
  })

  for (const file of ['worker-webgpu.js', 'ort-wasm-simd-threaded.jspi.wasm']) {
    test(`auto falls back to WASM when ${file} cannot be had, and says why`, async ({ page, server }) => {
      const repair = server.answer(file, answers.status(404))
      const { device, attempts, progress } = await chosen(page)
      expect(device).toBe('wasm')
      expect(attempts).toMatchObject([
        {
          device: 'webgpu',
          ok: false,
          reason: expect.stringContaining(file.includes('jspi') ? file : 'webgpu worker'),
        },
        { device: 'wasm', ok: true },
      ])
      // The second device starts over with other files; what is shown does not.
      expect(progress).toEqual([...progress].sort((a, b) => a - b))
      const named = await page.evaluate(() => outcome(greenrouting.loadPretrained({ device: 'webgpu' })))
      expect(named).toMatchObject({ ok: false, typed: true, code: 'worker-failed' })
      repair()
      expect(await chosen(page)).toMatchObject({ device: 'webgpu' })
    })
  }

  test('auto runs an encoder of the hub on WASM when its graph for WebGPU is missing, and says why', async ({
    page,
  }) => {
    const attempts = await page.evaluate(async options => {
      const router = await greenrouting.loadPretrained(options)
      await router.route('hi')
      await router.dispose()
      return router.engine.attempts
    }, HUB)
    expect(attempts).toMatchObject([
      { device: 'webgpu', ok: false, reason: expect.stringContaining('default/onnx/model.onnx answered 404') },
      { device: 'wasm', ok: true },
    ])
  })

  test('a file of the model that is missing is an error on auto as well', async ({ page, server }) => {
    server.answer('head.onnx', answers.status(404))
    const failed = await page.evaluate(() => outcome(greenrouting.loadPretrained()))
    expect(failed).toMatchObject({ ok: false, typed: true, code: 'file-not-found' })
    expect(server.asked('head.onnx')).toHaveLength(1)
  })
})

test('an encoder of the hub runs on WebGPU, on the graph that transformers.js takes there, and decides as ours', async ({
  bare,
  server,
}) => {
  // Shaders are compiled twice.
  test.setTimeout(240_000)
  server.answer(
    'default/onnx/model.onnx',
    answers.body(built('model/onnx/model_webgpu.onnx'), 'application/octet-stream'),
  )
  const { device, hub, own } = await bare.evaluate(
    async ([options, texts]) => {
      const decide = async (options: LoadOptions) => {
        const router = await greenrouting.loadPretrained({ ...options, device: 'webgpu' })
        const decisions = await router.routeMany(texts)
        await router.dispose()
        return { decisions, device: router.engine.info!.device }
      }
      const { decisions, device } = await decide(options)
      return { device, hub: decisions, own: (await decide({})).decisions }
    },
    // Two: each takes the software adapter a while.
    [HUB, ['Implement an LRU cache', 'What is 2+2?']] as const,
  )
  expect(device).toBe('webgpu')
  expect(hub.map(({ selectedModel }) => selectedModel)).toEqual(own.map(({ selectedModel }) => selectedModel))
  for (const [index, { profile }] of hub.entries()) {
    expect(profile.confidence).toBeCloseTo(own[index]!.profile.confidence, 3)
  }
  expect(server.asked('.wasm').filter(path => !path.includes('jspi'))).toEqual([])
})

declare const GPUAdapterInfo: { readonly prototype: object }

test('the graphics process crashes midway: every call settles and the next one is answered', async ({ server }) => {
  // A browser of its own: the process that dies serves all its pages.
  const browser = await chromium.launch({ executablePath: browserPath(), args: [...WEBGPU_FLAGS] })
  try {
    const page = await browser.newPage()
    await openBarePage(page, server)
    await page.evaluate(async () => {
      globalThis.router = await greenrouting.loadPretrained({ device: 'webgpu' })
      await router.route('hi')
    })
    const calls = page.evaluate(async () => {
      const calls = Array.from({ length: 50 }, (_, index) => router.route(`${index}: ${'name a star '.repeat(10)}`))
      const first = Promise.race(calls)
      const settled = Promise.all(calls.map(call => outcome(call.then(({ selectedModel }) => selectedModel))))
      await first
      document.title = 'under way'
      return settled
    })
    await page.waitForFunction(() => document.title === 'under way')
    const devtools = await browser.newBrowserCDPSession()
    await devtools.send('Browser.crashGpuProcess').catch(() => undefined)
    const outcomes = await calls
    expect(outcomes).toHaveLength(50)
    const failures = outcomes.flatMap(result => (result.ok ? [] : [result]))
    expect(failures.length).toBeGreaterThan(0)
    for (const failure of failures) {
      expect(failure.typed).toBe(true)
      expect(['inference-failed', 'worker-crashed']).toContain(failure.code)
    }
    const next = await page.evaluate(() => outcome(router.route('What is 2+2?')))
    expect(next.ok).toBe(true)
  } finally {
    await browser.close()
  }
})

/** What `auto` arrives at. */
function chosen(page: Page) {
  return page.evaluate(async () => {
    const progress: number[] = []
    const router = await greenrouting.loadPretrained({ onProgress: ({ loaded }) => progress.push(loaded) })
    await router.route('hi')
    await router.dispose()
    return { device: router.engine.info!.device, attempts: router.engine.attempts, progress }
  })
}
