/** Brings one file: from the cache or the network, with the size and digest its manifest names. */
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { sha256 } from './digest.ts'
import type { FetchBytes, FetchBytesOptions } from './fetch-bytes.ts'
import { fileKey } from './kept-manifest.ts'
import type { ManifestFile } from './manifest.ts'
import type { FileShelf } from './model-cache.ts'

/** Where files come from. */
export interface FileAccess {
  readonly cache: FileShelf
  readonly fetchBytes: FetchBytes
}

export interface ModelFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly origin: 'cache' | 'network'
  /** False where the page cannot compute digests (the size was right), or where none is known. */
  readonly checked: boolean
}

type Download = Pick<FetchBytesOptions, 'signal' | 'onBytes'>

/**
 * A file is cached only once its digest is right, so a bad server never replaces a good entry. One of unknown digest is
 * left to the HTTP cache, which can ask whether it changed.
 */
export async function obtainFile(
  url: string,
  expected: ManifestFile | undefined,
  { cache, fetchBytes }: FileAccess,
  options: Download,
): Promise<ModelFile> {
  if (!expected) return { bytes: (await fetchBytes(url, options)).bytes, origin: 'network', checked: false }
  const key = fileKey(expected.sha256)
  const cached = await cache.get(key)
  if (cached) {
    const { problem, checked } = await compare(cached, expected)
    if (problem === undefined) return { bytes: cached, origin: 'cache', checked }
    await cache.delete(key)
  }
  const file = await download(url, expected, fetchBytes, options).catch(error => {
    if (!isGreenRoutingError(error) || error.code !== 'file-corrupt') throw error
    // A second try past the HTTP cache: a stale copy there must not fail every visit until it expires.
    return download(url, expected, fetchBytes, { ...options, reload: true })
  })
  await cache.put(key, file.bytes)
  return file
}

async function download(
  url: string,
  expected: ManifestFile,
  fetchBytes: FetchBytes,
  options: Download & { readonly reload?: boolean },
): Promise<ModelFile> {
  const { bytes, contentType } = await fetchBytes(url, { ...options, maxBytes: expected.bytes })
  const { problem, checked } = await compare(bytes, expected)
  if (problem === undefined) return { bytes, origin: 'network', checked }
  const hint = contentType.includes('html') ? ' The server sent an HTML page: is the path right?' : ''
  throw new GreenRoutingError('file-corrupt', `${url} is not the file its manifest names: ${problem}.${hint}`, {
    details: {
      url,
      expectedBytes: expected.bytes,
      bytes: bytes.byteLength,
      expectedSha256: expected.sha256,
      contentType,
    },
  })
}

async function compare(
  bytes: Uint8Array<ArrayBuffer>,
  expected: ManifestFile,
): Promise<{ readonly problem?: string; readonly checked: boolean }> {
  if (bytes.byteLength !== expected.bytes) {
    return { problem: `${bytes.byteLength} bytes instead of ${expected.bytes}`, checked: true }
  }
  const digest = await sha256(bytes)
  if (digest === null) return { checked: false }
  return digest === expected.sha256
    ? { checked: true }
    : { problem: `digest ${digest} instead of ${expected.sha256}`, checked: true }
}
