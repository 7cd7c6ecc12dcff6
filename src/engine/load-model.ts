/** From a model's address to something that answers: its files, a runtime, and one run to warm up. */
import { GreenRoutingError } from '../core/errors.ts'
import { createEncoder } from './encoder.ts'
import type { FetchBytes } from './fetch-bytes.ts'
import { createHead, type Head } from './head.ts'
import type { Device, HeadManifest } from './manifest.ts'
import type { FileCache } from './model-cache.ts'
import { type FetchedFiles, loadModelFiles } from './model-files.ts'
import type { EngineInfo, HubSource, LoadProgress, ModelSource } from './protocol.ts'
import type { OnnxRuntime } from './runtime.ts'
import { createTokenizer, type QueryTokenizer } from './tokenizer.ts'

export interface Embedding {
  /** `hiddenSize` of them. */
  readonly floats: Float32Array
  /** Tokens of the whole text; undefined where another library does the tokenizing. */
  readonly inputTokens?: number
}

export interface LoadedModel {
  /** Not reentrant. */
  embed(text: string): Promise<Embedding>
  readonly head: Head
  readonly info: EngineInfo
}

export interface LoadContext {
  readonly device: Device
  readonly runtime: OnnxRuntime
  readonly cache: FileCache
  readonly fetchBytes: FetchBytes
  readonly onProgress: (progress: LoadProgress) => void
}

export type LoadHubModel = (source: HubSource, context: LoadContext) => Promise<LoadedModel>

/** Any sentence will do: it makes the runtime compile what it compiles on a first run. */
const WARM_UP = 'Which language model should answer this?'

/** Milliseconds between two signs of life. */
const TICK = 5_000

/** A model of ours. */
export async function loadModel(source: Exclude<ModelSource, HubSource>, context: LoadContext): Promise<LoadedModel> {
  const { device, runtime } = context
  const progress = new ModelProgress(context.onProgress)
  const files = await loadModelFiles(source, device, context, progress.download)
  const { manifest, contents } = files
  progress.compile()
  const tokenizer = parseTokenizer(contents.get(manifest.tokenizer)!, manifest.truncation)
  const head = await progress.whileAlive(openHead(runtime, contents.get(manifest.head)!, manifest))
  const session = await runtime.createSession(contents.get(manifest.encoders[device])!, 'device')
  const encoder = createEncoder(session, manifest.hiddenSize)
  const embed = async (text: string): Promise<Embedding> => {
    const { ids, count } = tokenizer.encode(text)
    return { floats: await encoder.encode(ids), inputTokens: count }
  }
  return finish({ embed, head, info: infoOf(context, manifest, files) }, progress)
}

/** The first session brings the runtime's own download: start with it. */
export async function openHead(runtime: OnnxRuntime, bytes: Uint8Array, manifest: HeadManifest): Promise<Head> {
  return createHead(await runtime.createSession(bytes, 'cpu'), manifest)
}

/** Runs one query, so that a model that cannot answer fails its load and not its first caller. */
export async function finish(model: LoadedModel, progress: ModelProgress): Promise<LoadedModel> {
  await model.head.predict((await model.embed(WARM_UP)).floats)
  progress.ready()
  return model
}

export function infoOf(
  { device, cache }: LoadContext,
  { name, version, rubric }: HeadManifest,
  { downloadedBytes, cachedBytes, integrity }: Omit<FetchedFiles, 'contents'>,
): EngineInfo {
  return {
    device,
    model: { name, version, rubric },
    downloadedBytes,
    cachedBytes,
    storage: cache.storage,
    integrity,
  }
}

/** One load's way through the three states. */
export class ModelProgress {
  readonly #tell: (progress: LoadProgress) => void
  #total = 0

  constructor(tell: (progress: LoadProgress) => void) {
    this.#tell = tell
  }

  readonly download = (loaded: number, total: number): void => {
    this.#total = total
    this.#tell({ status: 'download', loaded, total })
  }

  readonly compile = (): void => this.#tell({ status: 'compile', loaded: this.#total, total: this.#total })

  ready(): void {
    this.#tell({ status: 'ready', loaded: this.#total, total: this.#total })
  }

  /** Downloads that say nothing of themselves may take a while: an event loop that ticks is alive. */
  async whileAlive<T>(task: Promise<T>): Promise<T> {
    const ticking = setInterval(this.compile, TICK)
    return task.finally(() => clearInterval(ticking))
  }
}

function parseTokenizer(bytes: Uint8Array, truncation: { maxTokens: number; headTokens: number }): QueryTokenizer {
  try {
    return createTokenizer(bytes, truncation)
  } catch (cause) {
    throw new GreenRoutingError('model-invalid', `The tokenizer cannot be used: ${(cause as Error).message}.`, {
      cause,
    })
  }
}
