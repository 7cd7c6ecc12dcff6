/**
 * The calls a worker owes an answer. Each settles with the first of answer, abort and the worker's death: left to
 * itself, a call to a dead worker stays open for ever.
 */
import type { AbortSignalLike } from '../core/contracts.ts'
import { GreenRoutingError } from '../core/errors.ts'
import type { Reply } from './protocol.ts'
import { Watchdog } from './watchdog.ts'
import { fromWire } from './wire-error.ts'

export class PendingCalls {
  readonly #open = new Set<(reason: GreenRoutingError) => void>()
  readonly #watchdog: Watchdog
  /** Answers not yet given, also to calls that nobody waits for any more: a hung worker is hung all the same. */
  #owed = 0
  #over: GreenRoutingError | undefined

  /** `onSilence` is called when an answer is owed and none has come for so many seconds. */
  constructor(silenceLimit: number, onSilence: () => void) {
    this.#watchdog = new Watchdog(silenceLimit, onSilence)
  }

  settle<T>(call: Promise<Reply<T>>, signal?: AbortSignalLike, onAbort?: () => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#over) return reject(this.#over)
      const close = (): void => {
        this.#open.delete(fail)
        signal?.removeEventListener('abort', abort)
      }
      const fail = (reason: GreenRoutingError): void => {
        close()
        reject(reason)
      }
      const abort = (): void => {
        onAbort?.()
        fail(abortError(signal))
      }
      this.#open.add(fail)
      signal?.addEventListener('abort', abort)
      this.#owed++
      this.#watchdog.start()
      call.then(
        reply => {
          this.#answered()
          close()
          if (reply.ok) resolve(reply.value)
          else reject(fromWire(reply.error))
        },
        cause => {
          this.#answered()
          fail(new GreenRoutingError('internal', `The call could not be sent to the worker: ${cause}.`, { cause }))
        },
      )
    })
  }

  /** A sign of life other than an answer. */
  heard(): void {
    this.#watchdog.heard()
  }

  /** The worker is gone: rejects what is open and whatever is asked from now on. */
  end(reason: GreenRoutingError): void {
    this.#over = reason
    this.#watchdog.stop()
    for (const fail of [...this.#open]) fail(reason)
  }

  #answered(): void {
    this.#watchdog.heard()
    if (--this.#owed === 0) this.#watchdog.stop()
  }
}

export function abortError(signal?: AbortSignalLike): GreenRoutingError {
  return new GreenRoutingError('aborted', 'The call was aborted.', { cause: signal?.reason })
}
