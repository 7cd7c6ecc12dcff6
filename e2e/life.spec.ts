/** However a worker or a call ends, every promise settles and the router can be used again. */
import type { Page } from '@playwright/test'
import { expect, MODEL_FILES, openBarePage, test } from './fixtures.ts'
import { ENDS, LAST_WORDS, serveMortalWorker, watchWorkers } from './mortal-worker.ts'
import { answers } from './server.ts'

let page: Page
const errors: string[] = []
/** What a healthy router answers. */
let answer: string

test.beforeAll(async ({ browser, runningServer }) => {
  page = await browser.newPage()
  page.on('pageerror', error => errors.push(error.message))
  await watchWorkers(page)
  await openBarePage(page, runningServer)
})

test.beforeEach(async ({ server, device }) => {
  serveMortalWorker(server, device)
  // The one before may have ended it.
  answer = await page.evaluate(async device => {
    if (!globalThis.router || !(await outcome(router.route('hi'))).ok) {
      globalThis.router = await greenrouting.loadPretrained({ device })
    }
    return (await router.route('What is 2+2?')).selectedModel
  }, device)
})

test.afterEach(() => {
  // A promise of ours that nobody waits for would be reported here.
  expect(errors.filter(message => !message.includes(LAST_WORDS))).toEqual([])
})

test.afterAll(() => page.close())

for (const how of ENDS) {
  test(`50 calls at once and the worker ${how} midway`, async ({ server, device }) => {
    const before = await workerCount(page)
    const asked = server.asked(MODEL_FILES).length
    const outcomes = await page.evaluate(async how => {
      const lock = await lifeLock()
      // Different and long, so that most are still open when the first is answered.
      const queries = Array.from(
        { length: 50 },
        (_, index) => `${index}: ${'explain the proof of this lemma '.repeat(8)}`,
      )
      const calls = queries.map(query => router.route(query))
      await Promise.race(calls)
      const ended = endWorker(how, lock)
      const outcomes = await Promise.all(calls.map(call => outcome(call.then(decision => decision.selectedModel))))
      await ended
      return outcomes
    }, how)
    expect(outcomes).toHaveLength(50)
    const failures = outcomes.flatMap(result => (result.ok ? [] : [result]))
    // A worker that ends itself may answer what it was asked before.
    if (how === 'is terminated by the page') expect(failures.length).toBeGreaterThan(0)
    expect(failures.length).toBeLessThan(50)
    for (const failure of failures)
      expect(failure).toMatchObject({ typed: true, code: 'worker-crashed', details: { device } })

    // Several at once: they share one new worker.
    const next = await page.evaluate(() =>
      Promise.all(
        ['What is 2+2?', 'Implement an LRU cache', 'hi'].map(query =>
          router.route(query).then(({ selectedModel }) => selectedModel),
        ),
      ),
    )
    expect(next[0]).toBe(answer)
    expect(await workerCount(page)).toBe(before + 1)
    // The new one finds the model where the old one left it.
    expect(server.asked(MODEL_FILES)).toHaveLength(asked)
    const engine = await page.evaluate(() => ({ device: router.engine.info!.device, attempts: router.engine.attempts }))
    expect(engine).toMatchObject({ device, attempts: [{ device, ok: true }] })
  })
}

test('an idle worker that dies is replaced at the next call', async () => {
  const before = await workerCount(page)
  const decision = await page.evaluate(async () => {
    await endWorker('is terminated by the page', await lifeLock())
    return router.route('What is 2+2?')
  })
  expect(decision.selectedModel).toBe(answer)
  expect(await workerCount(page)).toBe(before + 1)
})

test('aborting half of 50 calls midway rejects those and no others', async () => {
  const before = await workerCount(page)
  const { aborted, kept, reason } = await page.evaluate(async () => {
    const controller = new AbortController()
    const calls = Array.from({ length: 50 }, (_, index) =>
      router.route(
        `${index}: ${'why is the sky blue at noon '.repeat(4)}`,
        index % 2 === 1 ? { signal: controller.signal } : {},
      ),
    )
    await calls[0]
    controller.abort(new Error('changed my mind'))
    const late = calls[49]!.catch((error: Error) => (error.cause as Error).message)
    const settled = await Promise.all(calls.map(call => outcome(call.then(({ selectedModel }) => selectedModel))))
    return {
      aborted: settled.filter((_, index) => index % 2 === 1),
      kept: settled.filter((_, index) => index % 2 === 0),
      reason: await late,
    }
  })
  expect(kept.every(({ ok }) => ok)).toBe(true)
  const failures = aborted.flatMap(result => (result.ok ? [] : [result]))
  expect(failures.length).toBeGreaterThan(10)
  for (const failure of failures) expect(failure).toMatchObject({ typed: true, code: 'aborted', name: 'AbortError' })
  expect(reason).toBe('changed my mind')
  expect(await workerCount(page)).toBe(before)
})

test('a signal aborted beforehand, and one aborted too late', async () => {
  const [before, after, next] = await page.evaluate(async () => {
    const aborted = await outcome(router.route('hi', { signal: AbortSignal.abort() }))
    const controller = new AbortController()
    const decision = await router.route('hi', { signal: controller.signal })
    controller.abort()
    return [aborted, decision.selectedModel, await outcome(router.route('hi'))] as const
  })
  expect(before).toMatchObject({ ok: false, typed: true, code: 'aborted' })
  expect(after).toBeTruthy()
  expect(next.ok).toBe(true)
})

test('disposing midway settles all, and the router stays ended', async () => {
  const { outcomes, one, many } = await page.evaluate(async () => {
    const calls = Array.from({ length: 50 }, (_, index) =>
      router.route(`${index}: ${'name a river in Asia '.repeat(4)}`),
    )
    await calls[0]
    await router.dispose()
    await router.dispose()
    const outcomes = await Promise.all(calls.map(call => outcome(call.then(({ selectedModel }) => selectedModel))))
    return { outcomes, one: await outcome(router.route('hi')), many: await outcome(router.routeMany(['hi'])) }
  })
  const failures = outcomes.flatMap(result => (result.ok ? [] : [result]))
  expect(failures.length).toBeGreaterThan(0)
  for (const failure of failures) expect(failure).toMatchObject({ typed: true, code: 'disposed' })
  expect(one).toMatchObject({ ok: false, typed: true, code: 'disposed' })
  expect(many).toMatchObject({ ok: false, typed: true, code: 'disposed' })
})

test('a worker that dies while it loads: worker-failed, and the next load works', async ({ server, device }) => {
  const repair = server.answer('head.onnx', answers.silence())
  await page.evaluate(() => greenrouting.clearModelCache())
  const asked = server.nextRequest('head.onnx')
  const failed = page.evaluate(device => outcome(greenrouting.loadPretrained({ device })), device)
  await asked
  await page.evaluate(() => workers.at(-1)!.terminate())
  expect(await failed).toMatchObject({ ok: false, typed: true, code: 'worker-failed' })
  repair()
  expect(
    await page.evaluate(
      device => outcome(greenrouting.loadPretrained({ device }).then(router => router.dispose())),
      device,
    ),
  ).toEqual({ ok: true })
})

test('disposing while a new worker starts', async () => {
  const { outcomes, last } = await page.evaluate(async () => {
    await endWorker('is terminated by the page', await lifeLock())
    const calls = [router.route('hi'), router.route('hello'), router.routeMany(['hi', 'hello'])]
    await router.dispose()
    return {
      outcomes: await Promise.all(calls.map(call => outcome<unknown>(call))),
      last: await outcome(router.route('hi')),
    }
  })
  for (const result of [...outcomes, last]) expect(result).toMatchObject({ ok: false, typed: true, code: 'disposed' })
  await expect.poll(() => page.workers().length).toBe(0)
})

test('giving up a call while a new worker starts leaves the start to the others', async () => {
  const before = await workerCount(page)
  const [aborted, kept] = await page.evaluate(async () => {
    await endWorker('is terminated by the page', await lifeLock())
    const controller = new AbortController()
    const calls = [router.route('hi', { signal: controller.signal }), router.route('hi')].map(call =>
      outcome(call.then(({ selectedModel }) => selectedModel)),
    )
    controller.abort()
    return Promise.all(calls)
  })
  expect(aborted).toMatchObject({ ok: false, typed: true, code: 'aborted' })
  expect(kept).toMatchObject({ ok: true })
  expect(await workerCount(page)).toBe(before + 1)
})

test('no worker and no lock outlives its router', async ({ device }) => {
  await page.evaluate(() => router.dispose())
  const before = await workerCount(page)
  await page.evaluate(async device => {
    const router = await greenrouting.loadPretrained({ device })
    await router.route('hi')
    await router[Symbol.asyncDispose]()
  }, device)
  expect(await workerCount(page)).toBe(before + 1)
  const held = () => page.evaluate(async () => (await navigator.locks.query()).held!.map(({ name }) => name))
  await expect.poll(held).toEqual([])
  await expect.poll(() => page.workers().length).toBe(0)
})

function workerCount(page: Page): Promise<number> {
  return page.evaluate(() => workers.length)
}
