/** Brings together all the files that a model needs on one device. */
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { keepManifest } from './kept-manifest.ts'
import { type Device, type ManifestFile, type ModelManifest, requiredFiles } from './manifest.ts'
import { type FileAccess, type ModelFile, obtainFile } from './model-file.ts'
import { locateModel } from './model-folder.ts'
import type { HubSource, ModelSource } from './protocol.ts'

export interface ModelFiles extends FetchedFiles {
  readonly manifest: ModelManifest
}

export interface FetchedFiles {
  /** Contents by path. */
  readonly contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
  readonly downloadedBytes: number
  readonly cachedBytes: number
  readonly integrity: 'verified' | 'unchecked'
}

/** A file to bring. */
export interface WantedFile {
  readonly path: string
  readonly url: string
  /** What it must be; undefined where nobody said. */
  readonly expected: ManifestFile | undefined
  /** The device that alone needs it: another one may work without. */
  readonly onlyOn?: Device
}

type OnBytes = (loaded: number, total: number) => void

/** Throws the typed error of the first file that cannot be had, and stops the others' downloads. */
export async function loadModelFiles(
  source: Exclude<ModelSource, HubSource>,
  device: Device,
  access: FileAccess,
  onBytes: OnBytes,
): Promise<ModelFiles> {
  const { manifest, urls } = source.kind === 'bundled' ? source : await locateModel(source.url, access)
  const wanted = requiredFiles(manifest, device).map((path): WantedFile => {
    const url = urls[path]
    if (url === undefined) throw new GreenRoutingError('internal', `No address is known for ${path}.`)
    const expected = manifest.files[path]
    return { path, url, expected, ...(path === manifest.encoders[device] && { onlyOn: device }) }
  })
  const files = await fetchFiles(wanted, access, onBytes)
  await keepManifest(access.cache, source, manifest)
  return { manifest, ...files }
}

/** All at once; see `loadModelFiles` for what it throws. */
export async function fetchFiles(
  wanted: readonly WantedFile[],
  access: FileAccess,
  onBytes: OnBytes,
): Promise<FetchedFiles> {
  const report = sumOf(wanted, onBytes)
  const others = new AbortController()
  const files = await Promise.all(
    wanted.map(async ({ path, url, expected, onlyOn: device }) => {
      const options = {
        signal: others.signal,
        onBytes: (bytes: number, announced: number | undefined) => report(path, bytes, announced),
      }
      const file = await obtainFile(url, expected, access, options).catch(error => {
        throw device ? onlyOn(device, error) : error
      })
      report(path, file.bytes.byteLength, file.bytes.byteLength)
      return { path, file }
    }),
  ).catch(error => {
    others.abort(error)
    throw error
  })
  const bytesFrom = (origin: ModelFile['origin']): number =>
    files.reduce((sum, { file }) => sum + (file.origin === origin ? file.bytes.byteLength : 0), 0)
  return {
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
  wanted: readonly WantedFile[],
  onBytes: OnBytes,
): (path: string, bytes: number, announced: number | undefined) => void {
  const files = new Map(
    wanted.map(({ path, expected }) => [path, { loaded: 0, size: expected?.bytes ?? 0, known: !!expected }]),
  )
  return (path, bytes, announced) => {
    const file = files.get(path)!
    if (!file.known) file.size = Math.max(file.size, announced ?? 0, bytes)
    file.loaded = Math.max(file.loaded, Math.min(bytes, file.size))
    let [loaded, total] = [0, 0]
    for (const each of files.values()) [loaded, total] = [loaded + each.loaded, total + each.size]
    onBytes(loaded, total)
  }
}
