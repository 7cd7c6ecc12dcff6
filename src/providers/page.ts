/** What kind of place the code runs in: this floor knows no DOM, and asks only where a key or CORS is concerned. */
interface Place {
  readonly document?: unknown
  readonly WorkerGlobalScope?: unknown
  readonly location?: { readonly origin: string; readonly protocol: string; readonly hostname: string }
  readonly navigator?: { readonly onLine?: boolean }
}

const place = (): Place => globalThis as Place

/** A page or one of its workers: whoever visits can read what is there. Workers on a server have no location. */
export function inPage(): boolean {
  const { document, WorkerGlobalScope, location } = place()
  return document !== undefined || (WorkerGlobalScope !== undefined && location !== undefined)
}

export const pageLocation = (): Place['location'] => place().location

export const isOffline = (): boolean => place().navigator?.onLine === false

/** An address that leads to this machine. */
export const isLoopback = (hostname: string): boolean =>
  /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
