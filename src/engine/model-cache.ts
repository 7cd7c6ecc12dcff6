/** Keeps model files between visits. Best effort: a full, blocked or missing IndexedDB costs a download, never a decision. */
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval'

/** Bytes by key. */
export interface FileShelf {
  get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  delete(key: string): Promise<void>
}

export interface FileCache extends FileShelf {
  /** Where puts end up at the moment: for the next visit, or only for a worker that has to be started again. */
  readonly storage: 'indexeddb' | 'memory'
}

/** A database of our own, so that clearing it touches nobody else's keys. */
const DATABASE = 'greenrouting'
const STORE = 'files'

/** Some browsers never answer an open request; waiting longer than this is worse than downloading. Milliseconds. */
const PATIENCE = 5_000

/** Lives as long as whoever made it: the page makes one, so that it outlives a worker. */
export function memoryShelf(): FileShelf {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    get: async key => files.get(key),
    put: async (key, bytes) => void files.set(key, bytes),
    delete: async key => void files.delete(key),
  }
}

/** Leaves no trace on the device. */
export function memoryCache(shelf: FileShelf): FileCache {
  return {
    storage: 'memory',
    get: key => shelf.get(key),
    put: (key, bytes) => shelf.put(key, bytes),
    delete: key => shelf.delete(key),
  }
}

/** IndexedDB until it fails once, memory from then on. Never rejects. */
export function persistentCache(memory: FileShelf): FileCache {
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
        async store => readBlob(await get<unknown>(key, store)),
        () => memory.get(key),
      ),
    put: (key, bytes) =>
      attempt(
        // Blobs read back more than twice as fast as array buffers.
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

/** An entry that cannot be read (a disk cleaned behind the browser's back) is as good as none: it is fetched and written anew. */
async function readBlob(entry: unknown): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!(entry instanceof Blob)) return undefined
  try {
    return new Uint8Array(await entry.arrayBuffer())
  } catch {
    return undefined
  }
}

/** Removes every file this package keeps on the device and returns how many bytes that freed; 0 where nothing can be kept. */
export async function clearModelCache(): Promise<number> {
  try {
    const store = createStore(DATABASE, STORE)
    const kept = await withPatience(entries<string, unknown>(store))
    await withPatience(Promise.all(kept.map(([key]) => del(key, store))))
    return kept.reduce((bytes, [, entry]) => bytes + (entry instanceof Blob ? entry.size : 0), 0)
  } catch {
    return 0
  }
}

function withPatience<T>(operation: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('IndexedDB does not answer')), PATIENCE)
  })
  return Promise.race([operation, late]).finally(() => clearTimeout(timer))
}
