/** The manifest of the model last loaded from a place: what to fall back on offline, and what to clear away after an update. */
import type { HeadManifest } from './manifest.ts'
import type { FileShelf } from './model-cache.ts'
import type { ModelSource } from './protocol.ts'

/** Files are kept by digest, so that versions never mix. */
export const fileKey = (sha256: string): string => `sha256-${sha256}`

export function readKeptManifest(cache: FileShelf, folderUrl: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return cache.get(manifestKey(folderUrl))
}

/**
 * Called once all files are at hand, because a new manifest must not replace one that works before it does itself. The
 * files of the version before go: another page that still uses them fetches them again.
 */
export async function keepManifest(cache: FileShelf, source: ModelSource, manifest: HeadManifest): Promise<void> {
  const key = manifestKey(placeOf(source, manifest))
  const former = digestsOf(await cache.get(key))
  const current = new Set(Object.values(manifest.files).map(file => file.sha256))
  await Promise.all(former.filter(digest => !current.has(digest)).map(digest => cache.delete(fileKey(digest))))
  await cache.put(key, new TextEncoder().encode(JSON.stringify(manifest)))
}

const manifestKey = (place: string): string => `manifest-${place}`

function placeOf(source: ModelSource, manifest: HeadManifest): string {
  if (source.kind === 'hub') return source.head
  return source.kind === 'folder' ? source.url : `bundled-${manifest.name}`
}

function digestsOf(kept: Uint8Array | undefined): string[] {
  if (!kept) return []
  try {
    const { files } = JSON.parse(new TextDecoder().decode(kept)) as HeadManifest
    return Object.values(files).map(file => String(file.sha256))
  } catch {
    return []
  }
}
