/** The page's end of one worker's life: starts it, calls it, and notices when it is gone. */
import { proxy, type Remote, wrap } from 'comlink'
import type { AbortSignalLike } from '../core/contracts.ts'
import { GreenRoutingError } from '../core/errors.ts'
import type { Device } from './manifest.ts'
import type { FileShelf } from './model-cache.ts'
import { PendingCalls } from './pending-calls.ts'
import type { EngineInfo, LoadProgress, LoadRequest, Reply } from './protocol.ts'
import type { WorkerEngine } from './worker-engine.ts'
import { watchLifeLock } from './worker-life.ts'

export interface HostOptions {
  readonly device: Device
  readonly spawnWorker: () => Worker
  /** Where its script lies, for messages. */
  readonly workerUrl: string | undefined
  readonly request: LoadRequest
  /** Keeps files that IndexedDB cannot, for the next worker. */
  readonly memory: FileShelf
  readonly onProgress: (progress: LoadProgress) => void
  /** Told once, when the worker is gone for whatever reason. */
  readonly onDeath: (reason: GreenRoutingError) => void
  /** Aborting it gives up the start; its reason is what the start rejects with. */
  readonly abandon: AbortSignal
}

/** Silence after which a worker that owes an answer is given up. Seconds; compiling shaders in software takes five. */
const SILENCE_LIMIT = 60

export class EngineHost {
  readonly #options: HostOptions
  readonly #worker: Worker
  readonly #engine: Remote<WorkerEngine>
  readonly #calls = new PendingCalls(SILENCE_LIMIT, () => this.#fail(`did not answer for ${SILENCE_LIMIT} s`))
  #stopWatchingLock: (() => void) | undefined
  #death: GreenRoutingError | undefined
  #info: EngineInfo | undefined
  #nextJob = 1

  private constructor(worker: Worker, options: HostOptions) {
    this.#options = options
    this.#worker = worker
    this.#engine = wrap<WorkerEngine>(worker)
    worker.addEventListener('error', event => {
      event.preventDefault()
      this.#fail(event.message)
    })
    worker.addEventListener('messageerror', () => this.#fail('sent a message that could not be read'))
  }

  /** Resolves when the model is loaded and warm; rejects, with the worker gone, when it cannot be. */
  static async start(options: HostOptions): Promise<EngineHost> {
    let worker: Worker
    try {
      worker = options.spawnWorker()
    } catch (cause) {
      throw neverStarted(options, (cause as Error).message, cause)
    }
    const host = new EngineHost(worker, options)
    const abandon = (): void => host.kill(options.abandon.reason as GreenRoutingError)
    options.abandon.addEventListener('abort', abandon)
    try {
      await host.#watchLife()
      host.#info = await host.#load()
      return host
    } catch (error) {
      host.kill(error as GreenRoutingError)
      throw error
    } finally {
      options.abandon.removeEventListener('abort', abandon)
    }
  }

  get alive(): boolean {
    return this.#death === undefined
  }

  get info(): EngineInfo {
    return this.#info!
  }

  /** Calls one of the engine's job verbs; an abort settles the call at once and tells the worker not to begin. */
  job<T>(run: (engine: Remote<WorkerEngine>, job: number) => Promise<Reply<T>>, signal?: AbortSignalLike): Promise<T> {
    const job = this.#nextJob++
    return this.#calls.settle(run(this.#engine, job), signal, () => void this.#engine.cancel(job))
  }

  /** Ends the worker; every open call rejects with `reason`. Safe to call again. */
  kill(reason: GreenRoutingError): void {
    if (this.#death) return
    this.#death = reason
    this.#stopWatchingLock?.()
    this.#worker.terminate()
    this.#calls.end(reason)
    this.#options.onDeath(reason)
  }

  async #load(): Promise<EngineInfo> {
    const { request, memory, onProgress } = this.#options
    const progress = (step: LoadProgress): void => {
      this.#calls.heard()
      if (!this.#death && step.status !== 'ready') onProgress(step)
    }
    const info = await this.#calls.settle(this.#engine.load(request, proxy(progress), proxy(memory)))
    // Said here: progress comes through a port of its own, so the worker's last word may arrive after its answer.
    onProgress({ status: 'ready', loaded: 0, total: 0 })
    return info
  }

  async #watchLife(): Promise<void> {
    const name = `greenrouting-worker-${Math.random().toString(36).slice(2)}${Date.now().toString(36)}`
    const held = this.#engine.holdLifeLock(name).then((value): Reply<boolean> => ({ ok: true, value }))
    if (await this.#calls.settle(held)) this.#stopWatchingLock = watchLifeLock(name, () => this.#fail('is gone'))
  }

  /** Something happened to the worker; before it ever answered, that means it did not start. */
  #fail(what: string): void {
    this.kill(this.#info ? crashed(this.#options, what || 'died') : neverStarted(this.#options, what))
  }
}

function crashed({ device }: HostOptions, what: string): GreenRoutingError {
  return new GreenRoutingError('worker-crashed', `The ${device} worker ${what}. The next call starts a new one.`, {
    details: { device },
  })
}

/** The browser says nothing about a script it could not load or may not run, so the message lists what to look at. */
function neverStarted({ device, workerUrl }: HostOptions, what: string, cause?: unknown): GreenRoutingError {
  const script = workerUrl ?? 'its script'
  const why =
    what || `${script} could not be loaded; is it served, and do the page's CSP (worker-src) and COEP allow it?`
  return new GreenRoutingError('worker-failed', `The ${device} worker did not start: ${why}`, {
    details: { device, ...(workerUrl !== undefined && { url: workerUrl }) },
    cause,
  })
}
