/** A classifier that lives in a worker: chooses the device, starts the worker, and starts another when one is lost. */
import type { AbortSignalLike, Classifier, QueryProfile, RouteOptions } from '../core/contracts.ts'
import { GreenRoutingError, type GreenRoutingErrorCode, isGreenRoutingError } from '../core/errors.ts'
import { checkQueries, checkQuery } from '../core/query.ts'
import type { EngineHost } from './host.ts'
import type { Device } from './manifest.ts'
import { memoryShelf } from './model-cache.ts'
import type { EngineAssets } from './package-assets.ts'
import { abortError } from './pending-calls.ts'
import { type DeviceAttempt, type DevicePlan, type DeviceRequest, planDevices } from './probe.ts'
import { clampProgress } from './progress.ts'
import type { EngineInfo, LoadProgress, ModelSource } from './protocol.ts'
import { startEngine } from './start-engine.ts'
import { clampText, countWhole } from './text.ts'

export interface EngineClientOptions {
  readonly device: DeviceRequest
  readonly assets: EngineAssets
  readonly source: ModelSource
  readonly persist: boolean
  readonly onProgress?: (progress: LoadProgress) => void
}

/** Texts in one message: few enough that an abort or a crash is noticed between two. */
const CHUNK = 16

/** What a worker dies of that is the device's fault, not the network's or the caller's. */
const DEVICE_TROUBLE: readonly GreenRoutingErrorCode[] = [
  'worker-crashed',
  'worker-failed',
  'device-unavailable',
  'inference-failed',
  'model-invalid',
  'internal',
]

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

  get device(): Device | undefined {
    return this.#info?.device
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

  async classifyMany(queries: readonly string[], { signal }: RouteOptions = {}): Promise<QueryProfile[]> {
    checkQueries(queries)
    this.#abandon.signal.throwIfAborted()
    if (signal?.aborted) throw abortError(signal)
    const profiles: QueryProfile[] = []
    for (let first = 0; first < queries.length; first += CHUNK) {
      const host = await unlessAborted(this.connect(), signal, () => abortError(signal))
      if (signal?.aborted) throw abortError(signal)
      const whole = queries.slice(first, first + CHUNK)
      const texts = whole.map(clampText)
      try {
        const found = await host.job((engine, job) => engine.classify(job, texts), signal)
        profiles.push(...found.map((profile, index) => countWhole(profile, texts[index]!, whole[index]!)))
      } catch (error) {
        this.#retire(host, error)
        throw error
      }
    }
    return profiles
  }

  /** Starts the worker unless it runs. A failed start is forgotten, so that the next call tries again. */
  connect(): Promise<EngineHost> {
    if (this.#abandon.signal.aborted) return Promise.reject(this.#abandon.signal.reason)
    if (this.#host?.alive) return Promise.resolve(this.#host)
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
    const { device, assets, source, persist } = this.#options
    const plan = await planDevices(device)
    const host = await startEngine(
      this.#webGpuFailure === undefined ? plan : withoutWebGpu(plan, this.#webGpuFailure),
      {
        assets,
        source,
        persist,
        memory: this.#memory,
        onProgress: this.#onProgress,
        onAttempts: attempts => {
          this.#attempts = attempts
        },
        onDeath: (device, { code, message }) => {
          if (device === 'webgpu' && DEVICE_TROUBLE.includes(code)) this.#webGpuFailure = message
        },
        abandon: this.#abandon.signal,
      },
    )
    this.#info = host.info
    this.#host = host
    return host
  }

  /** A WebGPU session that failed once keeps failing in its worker, whatever it says: the next call gets a new one. */
  #retire(host: EngineHost, error: unknown): void {
    if (host.info.device !== 'webgpu' || !isGreenRoutingError(error) || error.code === 'aborted') return
    host.kill(new GreenRoutingError('worker-crashed', error.message, { details: error.details, cause: error }))
  }
}

/** What failed once is not tried again while something else is left. */
function withoutWebGpu(plan: DevicePlan, reason: string): DevicePlan {
  const candidates = plan.candidates.filter(({ device }) => device !== 'webgpu')
  if (candidates.length === 0) return plan
  return { candidates, refused: [{ device: 'webgpu', ok: false, reason }] }
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
