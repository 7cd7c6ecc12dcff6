/** Workers that a test can end, in each of the ways a worker ends without the router having asked for it. */
import type { Page } from '@playwright/test'
import { built } from './fixtures.ts'
import { answers, type StaticServer } from './server.ts'

export const ENDS = ['is terminated by the page', 'throws outside of any call', 'closes itself'] as const
export type End = (typeof ENDS)[number]

/** What the worker that throws has to say. */
export const LAST_WORDS = 'out of luck'

declare global {
  // `var` because only that declares a property of globalThis.
  /** Every worker the page started, in order. */
  var workers: Worker[]
  /** Name of the lock that the router's worker holds for life. */
  var lifeLock: () => Promise<string>
  /** Makes every worker end at once, and resolves when the router must have noticed. */
  var endWorker: (how: End, lock: string) => Promise<void>
}

/** To be called before the page is opened. */
export async function watchWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.workers = []
    globalThis.Worker = class extends Worker {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given)
        globalThis.workers.push(this)
      }
    }
    globalThis.lifeLock = async () => {
      const { held } = await navigator.locks.query()
      return held!.find(({ name }) => name!.startsWith('greenrouting-worker-'))!.name!
    }
    globalThis.endWorker = async (how, lock) => {
      for (const worker of workers) {
        if (how === 'is terminated by the page') worker.terminate()
        else worker.postMessage(how)
      }
      // Granted after the worker's hold and the router's wait for it.
      await navigator.locks.request(lock, () => undefined)
    }
  })
}

/** Stands before the worker's own script: what a fault of its own would do. */
const SELF_DESTRUCTION = `addEventListener('message', event => {
  if (event.data === 'throws outside of any call') setTimeout(() => { throw new RangeError('${LAST_WORDS}') })
  else if (event.data === 'closes itself') close()
  else return
  event.stopImmediatePropagation()
})
`

/** Until the server forgets. */
export function serveMortalWorker(server: StaticServer, device: 'wasm' | 'webgpu'): void {
  const file = `worker-${device}.js`
  server.answer(file, answers.body(SELF_DESTRUCTION + built(file), 'text/javascript'))
}
