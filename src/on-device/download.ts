/** What downloads share: their options, and progress that never falls. */
import { aFunction, aSignal } from '../core/checks.ts'
import { checkOptions } from '../core/options.ts'
import type { DownloadOptions } from './contracts.ts'

/** Throws `invalid-option`. */
export function readDownload(where: string, options: DownloadOptions | undefined) {
  const { signal, onProgress } = checkOptions(`${where}.download`, options, { signal: aSignal, onProgress: aFunction })
  return { signal: signal as AbortSignal | undefined, onProgress: onProgress as DownloadOptions['onProgress'] }
}

export type Download = ReturnType<typeof readDownload>

/** Told how much is there, in whatever a library says. */
export type Report = (share: unknown) => void

/** Told shares of unknown origin, tells those that rise, 0..1. */
export function rising(onProgress: DownloadOptions['onProgress']): Report {
  let highest = -1
  return share => {
    if (typeof share !== 'number' || !(share > highest)) return
    highest = Math.min(1, Math.max(0, share))
    try {
      onProgress?.(highest)
    } catch (error) {
      // The caller's mistake, shown as any uncaught one is; the download goes on, which may be another caller's too.
      globalThis.reportError?.(error)
    }
  }
}
