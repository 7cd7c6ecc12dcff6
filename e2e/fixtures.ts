/** What the specs share: a server for the built package, and a bare page with the package in its hands. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, test as base, expect, type Page } from '@playwright/test'
import type { ClassifierRouter, ErrorDetails } from '../src/index.ts'
import { type MockProvider, startMockProvider } from './mock-provider.ts'
import { answers, type StaticServer, startServer } from './server.ts'

type Package = typeof import('../src/index.ts')

/** How a promise ended, as plain data that leaves the page. */
export type Outcome<T = unknown> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly typed: boolean
      readonly code: string
      readonly name: string
      readonly message: string
      readonly details: ErrorDetails
    }

declare global {
  // What the bare page puts there; `var` because only that declares a property of globalThis.
  /** Everything the package exports. */
  var greenrouting: Package
  /** For a test that keeps a router from one `evaluate` to the next. */
  var router: ClassifierRouter
  var outcome: <T>(promise: Promise<T>) => Promise<Outcome<T>>
}

export interface DeviceOptions {
  /** What the project's tests ask `loadPretrained` for. */
  device: 'wasm' | 'webgpu'
}

export const repository = fileURLToPath(new URL('..', import.meta.url))

/** Under a sub-path, as on most static hosts. */
export const PACKAGE = '/some/where/dist/'
export const BARE_PAGE = '/some/where/page.html'
export const SITE = '/another/place/site/'

/** Served to the page beside the package; no framework, no bundler. */
const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A page</title>
<script type="module">
  import * as greenrouting from './dist/index.js'
  globalThis.outcome = promise => promise.then(
    value => ({ ok: true, value }),
    error => ({
      ok: false, typed: greenrouting.isGreenRoutingError(error), code: String(error.code),
      name: error.name, message: error.message, details: error.details ?? {},
    }),
  )
  globalThis.greenrouting = greenrouting
</script>
</html>`

/** `localhost` unless a test needs another name for the same machine. */
export async function openBarePage(page: Page, server: StaticServer, host = 'localhost'): Promise<void> {
  server.answer(BARE_PAGE, answers.body(PAGE, 'text/html; charset=utf-8'))
  await page.goto(`http://${host}:${server.port}${BARE_PAGE}`)
  await page.waitForFunction(() => 'greenrouting' in globalThis, undefined, { timeout: 30_000 })
}

/** A page that lasts for a file of tests and holds a router of the project's device. */
export async function openPageWithRouter(
  browser: Browser,
  server: StaticServer,
  device: DeviceOptions['device'],
): Promise<Page> {
  const page = await browser.newPage()
  await openBarePage(page, server)
  await page.evaluate(async device => {
    globalThis.router = await greenrouting.loadPretrained({ device })
  }, device)
  return page
}

/** Loads, routes one query, disposes: the model chosen, or the error. */
export function load(page: Page, model?: string) {
  return page.evaluate(
    model =>
      outcome(
        greenrouting
          .loadPretrained({ device: 'wasm', ...(model === undefined ? {} : { model }) })
          .then(async router => {
            const { selectedModel } = await router.route('What is 2+2?')
            await router.dispose()
            return selectedModel
          }),
      ),
    model,
  )
}

/** The same; what the engine says of itself. */
export function infoOfLoad(page: Page) {
  return page.evaluate(async () => {
    const router = await greenrouting.loadPretrained({ device: 'wasm' })
    await router.route('What is 2+2?')
    await router.dispose()
    return router.engine.info
  })
}

interface WorkerFixtures {
  runningServer: StaticServer
  runningMock: MockProvider
}

interface TestFixtures {
  server: StaticServer
  /** A provider to talk to, without memory. */
  mock: MockProvider
  /** A page of its own with the package imported. */
  bare: Page
}

export const test = base.extend<TestFixtures, WorkerFixtures & DeviceOptions>({
  device: ['wasm', { option: true, scope: 'worker' }],
  runningServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies from the pattern.
    async ({}, use) => {
      const server = await startServer(MOUNTS)
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],
  runningMock: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const mock = await startMockProvider()
      await use(mock)
      await mock.close()
    },
    { scope: 'worker' },
  ],
  mock: async ({ runningMock }, use) => {
    runningMock.forget()
    await use(runningMock)
  },
  server: async ({ runningServer }, use) => {
    runningServer.forget()
    await use(runningServer)
    runningServer.forget()
  },
  bare: async ({ page, server }, use) => {
    await openBarePage(page, server)
    await use(page)
  },
})

/** Another library's own bundle, and the runtime it brings. */
export const LIBRARY = '/library/'
export const LIBRARY_RUNTIME = '/library-runtime/'

/** How a page talks to the package's worker when no router stands between them. */
export const COMLINK = '/comlink/'

/** Model folders, as a website of one's own serves them. */
export const MODELS = '/models/'

const transformers = join(repository, 'node_modules/@huggingface/transformers')

/** Where the package, the demo and what the tests compare with lie on a test's server. */
export const MOUNTS = {
  [PACKAGE]: join(repository, 'dist'),
  [SITE]: join(repository, 'site'),
  [MODELS]: join(repository, 'models'),
  [COMLINK]: join(repository, 'node_modules/comlink/dist/esm'),
  [LIBRARY]: join(transformers, 'dist'),
  [LIBRARY_RUNTIME]: dirname(createRequire(join(transformers, 'dist/')).resolve('onnxruntime-web')),
}

export { expect }

/** A file of the built package. */
export function built(path: string): Buffer {
  return readFileSync(join(repository, 'dist', path))
}

/** The same bytes with one of them changed. */
export function flipOneByte(bytes: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes)
  const middle = changed.length >> 1
  changed[middle] = changed[middle]! ^ 1
  return changed
}

/** Every file that only a model consists of. */
export const MODEL_FILES = /\/dist\/model\//
