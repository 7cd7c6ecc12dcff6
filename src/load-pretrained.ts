/** From nothing to a router that answers: one call. */
import { ClassifierRouter, type WhenUncertain } from './classifier-router.ts'
import {
  type AbortSignalLike,
  type EnergyModelOption,
  GreenRoutingError,
  GreenScorer,
  type ModelProfileInput,
  ModelRegistry,
  type RegistryConfig,
  type ScoringConfig,
} from './core/index.ts'
import {
  aBoolean,
  aFunction,
  anything,
  aSignal,
  aText,
  type Check,
  checkOptions,
  defaultRegistry,
  oneOf,
  readEnergyModel,
  refuse,
} from './core/internal.ts'
import { defaultManifest } from './default-model.ts'
import { EngineClient } from './engine/engine-client.ts'
import { folderAssets, packageAssets } from './engine/package-assets.ts'
import type { DeviceRequest } from './engine/probe.ts'
import type { LoadProgress } from './engine/protocol.ts'
import { anEncoder, type EncoderOptions, folderUrl, sourceOf } from './model-source.ts'

export type Pool = 'seed' | 'catalog' | readonly ModelProfileInput[]

export interface LoadOptions {
  /** Address of a model folder (the one that holds manifest.json), relative to the page; default the model shipped in the package. */
  readonly model?: string | undefined
  /**
   * An encoder in the layout of the Hugging Face hub instead of `model`: the address of its folder on a server of yours, or
   * that and more. Needs `head`, and the package @huggingface/transformers beside this one.
   */
  readonly encoder?: string | EncoderOptions | undefined
  /** Address of the head that was trained on `encoder`: its folder (the one that holds manifest.json), or head.onnx in it. */
  readonly head?: string | undefined
  /** How quality, energy and cost are weighed; default `{ preset: 'balanced' }`. */
  readonly scoring?: ScoringConfig | undefined
  /** What to do with a query of which the classifier is not sure; default `'as-usual'`. */
  readonly whenUncertain?: WhenUncertain | undefined
  /**
   * Which energy figures decisions rest on: `seed`, one constant a model as GreenRouting (Python) has it; `2026-11`, by the
   * query's tokens and what is known of the model; or an object of coefficients of your own. Default `seed`.
   */
  readonly energyModel?: EnergyModelOption | undefined
  /**
   * The models to choose from: `seed`, the eleven of `getKnownProfiles()`; `catalog`, those of `greenrouting/catalog`, fetched
   * when asked for; or your own. Default `seed`.
   */
  readonly pool?: Pool | undefined
  /** The models to choose from, as a registry that you keep or as its JSON; instead of `pool`. */
  readonly registry?: ModelRegistry | RegistryConfig | undefined
  /** `auto` takes WebGPU where there is graphics hardware, else WASM; a named device is the only one tried. Default `auto`. */
  readonly device?: DeviceRequest | undefined
  /** Address of the folder that `greenrouting assets` filled; default the files beside the package's code. */
  readonly assets?: string | undefined
  /** Keep the model in IndexedDB for the next visit; default true. */
  readonly cache?: boolean | undefined
  /** Called as the model loads, now and after a crash; bytes never fall. */
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined
  /** Gives up the load, which then rejects with `aborted`. Later calls have their own. */
  readonly signal?: AbortSignalLike | undefined
}

const aPoolName = oneOf(['seed', 'catalog'])
const aPool: Check<Pool> = (value, path, code) =>
  Array.isArray(value) ? (value as readonly ModelProfileInput[]) : aPoolName(value, path, code)

const SPEC = {
  model: aText,
  encoder: anEncoder,
  head: aText,
  scoring: anything,
  whenUncertain: oneOf<WhenUncertain>(['as-usual', 'best-quality']),
  energyModel: anything,
  pool: aPool,
  registry: anything,
  device: oneOf<DeviceRequest>(['auto', 'webgpu', 'wasm']),
  assets: aText,
  cache: aBoolean,
  onProgress: aFunction as Check<(progress: LoadProgress) => void>,
  signal: aSignal,
}

/**
 * Loads the classifier into a worker and returns its router, warm. Rejects with a `GreenRoutingError` and leaves nothing
 * running; call again to retry.
 */
export async function loadPretrained(source?: string | LoadOptions): Promise<ClassifierRouter>
export async function loadPretrained(folder: string, options?: Omit<LoadOptions, 'model'>): Promise<ClassifierRouter>
export async function loadPretrained(
  source: string | LoadOptions = {},
  rest?: Omit<LoadOptions, 'model'>,
): Promise<ClassifierRouter> {
  if (typeof source !== 'string' && rest !== undefined)
    refuse('invalid-option', 'loadPretrained', 'given one object of options', rest)
  const options = checkOptions('loadPretrained', typeof source === 'string' ? { ...rest, model: source } : source, SPEC)
  const { device = 'auto', whenUncertain, cache: persist = true, onProgress, signal } = options
  if (typeof Worker === 'undefined') throw noWorker()
  // Read before any download, so that a typo costs nothing.
  const scoring = GreenScorer.from(options.scoring as LoadOptions['scoring']).config
  const chosen = sourceOf(options)
  const energyModel = (options.energyModel as LoadOptions['energyModel']) ?? 'seed'
  readEnergyModel(energyModel, 'loadPretrained.energyModel')
  const registry = await readRegistry(options.pool, options.registry as LoadOptions['registry'])
  const assets = options.assets === undefined ? packageAssets : folderAssets(folderUrl(options.assets, 'assets'))
  const client = new EngineClient({
    device,
    assets,
    source: chosen ?? assets.model(defaultManifest),
    persist,
    ...(onProgress && { onProgress }),
  })
  const abort = (): void =>
    client.dispose(new GreenRoutingError('aborted', 'The load was aborted.', { cause: signal?.reason }))
  signal?.addEventListener('abort', abort)
  try {
    if (signal?.aborted) abort()
    await client.connect()
    // Also when it came a moment after the end: a caller that gave up must not be handed a router.
    if (signal?.aborted) await client.connect()
  } catch (error) {
    client.dispose()
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
  return new ClassifierRouter(client, { registry, scoring, whenUncertain, energyModel })
}

function noWorker(): GreenRoutingError {
  return new GreenRoutingError(
    'worker-failed',
    'loadPretrained needs Web Workers. In Node use the greenrouting command or greenrouting/core; in the service worker of an extension, an offscreen document.',
  )
}

async function readRegistry(pool: LoadOptions['pool'], given: LoadOptions['registry']): Promise<ModelRegistry> {
  if (given !== undefined) {
    if (pool !== undefined) {
      throw new GreenRoutingError(
        'invalid-option',
        'loadPretrained takes pool or registry, not both: each is the models to choose from.',
        { details: { path: 'pool', given: ['pool', 'registry'] } },
      )
    }
    return given instanceof ModelRegistry ? given : ModelRegistry.fromConfig(given)
  }
  if (pool === undefined || pool === 'seed') return defaultRegistry()
  if (pool !== 'catalog') return new ModelRegistry(pool)
  const { getCatalog } = await fetchCatalog()
  return new ModelRegistry(getCatalog().models)
}

/** Its data stay out of the way of those who do not ask for them. */
async function fetchCatalog(): Promise<typeof import('./catalog/index.ts')> {
  try {
    return await import('./catalog/index.ts')
  } catch (cause) {
    throw new GreenRoutingError(
      'fetch-failed',
      "The catalogue could not be fetched; serve all files of the package (catalog.js lies beside index.js) and load the page again, or leave pool out for the seed's models.",
      { cause, details: { path: 'pool' } },
    )
  }
}
