/** The ledger that is kept on the device, in real pages with a real IndexedDB. */
import type { BrowserContext, Page } from '@playwright/test'
import type { EnergyReport, EnergyTracker, RoutingDecision, StoredLedger } from '../src/index.ts'
import { expect, openBarePage, test } from './fixtures.ts'
import type { StaticServer } from './server.ts'

declare global {
  var tracker: EnergyTracker
  var ledger: StoredLedger
  /** A decision to record: easy ones go to a small model, hard ones to a large one. */
  var decide: (difficulty: 1 | 5) => RoutingDecision
  var ledgerErrors: string[]
  /** A decision that a test comes back to. */
  var kept: RoutingDecision
}

/** A page with the package, a ledger opened and a tracker on it. */
async function openPage(context: BrowserContext, server: StaticServer): Promise<Page> {
  const page = await context.newPage()
  await openBarePage(page, server)
  await page.evaluate(prepare)
  await page.evaluate(openTracker)
  return page
}

function prepare(): void {
  const { BenchmarkMatcher, getKnownProfiles, ModelRegistry, QueryProfile } = greenrouting
  const matcher = new BenchmarkMatcher(new ModelRegistry(Object.values(getKnownProfiles())))
  globalThis.decide = difficulty =>
    matcher.match(QueryProfile.single(difficulty === 1 ? 'simple' : 'knowledge', difficulty))
  globalThis.ledgerErrors = []
}

async function openTracker(): Promise<void> {
  globalThis.ledger = await greenrouting.openLedger({ onError: error => ledgerErrors.push(error.code) })
  globalThis.tracker = new greenrouting.EnergyTracker({ baseline: 'gpt-4o', ledger })
}

/** What a page reports once it has looked at what others stored. */
function reportOf(page: Page): Promise<EnergyReport> {
  return page.evaluate(async () => {
    await ledger.sync()
    return tracker.report()
  })
}

/** Puts something into the database, or takes something out, behind the package's back. */
function meddle(page: Page, put: Readonly<Record<string, unknown>>): Promise<void> {
  return page.evaluate(
    put =>
      new Promise<void>((resolve, reject) => {
        indexedDB.open('greenrouting-ledger-default').onsuccess = event => {
          const database = (event.target as IDBOpenDBRequest).result
          const transaction = database.transaction('rows', 'readwrite')
          for (const [key, value] of Object.entries(put)) transaction.objectStore('rows').put(value, key)
          transaction.onerror = reject
          transaction.oncomplete = () => {
            database.close()
            resolve()
          }
        }
      }),
    put,
  )
}

function stored(page: Page): Promise<[string, unknown][]> {
  return page.evaluate(
    () =>
      new Promise<[string, unknown][]>(resolve => {
        indexedDB.open('greenrouting-ledger-default').onsuccess = event => {
          const database = (event.target as IDBOpenDBRequest).result
          const store = database.transaction('rows').objectStore('rows')
          const keys = store.getAllKeys()
          store.getAll().onsuccess = values => {
            database.close()
            const found = (values.target as IDBRequest<unknown[]>).result
            resolve(keys.result.map((key, index) => [String(key), found[index]]))
          }
        }
      }),
  )
}

test('what was recorded is there at the next visit', async ({ context, server }) => {
  const first = await openPage(context, server)
  const before = await first.evaluate(async () => {
    tracker.record(decide(1), { measured: { wh: 0.1 }, usage: { inputTokens: 5, outputTokens: 6 } })
    tracker.record(decide(5))
    tracker.recordRouting({ downloadedBytes: 7_400_000 })
    await ledger.flush()
    return { report: tracker.report(), pending: ledger.pending, error: ledger.error }
  })
  expect(before).toMatchObject({ report: { queries: 2, measuredQueries: 1 }, pending: 0 })
  await first.close()
  const second = await openPage(context, server)
  expect(await second.evaluate(() => tracker.report())).toEqual(before.report)
  // Another name is another ledger.
  const other = await second.evaluate(async () => (await greenrouting.openLedger({ name: 'work' })).rows())
  expect(other).toEqual([])
})

test('a report counts what is not stored yet', async ({ context, server }) => {
  const page = await openPage(context, server)
  const counts = await page.evaluate(() => {
    tracker.record(decide(1))
    tracker.record(decide(1))
    return { queries: tracker.report().queries, pending: ledger.pending }
  })
  expect(counts).toEqual({ queries: 2, pending: 2 })
})

test('two tabs that record at once lose nothing', async ({ context, server }) => {
  const EACH = 300
  const pages = await Promise.all([openPage(context, server), openPage(context, server)])
  const recordMany = (page: Page) =>
    page.evaluate(async each => {
      for (let index = 0; index < each; index++) {
        const decision = decide(index % 3 === 0 ? 5 : 1)
        tracker.record(decision)
        // Let the other tab in, with some of our own still under way.
        if (index % 7 === 0) await new Promise(resolve => setTimeout(resolve))
        if (index % 5 === 0) tracker.record(decision, { measured: { wh: 0.1 } })
      }
      await ledger.flush()
    }, EACH)
  await Promise.all(pages.map(recordMany))
  const [one, other] = await Promise.all(pages.map(reportOf))
  expect(one).toMatchObject({ queries: 2 * EACH, measuredQueries: (2 * EACH) / 5 })
  const figures = ({ usedWh, usedLowWh, usedHighWh, baselineWh, savedWh, usedUsd }: EnergyReport) => [
    usedWh,
    usedLowWh,
    usedHighWh,
    baselineWh,
    savedWh,
    usedUsd,
  ]
  expect(figures(other!)).toEqual(figures(one!))

  // Exactly what one page adds up that records all of it in memory.
  const expected = await pages[0]!.evaluate(each => {
    const alone = new greenrouting.EnergyTracker({ baseline: 'gpt-4o' })
    for (let round = 0; round < 2; round++) {
      for (let index = 0; index < each; index++) {
        alone.record(decide(index % 3 === 0 ? 5 : 1), index % 5 === 0 ? { measured: { wh: 0.1 } } : {})
      }
    }
    return alone.report()
  }, EACH)
  expect(figures(one!)).toEqual(figures(expected))
  for (const page of pages) expect(await page.evaluate(() => ledgerErrors)).toEqual([])
})

test('clearing in one tab clears the other, which goes on from nothing', async ({ context, server }) => {
  const [one, other] = await Promise.all([openPage(context, server), openPage(context, server)])
  await one.evaluate(async () => {
    tracker.record(decide(1))
    tracker.record(decide(5))
    await ledger.flush()
  })
  await other.evaluate(async () => {
    globalThis.kept = decide(1)
    tracker.record(globalThis.kept)
    await ledger.sync()
  })
  expect((await reportOf(one)).queries).toBe(3)
  await one.evaluate(() => ledger.clear())
  expect(await one.evaluate(() => tracker.report().queries)).toBe(0)
  // An outcome of something that was cleared away counts as what it is: one answer.
  await other.evaluate(async () => {
    tracker.record(globalThis.kept, { measured: { wh: 0.25 } })
    await ledger.flush()
  })
  for (const page of [one, other]) {
    expect(await reportOf(page)).toMatchObject({ queries: 1, measuredQueries: 1, usedWh: 0.25 })
  }
})

test('clearing before anything was stored, and recording again', async ({ context, server }) => {
  const page = await openPage(context, server)
  const queries = await page.evaluate(async () => {
    const decision = decide(1)
    tracker.record(decision)
    tracker.record(decide(5))
    tracker.reset()
    tracker.record(decision, { measured: { wh: 1 } })
    await ledger.flush()
    return tracker.report().queries
  })
  expect(queries).toBe(1)
  await page.reload()
  await page.waitForFunction(() => 'greenrouting' in globalThis)
  await page.evaluate(prepare)
  await page.evaluate(openTracker)
  expect(await page.evaluate(() => tracker.report())).toMatchObject({ queries: 1, usedWh: 1 })
})

/** What a page finds where IndexedDB cannot be used. */
const UNUSABLE: Readonly<Record<string, () => void>> = {
  missing: () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }),
  'blocked by the browser': () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError')
    }
  },
  'failing at every read': () => {
    IDBObjectStore.prototype.get = () => {
      throw new DOMException('broken', 'UnknownError')
    }
  },
  'never answering': () => {
    IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest
  },
}

for (const [what, spoil] of Object.entries(UNUSABLE)) {
  test(`IndexedDB ${what}: storage-unavailable, and a tracker in memory works`, async ({ bare }) => {
    await bare.evaluate(spoil)
    const result = await bare.evaluate(() => outcome(greenrouting.openLedger()))
    expect(result).toMatchObject({ ok: false, typed: true, code: 'storage-unavailable' })
    await bare.evaluate(prepare)
    const queries = await bare.evaluate(() => {
      const tracker = new greenrouting.EnergyTracker()
      tracker.record(decide(1))
      return tracker.report().queries
    })
    expect(queries).toBe(1)
  })
}

test('storage that breaks later loses nothing of what is in memory, and is tried again', async ({
  context,
  server,
}) => {
  const page = await openPage(context, server)
  const result = await page.evaluate(async () => {
    tracker.record(decide(1))
    await ledger.flush()
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('broken', 'UnknownError')
    }
    tracker.record(decide(5))
    const failed = await outcome(ledger.flush())
    const { queries } = tracker.report()
    const error = ledger.error?.code
    IDBObjectStore.prototype.put = put
    await ledger.flush()
    return { failed, queries, error, after: ledger.error, pending: ledger.pending, told: ledgerErrors }
  })
  expect(result).toMatchObject({
    failed: { ok: false, typed: true, code: 'storage-unavailable' },
    queries: 2,
    error: 'storage-unavailable',
    pending: 0,
    told: ['storage-unavailable'],
  })
  expect(result.after).toBeUndefined()
  const later = await openPage(context, server)
  expect((await reportOf(later)).queries).toBe(2)
})

test('a full disk: storage-full, nothing lost, and stored once there is room', async ({ context, server }) => {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  // Before the first write: the browser remembers for a while how much room it found.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: 100_000 })
  await openBarePage(page, server)
  await page.evaluate(prepare)
  await page.evaluate(openTracker)
  const full = await page.evaluate(async () => {
    tracker.record(decide(1))
    tracker.record({ ...decide(5), selectedModel: 'm'.repeat(1_000_000) })
    return { result: await outcome(ledger.flush()), queries: tracker.report().queries, pending: ledger.pending }
  })
  expect(full).toMatchObject({ result: { ok: false, typed: true, code: 'storage-full' }, queries: 2, pending: 2 })
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.origin })
  await page.evaluate(() => ledger.flush())
  const later = await openPage(context, server)
  expect((await reportOf(later)).queries).toBe(2)
})

test('a ledger of a newer version is refused and left as it is', async ({ context, server }) => {
  const page = await openPage(context, server)
  await page.evaluate(async () => {
    tracker.record(decide(1))
    await ledger.flush()
  })
  await meddle(page, { ledger: { version: 99, epoch: 'later', shape: 'unheard of' } })
  const before = await stored(page)

  // By who opens it, and by who had it open.
  const opened = await page.evaluate(() => outcome(greenrouting.openLedger()))
  expect(opened).toMatchObject({
    ok: false,
    typed: true,
    code: 'invalid-report',
    message: expect.stringMatching(/version 99.*up to 2/),
  })
  const running = await page.evaluate(async () => {
    tracker.record(decide(5))
    return { result: await outcome(ledger.flush()), queries: tracker.report().queries }
  })
  expect(running).toMatchObject({ result: { ok: false, code: 'invalid-report' }, queries: 2 })
  expect(await stored(page)).toEqual(before)

  await page.evaluate(() => greenrouting.clearLedger())
  await page.evaluate(openTracker)
  expect(await page.evaluate(() => tracker.report().queries)).toBe(0)
})

test('records that cannot be read count for nothing, and are set aside', async ({ context, server }) => {
  const page = await openPage(context, server)
  await page.evaluate(async () => {
    tracker.record(decide(1))
    tracker.record(decide(5))
    await ledger.flush()
  })
  const [first] = (await stored(page)).filter(([key]) => key !== 'ledger')
  const garbage = { ...(first![1] as object), sums: 'gone' }
  await meddle(page, { [first![0]]: garbage, 'somebody else': { kind: 'answers' } })

  await page.evaluate(openTracker)
  const found = await page.evaluate(() => ({ queries: tracker.report().queries, unreadable: ledger.unreadable }))
  expect(found).toEqual({ queries: 1, unreadable: 2 })

  // A new answer of the same kind: the record that is in the way moves aside.
  const easy = first![0].includes('llama-3.1-8b')
  await page.evaluate(async easy => {
    tracker.record(decide(easy ? 1 : 5))
    await ledger.flush()
  }, easy)
  expect((await reportOf(page)).queries).toBe(2)
  expect(Object.fromEntries(await stored(page))).toMatchObject({
    [`unreadable ${first![0]}`]: garbage,
    'somebody else': { kind: 'answers' },
  })
})

test('a ledger without its label is refused, and can be started anew', async ({ context, server }) => {
  const page = await openPage(context, server)
  for (const label of [7, { version: 2 }, { epoch: 'e' }]) {
    await meddle(page, { ledger: label })
    expect(await page.evaluate(() => outcome(greenrouting.openLedger()))).toMatchObject({ code: 'invalid-report' })
  }
  await page.evaluate(() => greenrouting.clearLedger())
  expect(await page.evaluate(() => outcome(greenrouting.openLedger().then(() => true)))).toMatchObject({ ok: true })
})

test('a file of another browser is added to what is kept', async ({ context, server }) => {
  const page = await openPage(context, server)
  const queries = await page.evaluate(async () => {
    const elsewhere = new greenrouting.EnergyTracker()
    for (let index = 0; index < 100; index++) elsewhere.record(decide(index % 2 === 0 ? 1 : 5))
    tracker.record(decide(1))
    tracker.merge(JSON.parse(JSON.stringify(elsewhere)))
    await ledger.flush()
    return tracker.report().queries
  })
  expect(queries).toBe(101)
  expect((await reportOf(await openPage(context, server))).queries).toBe(101)
})
