/** Brings together all the files that a model needs on one device. */
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { keepManifest } from './kept-manifest.ts'
import { type Device, type ModelManifest, requiredFiles } from './manifest.ts'
import { type FileAccess, type ModelFile, obtainFile } from './model-file.ts'
import { locateFolder } from './model-folder.ts'
import type { ModelSource } from './protocol.ts'

export interface ModelFiles {
  readonly manifest: ModelManifest
  /** Contents by path: what `requiredFiles` lists. */
  readonly contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
  readonly downloadedBytes: number
  readonly cachedBytes: number
  readonly integrity: 'verified' | 'unchecked'
}

/** Throws the typed error of the first file that cannot be had, and stops the others' downloads. */
export async function loadModelFiles(
  source: ModelSource,
  device: Device,
  access: FileAccess,
  onBytes: (loaded: number, total: number) => void,
): Promise<ModelFiles> {
  const { manifest, urls } = source.kind === 'bundled' ? source : await locateFolder(source.url, access)
  const paths = requiredFiles(manifest, device)
  const report = sumOf(manifest, paths, onBytes)
  const others = new AbortController()
  const files = await Promise.all(
    paths.map(async path => {
      const url = urls[path]
      if (url === undefined) throw new GreenRoutingError('internal', `No address is known for ${path}.`)
      const options = { signal: others.signal, onBytes: (bytes: number) => report(path, bytes) }
      const file = await obtainFile(url, manifest.files[path]!, access, options).catch(error => {
        throw path === manifest.encoders[device] ? onlyOn(device, error) : error
      })
      report(path, file.bytes.byteLength)
      return { path, file }
    }),
  ).catch(error => {
    others.abort(error)
    throw error
  })
  await keepManifest(access.cache, source, manifest)

  const bytesFrom = (origin: ModelFile['origin']): number =>
    files.reduce((sum, { file }) => sum + (file.origin === origin ? file.bytes.byteLength : 0), 0)
  return {
    manifest,
    contents: new Map(files.map(({ path, file }) => [path, file.bytes])),
    downloadedBytes: bytesFrom('network'),
    cachedBytes: bytesFrom('cache'),
    integrity: files.every(({ file }) => file.checked) ? 'verified' : 'unchecked',
  }
}

/** Another device has another encoder, so a caller may well try that one. */
function onlyOn(device: Device, error: unknown): unknown {
  if (!isGreenRoutingError(error)) return error
  return new GreenRoutingError(error.code, error.message, { details: { ...error.details, device }, cause: error.cause })
}

/** Adds the files' progress up; a second try of one never takes the sum back. */
function sumOf(
  manifest: ModelManifest,
  paths: readonly string[],
  onBytes: (loaded: number, total: number) => void,
): (path: string, bytes: number) => void {
  const total = paths.reduce((sum, path) => sum + manifest.files[path]!.bytes, 0)
  const loaded = new Map<string, number>()
  return (path, bytes) => {
    loaded.set(path, Math.max(loaded.get(path) ?? 0, Math.min(bytes, manifest.files[path]!.bytes)))
    let sum = 0
    for (const part of loaded.values()) sum += part
    onBytes(sum, total)
  }
}
