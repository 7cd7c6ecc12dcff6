/** Keeps model files between visits. Best effort: a full, blocked or missing IndexedDB costs a download, never a decision. */
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval'

export interface FileCache {
  /** Where puts end up at the moment. */
  readonly storage: 'indexeddb' | 'memory' | 'none'
  get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  delete(key: string): Promise<void>
}

/** A database of our own, so that clearing it touches nobody else's keys. */
const DATABASE = 'greenrouting'
const STORE = 'files'

/** Some browsers never answer an open request; waiting longer than this is worse than downloading. Milliseconds. */
const PATIENCE = 5_000

/** Forgets when the worker ends. */
export function memoryCache(): FileCache {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    storage: 'memory',
    get: async key => files.get(key),
    put: async (key, bytes) => void files.set(key, bytes),
    delete: async key => void files.delete(key),
  }
}

/** Keeps nothing at all: for callers that want no trace on the device. */
export function noCache(): FileCache {
  return { storage: 'none', get: async () => undefined, put: async () => undefined, delete: async () => undefined }
}

/** IndexedDB until it fails once, memory from then on. Never rejects. */
export function persistentCache(): FileCache {
  const memory = memoryCache()
  let store: UseStore | undefined
  let failed = false

  async function attempt<T>(operation: (store: UseStore) => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
    if (failed) return otherwise()
    try {
      store ??= createStore(DATABASE, STORE)
      return await withPatience(operation(store))
    } catch {
      failed = true
      return otherwise()
    }
  }

  return {
    get storage() {
      return failed ? 'memory' : 'indexeddb'
    },
    get: key =>
      attempt(
        async store => {
          // Blobs read back more than twice as fast as array buffers.
          const blob = await get<Blob>(key, store)
          return blob instanceof Blob ? new Uint8Array(await blob.arrayBuffer()) : undefined
        },
        () => memory.get(key),
      ),
    put: (key, bytes) =>
      attempt(
        store => set(key, new Blob([bytes]), store),
        () => memory.put(key, bytes),
      ),
    delete: key =>
      attempt(
        store => del(key, store),
        () => memory.delete(key),
      ),
  }
}

/** Removes every file this package keeps on the device and returns how many bytes that freed. */
export async function clearModelCache(): Promise<number> {
  const store = createStore(DATABASE, STORE)
  const kept = await withPatience(entries<string, Blob>(store))
  await Promise.all(kept.map(([key]) => del(key, store)))
  return kept.reduce((bytes, [, blob]) => bytes + (blob.size ?? 0), 0)
}

function withPatience<T>(operation: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('IndexedDB does not answer')), PATIENCE)
  })
  return Promise.race([operation, late]).finally(() => clearTimeout(timer))
}
