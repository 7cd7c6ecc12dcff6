/** A ledger that is kept on the device, across visits and tabs. */
import type { EnergyLedger, GreenRoutingError, LedgerRow } from './core/index.ts'
import { aFunction, aText, type Check, checkOptions, RowTable } from './core/internal.ts'
import { LedgerDatabase, type LedgerSnapshot, type SignedRow } from './ledger-database.ts'

export interface OpenLedgerOptions {
  /** Tells ledgers of one origin apart; default `default`. */
  readonly name?: string | undefined
  /** Told when something recorded could not be stored yet; it stays in memory and is tried again. Default none. */
  readonly onError?: ((error: GreenRoutingError) => void) | undefined
}

const SPEC = { name: aText, onError: aFunction as Check<(error: GreenRoutingError) => void> }

/** A database of our own, so that clearing it touches nobody else's keys. */
const databaseOf = (name = 'default') => new LedgerDatabase(`greenrouting-ledger-${name}`)

/**
 * Opens the ledger that is kept in IndexedDB, for `new EnergyTracker({ ledger })`. Rejects with `storage-unavailable` where
 * there is no IndexedDB (a tracker without it adds up in memory), with `storage-full` where there is no room, and with
 * `invalid-report` for a ledger of a newer version, which is left as it is.
 */
export async function openLedger(options: OpenLedgerOptions = {}): Promise<StoredLedger> {
  const { name, onError } = checkOptions('openLedger', options, SPEC)
  const database = databaseOf(name)
  return new StoredLedger(database, await database.read(), onError)
}

/** Deletes a kept ledger, also one that cannot be read. Rejects with `storage-unavailable`. */
export async function clearLedger(name?: string): Promise<void> {
  if (name !== undefined) aText(name, 'clearLedger name', 'invalid-option')
  await databaseOf(name).clear()
}

/** A change that is not stored yet. */
interface Change {
  readonly row: LedgerRow
  readonly replaced: LedgerRow | undefined
}

/** When a row was appended: before or after a clearing here, and in which epoch of the database it was stored. */
interface Place {
  readonly generation: object
  epoch?: string
}

export class StoredLedger implements EnergyLedger {
  readonly #database: LedgerDatabase
  readonly #onError: ((error: GreenRoutingError) => void) | undefined
  /** What the database held when it was last looked at. */
  #stored: Map<string, LedgerRow>
  #epoch: string
  #unreadable: number
  #pending: Change[] = []
  #clearing = false
  #generation = {}
  readonly #places = new WeakMap<LedgerRow, Place>()
  #queue: Promise<unknown> = Promise.resolve()
  #error: GreenRoutingError | undefined

  /** @internal: `openLedger` makes one. */
  constructor(database: LedgerDatabase, found: LedgerSnapshot, onError?: (error: GreenRoutingError) => void) {
    this.#database = database
    this.#onError = onError
    this.#stored = new Map(found.rows)
    this.#epoch = found.epoch
    this.#unreadable = found.unreadable
  }

  /** How many changes are not stored yet. */
  get pending(): number {
    return this.#pending.length + (this.#clearing ? 1 : 0)
  }

  /** Why the last attempt to store failed; undefined once one succeeds. */
  get error(): GreenRoutingError | undefined {
    return this.#error
  }

  /** Another one after each clearing, here or in another tab; as last seen. */
  get epoch(): string {
    return this.#epoch
  }

  /** Stored records that cannot be read. They count for nothing and are left where they are. */
  get unreadable(): number {
    return this.#unreadable
  }

  /** Counts at once; stores in a moment. */
  append(row: LedgerRow, replaced?: LedgerRow): void {
    const there = replaced !== undefined && this.#places.get(replaced)?.generation === this.#generation
    this.#pending.push({ row, replaced: there ? replaced : undefined })
    this.#places.set(row, { generation: this.#generation })
    this.#storeSoon()
  }

  /** What is stored, as last seen, and what is not stored yet. Other tabs' answers since then show after `sync`. */
  rows(): readonly LedgerRow[] {
    const table = new RowTable(this.#stored)
    for (const [row, sign] of this.#changes(this.#pending, this.#epoch)) table.add(row, sign)
    return table.rows()
  }

  /** Forgets everything at once, here and for other tabs when they store or `sync` next. Resolves when it is stored. */
  clear(): Promise<void> {
    this.#pending = []
    this.#stored = new Map()
    this.#unreadable = 0
    this.#generation = {}
    this.#clearing = true
    const cleared = this.flush()
    // Whoever does not wait for it is told by `onError`.
    cleared.catch(error => this.#report(error))
    return cleared
  }

  /** Resolves when all that was recorded is stored; rejects with a `storage-` error, or `invalid-report`, and keeps it in memory. */
  flush(): Promise<void> {
    return this.#enqueue(() => this.#store())
  }

  /** Stores what is pending and looks at what other tabs have stored. */
  sync(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#store()
      const pending = this.#pending
      const { epoch, rows, unreadable } = await this.#database.read()
      if (this.#pending !== pending) return
      this.#stored = new Map(rows)
      this.#epoch = epoch
      this.#unreadable = unreadable
    })
  }

  #storeSoon(): void {
    this.flush().catch(error => this.#report(error))
  }

  #report(error: unknown): void {
    try {
      this.#onError?.(error as GreenRoutingError)
    } catch {
      // A listener's fault is not the ledger's.
    }
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    const run = this.#queue.then(task)
    this.#queue = run.catch(() => undefined)
    return run
  }

  async #store(): Promise<void> {
    try {
      while (this.#clearing || this.#pending.length > 0)
        await (this.#clearing ? this.#storeClearing() : this.#storePending())
      this.#error = undefined
    } catch (error) {
      this.#error = error as GreenRoutingError
      throw error
    }
  }

  async #storeClearing(): Promise<void> {
    const generation = this.#generation
    const { epoch } = await this.#database.clear()
    this.#epoch = epoch
    if (this.#generation === generation) this.#clearing = false
  }

  async #storePending(): Promise<void> {
    const pending = this.#pending
    let batch: readonly Change[] = []
    const update = await this.#database.apply(this.#epoch, epoch => {
      batch = [...pending]
      return this.#changes(batch, epoch)
    })
    for (const { row } of batch) {
      const place = this.#places.get(row)
      if (place) place.epoch = update.epoch
    }
    pending.splice(0, batch.length)
    // Cleared meanwhile: what was just stored is deleted next.
    if (this.#pending !== pending) return
    this.#epoch = update.epoch
    if (update.all) this.#stored.clear()
    for (const [key, row] of update.rows) {
      if (row === undefined) this.#stored.delete(key)
      else this.#stored.set(key, row)
    }
  }

  /** Takes a row out only where it is: not after another tab has cleared it away. */
  *#changes(changes: readonly Change[], epoch: string): Generator<SignedRow> {
    for (const { row, replaced } of changes) {
      const place = replaced && this.#places.get(replaced)
      if (replaced && (place?.epoch === undefined || place.epoch === epoch)) yield [replaced, -1]
      yield [row, 1]
    }
  }
}
