/**
 * How a page notices that its worker is gone: the worker holds a lock for as long as it lives, and the page waits for
 * the same lock. A worker that is terminated, crashes or closes itself fires no event, but the browser frees its locks.
 */

/** Resolves once the lock is held, for life; false where there are no locks (plain http, old browsers). */
export function holdLifeLock(name: string): Promise<boolean> {
  const locks = globalThis.navigator?.locks
  if (!locks) return Promise.resolve(false)
  return new Promise(resolve => {
    locks
      .request(name, () => {
        resolve(true)
        return new Promise<never>(() => undefined)
      })
      .catch(() => resolve(false))
  })
}

/** Calls `onDeath` when the holder is gone; the returned function stops waiting. */
export function watchLifeLock(name: string, onDeath: () => void): () => void {
  const stop = new AbortController()
  globalThis.navigator.locks.request(name, { signal: stop.signal }, async () => onDeath()).catch(() => undefined)
  return () => stop.abort()
}
