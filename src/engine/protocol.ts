/**
 * How the page and its worker talk.
 *
 * Text goes in, profiles come out; the registry, the matcher and the scorer never cross. A job is one call of
 * `classify` or `embed`, named by the page so that it can be cancelled: a cancelled job that has not begun is skipped,
 * one that runs is finished and ignored. Nothing is thrown across: every reply is `{ok: true, value}` or
 * `{ok: false, error}`, and the page rebuilds the error with its class, code, details and cause. The same `Engine`
 * runs in a worker or in place.
 */
import type { QueryProfile } from '../core/contracts.ts'
import type { Device, ModelManifest } from './manifest.ts'
import type { FileShelf } from './model-cache.ts'
import type { WireError } from './wire-error.ts'

export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError }

/** Where the model's files are. URLs are absolute: a worker resolves against its own address, not the page's. */
export type ModelSource =
  /** A model whose manifest is known beforehand, each file behind its own URL. */
  | { readonly kind: 'bundled'; readonly manifest: ModelManifest; readonly urls: Readonly<Record<string, string>> }
  /** A folder with a manifest.json; the URL ends in a slash. */
  | { readonly kind: 'folder'; readonly url: string }
  /** Another library's encoder and a head of ours. */
  | HubSource

export interface HubSource {
  readonly kind: 'hub'
  readonly encoder: HubEncoder
  /** The folder with the head's manifest.json; the URL ends in a slash. */
  readonly head: string
}

/** An encoder in the layout of the Hugging Face hub. */
export interface HubEncoder {
  /** Its folder; the URL ends in a slash. */
  readonly url: string
  /** Which of its graphs; default `q8` on WASM and `fp32` on WebGPU, as transformers.js chooses. */
  readonly dtype?: HubDtype | undefined
  /** The library's own bundle, where no bundler resolves its name. */
  readonly library?: string | undefined
}

/** Numbers of a graph, as transformers.js names them. */
export const HUB_DTYPES = ['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4'] as const
export type HubDtype = (typeof HUB_DTYPES)[number]

export interface LoadRequest {
  readonly source: ModelSource
  /** The runtime's WebAssembly. */
  readonly runtimeUrl: string
  /** Keep the files for the next visit; false leaves no trace on the device. */
  readonly persist: boolean
}

export interface LoadProgress {
  /** `download` moves with the bytes, `compile` starts the runtime and runs one query, `ready` is the end. */
  readonly status: 'download' | 'compile' | 'ready'
  /** Bytes of the model's files at hand, from the network or the cache, and needed; the runtime's are not counted. Neither ever falls. */
  readonly loaded: number
  readonly total: number
}

export interface EngineInfo {
  readonly device: Device
  readonly model: { readonly name: string; readonly version: string; readonly rubric: string }
  /** Bytes of the model's files that came over the network; 0 when everything was cached. */
  readonly downloadedBytes: number
  readonly cachedBytes: number
  /** Where the files are kept: for the next visit, or in memory for as long as the page is open. */
  readonly storage: 'indexeddb' | 'memory'
  /**
   * `unchecked` where the page has no `crypto.subtle` (sizes were compared, digests were not), or where an encoder came
   * whose digests the head's manifest does not list.
   */
  readonly integrity: 'verified' | 'unchecked'
}

export interface Engine {
  /** `memory` keeps what IndexedDB cannot, and outlives the engine. */
  load(
    request: LoadRequest,
    onProgress: (progress: LoadProgress) => void,
    memory: FileShelf,
  ): Promise<Reply<EngineInfo>>
  /** One profile a text, in order. */
  classify(job: number, texts: readonly string[]): Promise<Reply<QueryProfile[]>>
  /** One mean-pooled sentence embedding of `manifest.hiddenSize` floats a text, in order. */
  embed(job: number, texts: readonly string[]): Promise<Reply<Float32Array[]>>
  cancel(job: number): void
}
