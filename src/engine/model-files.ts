/** Brings the files of a model together: from the cache or the network, each with the digest its manifest names. */
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { sha256 } from './digest.ts'
import type { FetchBytes } from './fetch-bytes.ts'
import { type Device, type ManifestFile, type ModelManifest, parseManifest, requiredFiles } from './manifest.ts'
import type { FileCache } from './model-cache.ts'
import type { ModelSource } from './protocol.ts'

export interface ModelFiles {
  readonly manifest: ModelManifest
  /** Contents by path: what `requiredFiles` lists. */
  readonly contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
  readonly downloadedBytes: number
  readonly cachedBytes: number
  readonly integrity: 'verified' | 'unchecked'
}

interface Access {
  readonly cache: FileCache
  readonly fetchBytes: FetchBytes
}

/**
 * Throws the typed error of the first file that cannot be had; the others' downloads are stopped. A file is written to
 * the cache only once its digest is right, so a bad server never replaces a good entry.
 */
export async function loadModelFiles(
  source: ModelSource,
  device: Device,
  access: Access,
  onBytes: (loaded: number, total: number) => void,
): Promise<ModelFiles> {
  const located = source.kind === 'bundled' ? source : await locateFolder(source.url, access)
  const { manifest } = located
  const paths = requiredFiles(manifest, device)
  const total = paths.reduce((sum, path) => sum + manifest.files[path]!.bytes, 0)
  const loaded = new Map<string, number>()
  const report = (path: string, bytes: number): void => {
    const entry = manifest.files[path]!
    loaded.set(path, Math.max(loaded.get(path) ?? 0, Math.min(bytes, entry.bytes)))
    onBytes(
      [...loaded.values()].reduce((sum, part) => sum + part, 0),
      total,
    )
  }

  const others = new AbortController()
  const files = await Promise.all(
    paths.map(async path => {
      const url = located.urls[path]
      if (url === undefined) throw new GreenRoutingError('internal', `No address is known for ${path}.`)
      const file = await obtain(url, manifest.files[path]!, access, others.signal, bytes => report(path, bytes))
      report(path, manifest.files[path]!.bytes)
      return { path, ...file }
    }),
  ).catch(error => {
    others.abort(error)
    throw error
  })

  if (source.kind === 'folder') {
    // Only now: a new manifest must not replace one whose files are all at hand before its own are.
    await access.cache.put(manifestKey(source.url), new TextEncoder().encode(JSON.stringify(manifest)))
  }
  const bytesFrom = (origin: 'cache' | 'network'): number =>
    files.reduce((sum, file) => sum + (file.origin === origin ? file.bytes.byteLength : 0), 0)
  return {
    manifest,
    contents: new Map(files.map(file => [file.path, file.bytes])),
    downloadedBytes: bytesFrom('network'),
    cachedBytes: bytesFrom('cache'),
    integrity: files.every(file => file.checked) ? 'verified' : 'unchecked',
  }
}

interface ObtainedFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly origin: 'cache' | 'network'
  /** False where the page cannot compute digests. */
  readonly checked: boolean
}

async function obtain(
  url: string,
  expected: ManifestFile,
  { cache, fetchBytes }: Access,
  signal: AbortSignal,
  onBytes: (loaded: number) => void,
): Promise<ObtainedFile> {
  const key = `sha256-${expected.sha256}`
  const cached = await cache.get(key)
  if (cached) {
    const found = await compare(cached, expected)
    if (found.matches) return { bytes: cached, origin: 'cache', checked: found.checked }
    await cache.delete(key)
  }
  // A second try past the HTTP cache: a stale or damaged copy there must not fail every visit until it expires.
  for (const reload of [false, true]) {
    const { bytes, contentType } = await fetchBytes(url, { reload, signal, onBytes, maxBytes: expected.bytes }).catch(
      error => {
        if (isGreenRoutingError(error) && error.code === 'file-corrupt' && !reload)
          return { bytes: new Uint8Array(0), contentType: '' }
        throw error
      },
    )
    const found = await compare(bytes, expected)
    if (found.matches) {
      await cache.put(key, bytes)
      return { bytes, origin: 'network', checked: found.checked }
    }
    if (reload) throw corrupt(url, expected, bytes.byteLength, found.digest, contentType)
  }
  throw new GreenRoutingError('internal', 'Unreachable.')
}

async function compare(
  bytes: Uint8Array<ArrayBuffer>,
  expected: ManifestFile,
): Promise<{ readonly matches: boolean; readonly checked: boolean; readonly digest: string | null }> {
  if (bytes.byteLength !== expected.bytes) return { matches: false, checked: true, digest: null }
  const digest = await sha256(bytes)
  return { matches: digest === null || digest === expected.sha256, checked: digest !== null, digest }
}

function corrupt(
  url: string,
  expected: ManifestFile,
  bytes: number,
  digest: string | null,
  contentType: string,
): GreenRoutingError {
  const got = bytes === expected.bytes ? `digest ${digest}` : `${bytes} bytes`
  const wanted = bytes === expected.bytes ? expected.sha256 : `${expected.bytes}`
  const hint = contentType.includes('html') ? ' The server sent an HTML page: is the path right?' : ''
  return new GreenRoutingError(
    'file-corrupt',
    `${url} is not the file its manifest names: ${got} instead of ${wanted}.${hint}`,
    {
      details: {
        url,
        expectedBytes: expected.bytes,
        actualBytes: bytes,
        expectedSha256: expected.sha256,
        actualSha256: digest,
        contentType,
      },
    },
  )
}

const manifestKey = (folderUrl: string): string => `manifest-${folderUrl}`

/** The manifest of a folder; offline, the one that worked last time. */
async function locateFolder(
  folderUrl: string,
  { cache, fetchBytes }: Access,
): Promise<{ manifest: ModelManifest; urls: Record<string, string> }> {
  const url = new URL('manifest.json', folderUrl).href
  const bytes = await fetchBytes(url, { maxBytes: 1_000_000, reload: true }).then(
    fetched => fetched.bytes,
    async error => {
      const kept =
        isGreenRoutingError(error) && error.code === 'fetch-failed'
          ? await cache.get(manifestKey(folderUrl))
          : undefined
      if (!kept) throw error
      return kept
    },
  )
  const manifest = parseManifest(parseJson(new TextDecoder().decode(bytes), url), url)
  const urls = Object.fromEntries(Object.keys(manifest.files).map(path => [path, new URL(path, folderUrl).href]))
  return { manifest, urls }
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const hint = text.trimStart().startsWith('<')
      ? 'it is an HTML page: is the folder served at that address?'
      : 'it is not JSON.'
    throw new GreenRoutingError('manifest-invalid', `${url} is not a model manifest: ${hint}`, {
      details: { url },
      cause,
    })
  }
}
