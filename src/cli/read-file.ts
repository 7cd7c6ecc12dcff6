/** The engine's way to bytes where there is no server: files of this machine. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { GreenRoutingError } from '../core/index.ts'
import type { FetchBytes } from '../engine/fetch-bytes.ts'
import { describeSystemError } from './failure.ts'

export const readFileBytes: FetchBytes = async (url, { onBytes, maxBytes = Number.POSITIVE_INFINITY, signal } = {}) => {
  const path = fileURLToPath(url)
  const buffer = await readFile(path, { ...(signal && { signal }) }).catch(cause => {
    throw explain(cause, path, url)
  })
  if (buffer.byteLength > maxBytes) {
    const message = `${path} is larger than the ${maxBytes} bytes it should have`
    throw new GreenRoutingError('file-corrupt', message, { details: { url, maxBytes } })
  }
  onBytes?.(buffer.byteLength, buffer.byteLength)
  return { bytes: new Uint8Array(buffer), contentType: '' }
}

function explain(cause: NodeJS.ErrnoException, path: string, url: string): GreenRoutingError {
  const missing = cause.code === 'ENOENT' || cause.code === 'ENOTDIR'
  return new GreenRoutingError(
    missing ? 'file-not-found' : 'fetch-failed',
    missing
      ? `${path} does not exist${path.endsWith('manifest.json') ? '; a model folder holds one' : ''}`
      : `cannot read ${path}: ${describeSystemError(cause)}`,
    { details: { url }, cause },
  )
}
