/** Where recorded answers are added up: in memory, or behind the same interface on a disk. */
import { combined, keyOf, type LedgerRow } from './ledger-row.ts'

/** Synchronous, and never fails for want of storage: what cannot be stored is kept in memory. */
export interface EnergyLedger {
  /** Adds a row; takes out one that was appended before, if it is still there. */
  append(row: LedgerRow, replaced?: LedgerRow): void
  /** One row a key, in the order the keys first came. */
  rows(): readonly LedgerRow[]
  /** Forgets everything. */
  clear(): void
}

/** Rows by key, added up. */
export class RowTable {
  readonly #rows: Map<string, LedgerRow>

  constructor(rows: Iterable<readonly [key: string, row: LedgerRow]> = []) {
    this.#rows = new Map(rows)
  }

  /** Adds a row, or takes it out of the one of its key. */
  add(row: LedgerRow, sign: 1 | -1 = 1): void {
    const key = keyOf(row)
    const left = combined(this.#rows.get(key), row, sign)
    if (left === undefined) this.#rows.delete(key)
    else this.#rows.set(key, left)
  }

  clear(): void {
    this.#rows.clear()
  }

  rows(): LedgerRow[] {
    return [...this.#rows.values()]
  }
}

/** A ledger that lasts as long as the page. */
export class MemoryLedger implements EnergyLedger {
  readonly #table = new RowTable()
  #appended = new WeakSet<LedgerRow>()

  append(row: LedgerRow, replaced?: LedgerRow): void {
    if (replaced !== undefined && this.#appended.delete(replaced)) this.#table.add(replaced, -1)
    this.#table.add(row)
    this.#appended.add(row)
  }

  rows(): readonly LedgerRow[] {
    return this.#table.rows()
  }

  clear(): void {
    this.#table.clear()
    this.#appended = new WeakSet()
  }
}
