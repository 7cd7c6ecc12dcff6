/** One at a time: what one request loads or interrupts, another would be answered by or lose. */
import { orAborted } from '../client/abort.ts'
import type { AbortSignalLike } from '../core/contracts.ts'
import type { ProviderPart } from '../providers/contracts.ts'

export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Resolves when all before have ended, with what ends this one; rejects with `aborted`, and then waits no more. */
  async take(signal?: AbortSignalLike | undefined): Promise<() => void> {
    const before = this.#last
    let end!: () => void
    const ended = new Promise<void>(resolve => (end = resolve))
    this.#last = before.then(() => ended)
    try {
      await (signal ? orAborted(before, signal) : before)
    } catch (error) {
      end()
      throw error
    }
    return end
  }
}

/** Called when a request gets in line: what it returns says, when its turn has come, how long that took. */
export function inLine(): () => ProviderPart {
  const since = performance.now()
  return () => ({ type: 'waited', ms: performance.now() - since })
}

const turns = new WeakMap<object, Turns>()

/** The same for all who wrap one engine. */
export function turnsOf(engine: object): Turns {
  const known = turns.get(engine) ?? new Turns()
  turns.set(engine, known)
  return known
}
