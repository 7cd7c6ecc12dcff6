/** The classifier in this very process: the browser's engine, its WebAssembly runtime and no worker. */
import { Blob } from 'node:buffer'
import type { ClassifierEngine } from '../classifier-router.ts'
import { GreenRoutingError, type QueryProfile, type RouteOptions } from '../core/index.ts'
import { checkQueries, checkQuery } from '../core/internal.ts'
import { createEngine } from '../engine/create-engine.ts'
import { loadHubModel } from '../engine/load-hub-model.ts'
import { memoryCache, memoryShelf } from '../engine/model-cache.ts'
import { createWasmRuntime } from '../engine/ort-wasm.ts'
import { abortError } from '../engine/pending-calls.ts'
import type { Engine, EngineInfo, ModelSource, Reply } from '../engine/protocol.ts'
import { clampText, countWhole } from '../engine/text.ts'
import { fromWire } from '../engine/wire-error.ts'
import { readFileBytes } from './read-file.ts'
import type { ModelFolders } from './surroundings.ts'

const RUNTIME = 'ort-wasm-simd-threaded.wasm'

/** Loads a model, warm. All addresses are of folders on this machine and end in a slash. */
export async function fileClassifier(model: ModelFolders, runtimeFolder: URL): Promise<ClassifierEngine> {
  const engine = createEngine({
    device: 'wasm',
    createRuntime: createWasmRuntime,
    fetchBytes: readFileBytes,
    openCache: (_, memory) => memoryCache(memory),
    loadHubModel,
  })
  const runtimeUrl = await fetchable(new URL(RUNTIME, runtimeFolder))
  try {
    const request = { source: sourceOf(model), runtimeUrl, persist: false }
    return new InlineClassifier(engine, unwrap(await engine.load(request, () => undefined, memoryShelf())))
  } finally {
    URL.revokeObjectURL(runtimeUrl)
  }
}

function sourceOf(model: ModelFolders): ModelSource {
  if (model instanceof URL) return { kind: 'folder', url: model.href }
  return { kind: 'hub', encoder: { url: model.encoder.href }, head: model.head.href }
}

/** The runtime fetches its WebAssembly, and Node fetches no `file:` address: the same bytes under a `blob:` one. */
async function fetchable(file: URL): Promise<string> {
  const { bytes } = await readFileBytes(file.href)
  return URL.createObjectURL(new Blob([bytes], { type: 'application/wasm' }))
}

class InlineClassifier implements ClassifierEngine {
  readonly device = 'wasm'
  readonly info: EngineInfo
  readonly attempts = [{ device: 'wasm', ok: true, reason: 'it is the only one outside a browser' }] as const
  readonly #engine: Engine
  #jobs = 0
  #disposed = false

  constructor(engine: Engine, info: EngineInfo) {
    this.#engine = engine
    this.info = info
  }

  async classify(query: string, options?: RouteOptions): Promise<QueryProfile> {
    checkQuery(query)
    return (await this.classifyMany([query], options))[0]!
  }

  async classifyMany(queries: readonly string[], { signal }: RouteOptions = {}): Promise<QueryProfile[]> {
    checkQueries(queries)
    if (this.#disposed) throw new GreenRoutingError('disposed', 'the classifier was disposed of; load another one')
    if (signal?.aborted) throw abortError(signal)
    const job = ++this.#jobs
    const cancel = (): void => this.#engine.cancel(job)
    signal?.addEventListener('abort', cancel)
    try {
      const texts = queries.map(clampText)
      const profiles = unwrap(await this.#engine.classify(job, texts))
      return profiles.map((profile, index) => countWhole(profile, texts[index]!, queries[index]!))
    } finally {
      signal?.removeEventListener('abort', cancel)
    }
  }

  dispose(): void {
    this.#disposed = true
  }
}

function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  throw fromWire(reply.error)
}
