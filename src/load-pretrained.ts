/** From nothing to a router that answers: one call. */
import { ClassifierRouter } from './classifier-router.ts'
import {
  type AbortSignalLike,
  GreenRoutingError,
  GreenScorer,
  getKnownProfiles,
  ModelRegistry,
  type RegistryConfig,
  type ScoringConfig,
} from './core/index.ts'
import { aBoolean, anything, aText, type Check, checkOptions, oneOf } from './core/internal.ts'
import { defaultManifest } from './default-model.ts'
import { EngineClient } from './engine/engine-client.ts'
import { folderAssets, packageAssets } from './engine/package-assets.ts'
import type { DeviceRequest } from './engine/probe.ts'
import type { LoadProgress } from './engine/protocol.ts'

export interface LoadOptions {
  /** Address of a model folder (the one that holds manifest.json), relative to the page; default the model shipped in the package. */
  readonly model?: string
  /** How quality, energy and cost are weighed; default `{ preset: 'balanced' }`. */
  readonly scoring?: ScoringConfig
  /** The models to choose from; default the eleven of `getKnownProfiles()`. */
  readonly registry?: ModelRegistry | RegistryConfig
  /** `auto` takes WebGPU where there is graphics hardware, else WASM; a named device is the only one tried. Default `auto`. */
  readonly device?: DeviceRequest
  /** Address of the folder that `greenrouting assets` filled; default the files beside the package's code. */
  readonly assets?: string
  /** Keep the model in IndexedDB for the next visit; default true. */
  readonly cache?: boolean
  /** Called as the model loads, now and after a crash; bytes never fall. */
  readonly onProgress?: (progress: LoadProgress) => void
  /** Gives up the load, which then rejects with `aborted`. Later calls have their own. */
  readonly signal?: AbortSignalLike
}

const aFunction: Check<(progress: LoadProgress) => void> = (value, path, code) => {
  if (typeof value !== 'function')
    throw new GreenRoutingError(code, `${path} must be a function, not ${typeof value}.`, { details: { path } })
  return value as (progress: LoadProgress) => void
}

const SPEC = {
  model: aText,
  scoring: anything,
  registry: anything,
  device: oneOf<DeviceRequest>(['auto', 'webgpu', 'wasm']),
  assets: aText,
  cache: aBoolean,
  onProgress: aFunction,
  signal: anything,
}

/**
 * Loads the classifier into a worker and returns its router, warm. Rejects with a `GreenRoutingError` and leaves nothing
 * running; call again to retry.
 */
export async function loadPretrained(options?: LoadOptions): Promise<ClassifierRouter>
export async function loadPretrained(folder: string, options?: Omit<LoadOptions, 'model'>): Promise<ClassifierRouter>
export async function loadPretrained(
  first: LoadOptions | string = {},
  second: Omit<LoadOptions, 'model'> = {},
): Promise<ClassifierRouter> {
  const options: LoadOptions = typeof first === 'string' ? { ...second, model: first } : first
  const {
    model,
    device = 'auto',
    assets: assetsFolder,
    cache = true,
    onProgress,
  } = checkOptions('loadPretrained', options, SPEC)
  const { signal } = options
  // Read before any download, so that a typo costs nothing.
  const registry = readRegistry(options.registry)
  const scoring = GreenScorer.from(options.scoring).config

  const assets = assetsFolder === undefined ? packageAssets : folderAssets(folderUrl(assetsFolder, 'assets'))
  const client = new EngineClient({
    device,
    assets,
    source: model === undefined ? assets.model(defaultManifest) : { kind: 'folder', url: folderUrl(model, 'model') },
    persist: cache,
    ...(onProgress && { onProgress }),
  })
  const abort = (): void =>
    client.dispose(new GreenRoutingError('aborted', 'The load was aborted.', { cause: signal?.reason }))
  signal?.addEventListener('abort', abort)
  try {
    if (signal?.aborted) abort()
    await client.connect()
  } catch (error) {
    client.dispose()
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
  return new ClassifierRouter(client, { registry, scoring })
}

function readRegistry(given: LoadOptions['registry']): ModelRegistry {
  if (given === undefined) return new ModelRegistry(Object.values(getKnownProfiles()))
  return given instanceof ModelRegistry ? given : ModelRegistry.fromConfig(given)
}

function folderUrl(folder: string, option: string): string {
  try {
    const base = globalThis.document?.baseURI ?? globalThis.location?.href
    const url = new URL(folder, base)
    if (!url.pathname.endsWith('/')) url.pathname += '/'
    return url.href
  } catch (cause) {
    throw new GreenRoutingError('invalid-option', `loadPretrained.${option} is not an address: ${folder}.`, {
      details: { path: option },
      cause,
    })
  }
}
