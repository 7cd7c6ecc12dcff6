/** What is kept between visits, and how a load tells of itself. */
import type { Page } from '@playwright/test'
import type { LoadProgress } from '../src/index.ts'
import { built, expect, infoOfLoad, load, MODEL_FILES, openBarePage, test } from './fixtures.ts'
import { watchWorkers } from './mortal-worker.ts'
import { answers } from './server.ts'

test('the second visit needs no address of the model', async ({ context, server }) => {
  const first = await visit(await context.newPage(), server)
  expect(first.info).toMatchObject({ storage: 'indexeddb', cachedBytes: 0 })
  expect(first.info!.downloadedBytes).toBeGreaterThan(1_000_000)
  expect(server.asked(MODEL_FILES)).toHaveLength(3)

  server.answer(MODEL_FILES, answers.status(404))
  const second = await visit(await context.newPage(), server)
  expect(second.info).toMatchObject({
    storage: 'indexeddb',
    downloadedBytes: 0,
    cachedBytes: first.info!.downloadedBytes,
    integrity: 'verified',
  })
  expect(second.decision).toEqual(first.decision)
  expect(server.asked(MODEL_FILES)).toHaveLength(3)
  for (const { progress, info } of [first, second]) expectForward(progress, info!.downloadedBytes + info!.cachedBytes)
})

test('two pages at once', async ({ context, server }) => {
  const [one, other] = await Promise.all([
    visit(await context.newPage(), server),
    visit(await context.newPage(), server),
  ])
  expect(one.decision).toEqual(other.decision)
})

test('cache: false leaves no trace, and outlives the worker all the same', async ({ page, server }) => {
  await watchWorkers(page)
  await openBarePage(page, server)
  const info = await page.evaluate(async () => {
    globalThis.router = await greenrouting.loadPretrained({ device: 'wasm', cache: false })
    return router.engine.info
  })
  expect(info).toMatchObject({ storage: 'memory', cachedBytes: 0 })
  expect(server.asked(MODEL_FILES)).toHaveLength(3)
  const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  expect(databases).not.toContain('greenrouting')

  await page.evaluate(async () => {
    await endWorker('is terminated by the page', await lifeLock())
    await router.route('hi')
    await router.dispose()
  })
  expect(await page.evaluate(() => workers.length)).toBe(2)
  expect(server.asked(MODEL_FILES)).toHaveLength(3)

  server.answer(MODEL_FILES, answers.status(404))
  const another = await page.evaluate(() => outcome(greenrouting.loadPretrained({ device: 'wasm', cache: false })))
  expect(another).toMatchObject({ ok: false, code: 'file-not-found' })
})

test('clearModelCache frees what was kept and nothing else', async ({ context, server }) => {
  const page = await context.newPage()
  const { info } = await visit(page, server)
  const freed = await page.evaluate(async () => {
    await new Promise(resolve => {
      indexedDB.open('somebody-else', 1).onupgradeneeded = event => {
        const database = (event.target as IDBOpenDBRequest).result
        database.createObjectStore('files').put('mine', 'key').onsuccess = resolve
      }
    })
    return {
      first: await greenrouting.clearModelCache(),
      second: await greenrouting.clearModelCache(),
      databases: await indexedDB.databases(),
    }
  })
  // The manifest is kept beside the files.
  expect(freed.first).toBeGreaterThan(info!.downloadedBytes)
  expect(freed.second).toBe(0)
  expect(freed.databases.map(({ name }) => name)).toContain('somebody-else')
  expect((await visit(await context.newPage(), server)).info).toMatchObject({
    downloadedBytes: info!.downloadedBytes,
    cachedBytes: 0,
  })
})

test('an onProgress that throws does not stop the load', async ({ bare }) => {
  const result = await bare.evaluate(() =>
    outcome(
      greenrouting
        .loadPretrained({
          device: 'wasm',
          onProgress: () => {
            throw new Error('not my day')
          },
        })
        .then(router => router.dispose()),
    ),
  )
  expect(result).toEqual({ ok: true })
})

test('clearModelCache where nothing can be kept', async ({ bare }) => {
  const result = await bare.evaluate(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined })
    return outcome(greenrouting.clearModelCache())
  })
  expect(result).toEqual({ ok: true, value: 0 })
})

test('one flipped byte costs one refetch of that file and no more', async ({ bare, server }) => {
  await load(bare)
  const keys = await cachedKeys(bare)
  expect(keys).toHaveLength(3)
  for (const [position, key] of keys.entries()) {
    const size = await flipCachedByte(bare, key)
    const before = server.asked(MODEL_FILES).length
    const info = await infoOfLoad(bare)
    expect(server.asked(MODEL_FILES).length - before, `file ${position}`).toBe(1)
    expect(info).toMatchObject({ downloadedBytes: size, storage: 'indexeddb', integrity: 'verified' })

    const settled = server.asked(MODEL_FILES).length
    expect(await infoOfLoad(bare)).toMatchObject({ downloadedBytes: 0 })
    expect(server.asked(MODEL_FILES)).toHaveLength(settled)
  }
})

test('a server that keeps sending wrong bytes: file-corrupt, and the other entries stay', async ({ bare, server }) => {
  await load(bare)
  const keys = await cachedKeys(bare)
  await flipCachedByte(bare, keys[0]!)
  const repairs = ['tokenizer.json', 'head.onnx', 'model_quantized.onnx'].map(file =>
    server.answer(file, answers.body('wrong', 'application/octet-stream')),
  )
  for (let visit = 0; visit < 2; visit++) {
    expect(await load(bare)).toMatchObject({ ok: false, typed: true, code: 'file-corrupt' })
    expect(await cachedKeys(bare)).toEqual(keys.slice(1))
  }
  for (const repair of repairs) repair()
  expect(await load(bare)).toMatchObject({ ok: true })
  expect(await cachedKeys(bare)).toEqual(keys)
})

test('something else under a key of ours is replaced', async ({ bare, server }) => {
  await load(bare)
  const [key] = await cachedKeys(bare)
  await bare.evaluate(
    key =>
      new Promise(resolve => {
        indexedDB.open('greenrouting').onsuccess = event => {
          const database = (event.target as IDBOpenDBRequest).result
          const transaction = database.transaction('files', 'readwrite')
          transaction.objectStore('files').put({ not: 'a blob' }, key)
          transaction.oncomplete = () => resolve(database.close())
        }
      }),
    key!,
  )
  const before = server.asked(MODEL_FILES).length
  expect(await load(bare)).toMatchObject({ ok: true })
  expect(server.asked(MODEL_FILES)).toHaveLength(before + 1)
})

/** What a worker sees of IndexedDB where it cannot be used. */
const UNUSABLE = {
  missing: `Object.defineProperty(self, 'indexedDB', { value: undefined })\n`,
  'blocked by the browser': `IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError') }\n`,
  'failing at every read and write':
    "IDBObjectStore.prototype.get = IDBObjectStore.prototype.put = () => { throw new DOMException('broken', 'UnknownError') }\n",
  'never answering': 'IDBFactory.prototype.open = () => ({})\n',
}

for (const [what, prelude] of Object.entries(UNUSABLE)) {
  test(`IndexedDB ${what}: routes all the same, and says that nothing is kept`, async ({ bare, server }) => {
    server.answer('worker-wasm.js', answers.body(prelude + built('worker-wasm.js'), 'text/javascript'))
    expect(await infoOfLoad(bare)).toMatchObject({ storage: 'memory', cachedBytes: 0, integrity: 'verified' })
  })
}

test('a full disk: routes all the same, and says that nothing is kept', async ({ bare, context, server }) => {
  const devtools = await context.newCDPSession(bare)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: 100_000 })
  expect(await infoOfLoad(bare)).toMatchObject({ storage: 'memory', cachedBytes: 0, integrity: 'verified' })
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.origin })
  expect(await infoOfLoad(bare)).toMatchObject({ storage: 'indexeddb' })
})

async function visit(page: Page, server: Parameters<typeof openBarePage>[1]) {
  await openBarePage(page, server)
  return page.evaluate(async () => {
    const progress: LoadProgress[] = []
    const router = await greenrouting.loadPretrained({ device: 'wasm', onProgress: step => progress.push(step) })
    return { info: router.engine.info, decision: await router.route('Implement an LRU cache'), progress }
  })
}

function expectForward(progress: readonly LoadProgress[], bytes: number): void {
  const order = ['download', 'compile', 'ready']
  const statuses = progress.map(({ status }) => order.indexOf(status))
  expect(statuses).toEqual([...statuses].sort())
  expect(new Set(statuses).size).toBe(3)
  const loaded = progress.map(step => step.loaded)
  expect(loaded).toEqual([...loaded].sort((a, b) => a - b))
  for (const step of progress) {
    expect(step.total).toBe(bytes)
    expect(step.loaded).toBeLessThanOrEqual(step.total)
  }
  expect(progress.at(-1)).toEqual({ status: 'ready', loaded: bytes, total: bytes })
}

function cachedKeys(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>(resolve => {
        indexedDB.open('greenrouting').onsuccess = event => {
          const database = (event.target as IDBOpenDBRequest).result
          const request = database.transaction('files').objectStore('files').getAllKeys()
          request.onsuccess = () => {
            database.close()
            resolve(request.result.map(String).filter(key => key.startsWith('sha256-')))
          }
        }
      }),
  )
}

/** Changes one byte of a kept file; returns the file's size. */
function flipCachedByte(page: Page, key: string): Promise<number> {
  return page.evaluate(
    key =>
      new Promise<number>((resolve, reject) => {
        indexedDB.open('greenrouting').onsuccess = event => {
          const database = (event.target as IDBOpenDBRequest).result
          const request = database.transaction('files').objectStore('files').get(key)
          request.onsuccess = async () => {
            const bytes = new Uint8Array(await (request.result as Blob).arrayBuffer())
            bytes[bytes.length >> 1]! ^= 1
            const transaction = database.transaction('files', 'readwrite')
            transaction.objectStore('files').put(new Blob([bytes]), key)
            transaction.oncomplete = () => {
              database.close()
              resolve(bytes.length)
            }
            transaction.onerror = () => reject(transaction.error)
          }
        }
      }),
    key,
  )
}
