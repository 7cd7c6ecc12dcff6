/** A classifier that lives in a worker: chooses the device, starts the worker, and starts another when one is lost. */
import type { Remote } from 'comlink'
import type { AbortSignalLike, Classifier, QueryProfile, RouteOptions } from '../core/contracts.ts'
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { checkQueries, checkQuery } from '../core/query.ts'
import { EngineHost } from './host.ts'
import type { Device } from './manifest.ts'
import { memoryShelf } from './model-cache.ts'
import type { EngineAssets } from './package-assets.ts'
import { abortError } from './pending-calls.ts'
import { type DeviceAttempt, type DevicePlan, type DeviceRequest, planDevices } from './probe.ts'
import { clampProgress } from './progress.ts'
import type { EngineInfo, LoadProgress, ModelSource, Reply } from './protocol.ts'
import { clampText } from './text.ts'
import type { WorkerEngine } from './worker-engine.ts'

export interface EngineClientOptions {
  readonly device: DeviceRequest
  readonly assets: EngineAssets
  readonly source: ModelSource
  readonly persist: boolean
  readonly onProgress?: (progress: LoadProgress) => void
}

/** Texts in one message: few enough that an abort or a crash is noticed between two. */
const CHUNK = 16

type JobVerb<T> = (engine: Remote<WorkerEngine>, job: number, texts: string[]) => Promise<Reply<T[]>>

export class EngineClient implements Classifier {
  readonly #options: EngineClientOptions
  readonly #onProgress: (progress: LoadProgress) => void
  readonly #abandon = new AbortController()
  readonly #memory = memoryShelf()
  #host: EngineHost | undefined
  #connecting: Promise<EngineHost> | undefined
  #attempts: readonly DeviceAttempt[] = []
  #info: EngineInfo | undefined
  /** Why WebGPU failed; from then on `auto` means WASM. */
  #webGpuFailure: string | undefined

  constructor(options: EngineClientOptions) {
    this.#options = options
    this.#onProgress = clampProgress(options.onProgress)
  }

  /** What the last successful load brought; undefined before the first. */
  get info(): EngineInfo | undefined {
    return this.#info
  }

  /** Every device considered in the last start, in order. */
  get attempts(): readonly DeviceAttempt[] {
    return this.#attempts
  }

  async classify(query: string, options: RouteOptions = {}): Promise<QueryProfile> {
    checkQuery(query)
    return (await this.classifyMany([query], options))[0]!
  }

  classifyMany(queries: readonly string[], { signal }: RouteOptions = {}): Promise<QueryProfile[]> {
    return this.#inChunks(queries, signal, (engine, job, texts) => engine.classify(job, texts))
  }

  embedMany(queries: readonly string[], { signal }: RouteOptions = {}): Promise<Float32Array[]> {
    return this.#inChunks(queries, signal, (engine, job, texts) => engine.embed(job, texts))
  }

  /** Starts the worker unless it runs. A failed start is forgotten, so that the next call tries again. */
  connect(): Promise<EngineHost> {
    if (this.#abandon.signal.aborted) return Promise.reject(this.#abandon.signal.reason)
    if (this.#host) return Promise.resolve(this.#host)
    // Raced, so that a driver that takes its time does not hold up a dispose.
    this.#connecting ??= unlessAborted(this.#start(), this.#abandon.signal, () => this.#abandon.signal.reason).finally(
      () => {
        this.#connecting = undefined
      },
    )
    return this.#connecting
  }

  /** Ends the worker for good; open calls and a start under way reject with `reason`. Safe to call again. */
  dispose(reason = new GreenRoutingError('disposed', 'The router was disposed of: load another one.')): void {
    this.#abandon.abort(reason)
    this.#host?.kill(reason)
  }

  async #start(): Promise<EngineHost> {
    const { candidates, refused } = await this.#plan()
    const attempts: DeviceAttempt[] = [...refused]
    let failure: GreenRoutingError | undefined
    for (const { device, reason } of candidates) {
      this.#abandon.signal.throwIfAborted()
      try {
        const host = await this.#startOn(device)
        if (this.#abandon.signal.aborted) host.kill(this.#abandon.signal.reason)
        this.#abandon.signal.throwIfAborted()
        this.#attempts = [...attempts, { device, ok: true, reason }]
        this.#info = host.info
        this.#host = host
        return host
      } catch (error) {
        failure = error as GreenRoutingError
        attempts.push({ device, ok: false, reason: failure.message })
        this.#attempts = attempts
        if (isAboutSharedFiles(failure) || this.#abandon.signal.aborted) throw failure
        if (device === 'webgpu') this.#webGpuFailure = failure.message
      }
    }
    this.#attempts = attempts
    throw failure ?? unavailable(attempts)
  }

  async #plan(): Promise<DevicePlan> {
    if (this.#options.device !== 'auto' || this.#webGpuFailure === undefined) return planDevices(this.#options.device)
    const { candidates } = await planDevices('wasm')
    return { candidates, refused: [{ device: 'webgpu', ok: false, reason: this.#webGpuFailure }] }
  }

  #startOn(device: Device): Promise<EngineHost> {
    const { assets, source, persist } = this.#options
    return EngineHost.start({
      device,
      spawnWorker: () => assets.spawnWorker(device),
      workerUrl: assets.workerUrl(device),
      request: { source, runtimeUrl: assets.runtimeUrl(device), persist },
      memory: this.#memory,
      onProgress: this.#onProgress,
      onDeath: reason => {
        this.#host = undefined
        if (device === 'webgpu' && reason.code === 'worker-crashed') this.#webGpuFailure = reason.message
      },
      abandon: this.#abandon.signal,
    })
  }

  async #inChunks<T>(queries: readonly string[], signal: AbortSignalLike | undefined, verb: JobVerb<T>): Promise<T[]> {
    checkQueries(queries)
    this.#abandon.signal.throwIfAborted()
    if (signal?.aborted) throw abortError(signal)
    const results: T[] = []
    for (let first = 0; first < queries.length; first += CHUNK) {
      const host = await unlessAborted(this.connect(), signal, () => abortError(signal))
      if (signal?.aborted) throw abortError(signal)
      const texts = queries.slice(first, first + CHUNK).map(clampText)
      try {
        results.push(...(await host.job((engine, job) => verb(engine, job, texts), signal)))
      } catch (error) {
        this.#retire(host, error)
        throw error
      }
    }
    return results
  }

  /** A WebGPU session that failed once keeps failing in its worker, whatever it says: the next call gets a new one. */
  #retire(host: EngineHost, error: unknown): void {
    if (host.info.device !== 'webgpu' || !isGreenRoutingError(error) || error.code === 'aborted') return
    host.kill(new GreenRoutingError('worker-crashed', error.message, { details: error.details, cause: error }))
  }
}

function unavailable(attempts: readonly DeviceAttempt[]): GreenRoutingError {
  return new GreenRoutingError(
    'device-unavailable',
    `WebGPU is not available: ${attempts[0]?.reason}. Use device 'auto' or 'wasm'.`,
    { details: { device: 'webgpu' } },
  )
}

/** A file that every device needs: trying the next device would only download more. */
function isAboutSharedFiles({ code, details }: GreenRoutingError): boolean {
  const aboutFiles = ['manifest-invalid', 'file-not-found', 'fetch-failed', 'file-corrupt'].includes(code)
  return aboutFiles && details.device === undefined
}

/** Leaves what is waited for alone and stops waiting. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignalLike | undefined, reason: () => unknown): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(reason())
    signal.addEventListener('abort', abort)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
