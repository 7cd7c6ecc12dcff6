/** Progress that only goes forward, also when a second device starts over with files of another size. */
import type { LoadProgress } from './protocol.ts'

export function clampProgress(
  onProgress: ((progress: LoadProgress) => void) | undefined,
): (progress: LoadProgress) => void {
  let loaded = 0
  let total = 0
  return progress => {
    total = Math.max(total, progress.total)
    loaded = progress.status === 'ready' ? total : Math.min(total, Math.max(loaded, progress.loaded))
    try {
      onProgress?.({ status: progress.status, loaded, total })
    } catch (error) {
      // The caller's mistake, shown as any uncaught one is; the load goes on.
      globalThis.reportError?.(error)
    }
  }
}
