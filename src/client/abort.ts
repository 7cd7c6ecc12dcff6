/** Work that the caller may give up. */
import type { AbortSignalLike } from '../core/contracts.ts'
import { abortError } from '../providers/abort-error.ts'

/** Rejects with `aborted` when that comes first, also when the work does not listen. */
export function orAborted<T>(work: T | Promise<T>, signal: AbortSignalLike): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(abortError(signal))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    // Both ways: a rejection that nobody waits for any more is no unhandled one.
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Resolves after so many milliseconds, or rejects with `aborted`. */
export async function sleep(ms: number, signal: AbortSignalLike): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    await orAborted(new Promise<void>(resolve => (timer = setTimeout(resolve, ms))), signal)
  } finally {
    clearTimeout(timer)
  }
}

/** A signal that aborts with the first of several. */
export function follow(signals: readonly (AbortSignalLike | undefined)[]): {
  readonly signal: AbortSignal
  /** Forgets them, so that one that outlives the call does not keep it. */
  release(): void
} {
  const controller = new AbortController()
  const given = signals.filter(signal => signal !== undefined)
  const listeners = given.map(signal => {
    const abort = (): void => controller.abort(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    return () => signal.removeEventListener('abort', abort)
  })
  return {
    signal: controller.signal,
    release: () => {
      for (const forget of listeners) forget()
    },
  }
}
