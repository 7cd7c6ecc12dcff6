/** Downloads a file whole, with progress, and says in a typed error what went wrong and where. */
import { GreenRoutingError } from '../core/errors.ts'

export interface FetchBytesOptions {
  /** Called with the bytes received so far, and with all there will be where the server says so. */
  readonly onBytes?: (loaded: number, announced: number | undefined) => void
  /** Give up beyond this size with `file-corrupt`; default no limit. */
  readonly maxBytes?: number
  /** Ask the server again even if the HTTP cache has an answer. */
  readonly reload?: boolean
  readonly signal?: AbortSignal
}

export interface FetchedBytes {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly contentType: string
}

/** Where the engine gets bytes from; Node hands in one that reads files. */
export type FetchBytes = (url: string, options?: FetchBytesOptions) => Promise<FetchedBytes>

/** A connection that sends nothing for so long is taken for dead. Milliseconds. */
const STALL_LIMIT = 30_000

export const fetchBytes: FetchBytes = async (url, options = {}) => {
  const { signal } = options
  const stop = new AbortController()
  const giveUp = (): void => stop.abort(signal?.reason)
  if (signal?.aborted) giveUp()
  signal?.addEventListener('abort', giveUp)
  let timer: ReturnType<typeof setTimeout> | undefined
  const alive = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => stop.abort(new Error(`no data for ${STALL_LIMIT / 1000} s`)), STALL_LIMIT)
  }
  try {
    alive()
    const response = await fetch(url, { signal: stop.signal, cache: options.reload ? 'reload' : 'default' })
    if (!response.ok) {
      await response.body?.cancel()
      throw refused(url, response.status)
    }
    const bytes = await readAll(url, response, options, alive)
    return { bytes, contentType: response.headers.get('content-type') ?? '' }
  } catch (error) {
    const cause = stop.signal.aborted ? stop.signal.reason : error
    if (cause instanceof GreenRoutingError) throw cause
    const message = `Could not fetch ${url}: ${(cause as Error).message}. Check the network and try again.`
    throw new GreenRoutingError('fetch-failed', message, { details: { url }, cause })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', giveUp)
  }
}

function refused(url: string, status: number): GreenRoutingError {
  const details = { url, status }
  return status < 500
    ? new GreenRoutingError('file-not-found', `${url} answered ${status}. Is it served at that address?`, { details })
    : new GreenRoutingError('fetch-failed', `${url} answered ${status}. Try again later.`, { details })
}

async function readAll(
  url: string,
  response: Response,
  { onBytes, maxBytes = Number.POSITIVE_INFINITY }: FetchBytesOptions,
  alive: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  const announced = announcedBytes(response)
  let loaded = 0
  const reader = response.body?.getReader()
  if (reader) {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      alive()
      loaded += part.value.byteLength
      if (loaded > maxBytes) {
        await reader.cancel().catch(() => undefined)
        throw new GreenRoutingError('file-corrupt', `${url} sends more than the ${maxBytes} bytes it should have.`, {
          details: { url, maxBytes },
        })
      }
      chunks.push(part.value)
      onBytes?.(loaded, announced)
    }
  }
  const bytes = new Uint8Array(loaded)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

/** Of a compressed answer the header counts other bytes than arrive here. */
function announcedBytes({ headers }: Response): number | undefined {
  const length = Number(headers.get('content-length'))
  return length > 0 && !headers.has('content-encoding') ? length : undefined
}
