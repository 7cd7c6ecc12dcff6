/** Waits for one thing after another, each for a limited time, until the caller gives up or the request is over. */
import type { AbortSignalLike } from '../core/contracts.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { abortError } from './abort-error.ts'

/** What a request is waiting for. */
export type Phase = 'connect' | 'first byte' | 'next byte'

export class Patience {
  readonly #stop = new AbortController()
  readonly #caller: AbortSignalLike
  readonly #onTimeout: (phase: Phase, ms: number) => GreenRoutingError

  constructor(caller: AbortSignalLike, onTimeout: (phase: Phase, ms: number) => GreenRoutingError) {
    this.#caller = caller
    this.#onTimeout = onTimeout
    caller.addEventListener('abort', this.#onAbort)
    if (caller.aborted) this.#onAbort()
  }

  /** Why the waiting ended before the work did: the caller's abort or a timeout. */
  get reason(): GreenRoutingError | undefined {
    return this.#stop.signal.reason as GreenRoutingError | undefined
  }

  /** Rejects with `reason` when that comes first, also when the work does not listen to the signal. */
  during<T>(phase: Phase, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = this.#stop
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const onAbort = (): void => reject(signal.reason)
      const timer = setTimeout(() => this.#stop.abort(this.#onTimeout(phase, ms)), ms)
      signal.addEventListener('abort', onAbort)
      // Taken off again: an answer may come in very many pieces.
      const done = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
      }
      // Async, so that work which throws at once rejects as well.
      ;(async () => work(signal))().then(resolve, reject).finally(done)
    })
  }

  /** Ends the request if it is still open, and forgets the caller. */
  end(): void {
    this.#caller.removeEventListener('abort', this.#onAbort)
    this.#stop.abort(new GreenRoutingError('aborted', 'The request is over.'))
  }

  readonly #onAbort = (): void => this.#stop.abort(abortError(this.#caller))
}
