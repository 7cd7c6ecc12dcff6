/**
 * A ledger's rows in IndexedDB. Every change reads and writes its rows in one transaction, so that two tabs which record at
 * once lose nothing. Beside the rows lies one record of the whole: the version that wrote it, and an epoch that changes when
 * everything is cleared.
 */
import { createStore, promisifyRequest, type UseStore } from 'idb-keyval'
import { GreenRoutingError, isGreenRoutingError, type LedgerRow } from './core/index.ts'
import { combined, isPlainObject, keyOf, LEDGER_VERSION, readRow, readVersion } from './core/internal.ts'

/** What was there when it was read. */
export interface LedgerSnapshot {
  readonly epoch: string
  readonly rows: ReadonlyMap<string, LedgerRow>
  /** Records that cannot be read; they are left as they are. */
  readonly unreadable: number
}

/** What a change left behind: everything, where the epoch was not the expected one, else the rows it touched. */
export interface LedgerUpdate {
  readonly epoch: string
  readonly all: boolean
  readonly rows: ReadonlyMap<string, LedgerRow | undefined>
}

export type SignedRow = readonly [row: LedgerRow, sign: 1 | -1]

const STORE = 'rows'
const WHOLE = 'ledger'
/** Before the key of a record that could not be read and was in the way. */
const ASIDE = 'unreadable '

/** Some browsers never answer. A busy machine may take seconds, and nobody waits for the ledger meanwhile. Milliseconds. */
const PATIENCE = 20_000

export class LedgerDatabase {
  readonly #store: UseStore

  constructor(name: string) {
    this.#store = createStore(name, STORE)
  }

  read(): Promise<LedgerSnapshot> {
    return this.#attempt(async store => {
      const epoch = await epochOf(store)
      return { epoch, ...(await readAll(store)) }
    })
  }

  /** Deletes everything, of whatever version. */
  clear(): Promise<LedgerSnapshot> {
    return this.#attempt(async store => {
      store.clear()
      return { epoch: begin(store), rows: new Map(), unreadable: 0 }
    })
  }

  /** Adds and takes out rows; `changes` is told the epoch that the database is in. */
  apply(expected: string, changes: (epoch: string) => Iterable<SignedRow>): Promise<LedgerUpdate> {
    return this.#attempt(async store => {
      const epoch = await epochOf(store)
      const all = epoch !== expected
      const rows = new Map<string, LedgerRow | undefined>(all ? (await readAll(store)).rows : [])
      for (const [row, sign] of changes(epoch)) {
        const key = keyOf(row)
        if (!rows.has(key)) rows.set(key, await readOne(store, key))
        rows.set(key, combined(rows.get(key), row, sign))
        const left = rows.get(key)
        if (left === undefined) store.delete(key)
        else store.put(left, key)
      }
      return { epoch, all, rows }
    })
  }

  /** One transaction, all of it or nothing. Rejects with a `storage-` error, or with one of the work's own. */
  async #attempt<T>(work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
    let given: IDBTransaction | undefined
    let late = false
    let timer: ReturnType<typeof setTimeout>
    const patience = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        late = true
        // A transaction that has begun is ended, never left to succeed behind our back: its rows would count twice.
        if (given) abort(given)
        else reject(new Error('IndexedDB does not answer'))
      }, PATIENCE)
    })
    try {
      return await Promise.race([
        patience,
        this.#store('readwrite', async store => {
          given = store.transaction
          const done = promisifyRequest(store.transaction)
          // Looked at below, unless the work fails first.
          done.catch(() => undefined)
          try {
            if (late) throw new Error('IndexedDB answered too late')
            const result = await work(store)
            await done
            return result
          } catch (error) {
            abort(store.transaction)
            throw await done.then(
              () => error,
              reason => (isGreenRoutingError(error) ? error : (reason ?? error)),
            )
          }
        }),
      ])
    } catch (error) {
      throw isGreenRoutingError(error) ? error : storageError(error)
    } finally {
      clearTimeout(timer!)
    }
  }
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch {
    // Over already.
  }
}

/** The epoch of what is there, begun where nothing is. Throws `invalid-report` for a newer version. */
async function epochOf(store: IDBObjectStore): Promise<string> {
  const whole: unknown = await promisifyRequest(store.get(WHOLE))
  if (whole === undefined) return begin(store)
  const { version, epoch } = isPlainObject(whole) ? whole : {}
  readVersion(version, 'stored ledger')
  if (typeof epoch === 'string') return epoch
  throw new GreenRoutingError('invalid-report', 'The stored ledger cannot be read. clearLedger() starts a new one.')
}

/** Not a secret: it only has to differ from the one before. */
function begin(store: IDBObjectStore): string {
  const epoch = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
  store.put({ version: LEDGER_VERSION, epoch }, WHOLE)
  return epoch
}

async function readAll(store: IDBObjectStore): Promise<Pick<LedgerSnapshot, 'rows' | 'unreadable'>> {
  const [keys, values] = await Promise.all([
    promisifyRequest(store.getAllKeys()),
    promisifyRequest<unknown[]>(store.getAll()),
  ])
  const rows = new Map<string, LedgerRow>()
  let unreadable = 0
  for (const [index, key] of keys.entries()) {
    if (key === WHOLE) continue
    const row = rowUnder(key, values[index])
    if (row === undefined) unreadable++
    else rows.set(key as string, row)
  }
  return { rows, unreadable }
}

async function readOne(store: IDBObjectStore, key: string): Promise<LedgerRow | undefined> {
  const value: unknown = await promisifyRequest(store.get(key))
  if (value === undefined) return undefined
  const row = rowUnder(key, value)
  // Whatever it is, somebody may want it back.
  if (row === undefined) store.put(value, `${ASIDE}${key}`)
  return row
}

function rowUnder(key: IDBValidKey, value: unknown): LedgerRow | undefined {
  try {
    const row = readRow(value, 'stored row')
    return keyOf(row) === key ? row : undefined
  } catch {
    return undefined
  }
}

function storageError(cause: unknown): GreenRoutingError {
  if ((cause as { name?: unknown } | null)?.name === 'QuotaExceededError') {
    return new GreenRoutingError(
      'storage-full',
      'There is no room for the ledger in IndexedDB: what was recorded stays in memory until there is.',
      { cause },
    )
  }
  return new GreenRoutingError(
    'storage-unavailable',
    'IndexedDB is missing, blocked or does not answer here, as in some private windows: the ledger can only be kept in memory.',
    { cause },
  )
}
