/** The page's end of one worker's life: starts it, calls it, and settles every call however the worker ends. */
import { proxy, type Remote, wrap } from 'comlink'
import type { AbortSignalLike } from '../core/contracts.ts'
import { GreenRoutingError } from '../core/errors.ts'
import type { Device } from './manifest.ts'
import type { EngineInfo, LoadProgress, LoadRequest, Reply } from './protocol.ts'
import { Watchdog } from './watchdog.ts'
import { fromWire } from './wire-error.ts'
import type { WorkerEngine } from './worker-engine.ts'
import { watchLifeLock } from './worker-life.ts'

export interface HostOptions {
  readonly device: Device
  readonly spawnWorker: () => Worker
  /** Where its script lies, for messages. */
  readonly workerUrl: string | undefined
  readonly request: LoadRequest
  readonly onProgress: (progress: LoadProgress) => void
  /** Told once, when the worker is gone for whatever reason. */
  readonly onDeath: (reason: GreenRoutingError) => void
  /** Aborting it gives up the start; its reason is what the start rejects with. */
  readonly abandon: AbortSignal
}

/** Silence after which a worker with work to do is given up. Seconds; compiling shaders in software takes five. */
const SILENCE_LIMIT = 60

export class EngineHost {
  readonly #device: Device
  readonly #workerUrl: string | undefined
  readonly #worker: Worker
  readonly #engine: Remote<WorkerEngine>
  readonly #pending = new Set<(reason: GreenRoutingError) => void>()
  readonly #watchdog: Watchdog
  readonly #onDeath: (reason: GreenRoutingError) => void
  #stopWatchingLock: (() => void) | undefined
  #death: GreenRoutingError | undefined
  #info: EngineInfo | undefined
  #nextJob = 1

  private constructor(worker: Worker, { device, workerUrl, onDeath }: HostOptions) {
    this.#device = device
    this.#workerUrl = workerUrl
    this.#worker = worker
    this.#onDeath = onDeath
    this.#engine = wrap<WorkerEngine>(worker)
    this.#watchdog = new Watchdog(SILENCE_LIMIT, () =>
      this.kill(this.#crashed(`did not answer for ${SILENCE_LIMIT} s`)),
    )
    worker.addEventListener('error', event => {
      event.preventDefault()
      this.kill(this.#info ? this.#crashed(event.message || 'died') : this.#neverStarted(event.message))
    })
    worker.addEventListener('messageerror', () => this.kill(this.#crashed('sent a message that could not be read')))
  }

  /** Resolves when the model is loaded and warm; rejects, with the worker gone, when it cannot be. */
  static async start(options: HostOptions): Promise<EngineHost> {
    const { device } = options
    let worker: Worker
    try {
      worker = options.spawnWorker()
    } catch (cause) {
      throw new GreenRoutingError(
        'worker-failed',
        `The ${device} worker could not be created: ${(cause as Error).message}.`,
        { cause },
      )
    }
    const host = new EngineHost(worker, options)
    const abandon = (): void => host.kill(options.abandon.reason as GreenRoutingError)
    options.abandon.addEventListener('abort', abandon)
    try {
      await host.#watchLife()
      host.#info = await host.#settle(
        host.#engine.load(
          options.request,
          proxy(progress => {
            host.#watchdog.heard()
            if (!host.#death) options.onProgress(progress)
          }),
        ),
      )
      return host
    } catch (error) {
      host.kill(error as GreenRoutingError)
      throw error
    } finally {
      options.abandon.removeEventListener('abort', abandon)
    }
  }

  get info(): EngineInfo {
    return this.#info!
  }

  /** Calls one of the engine's job verbs; an abort settles the call at once and tells the worker not to begin. */
  job<T>(run: (engine: Remote<WorkerEngine>, job: number) => Promise<Reply<T>>, signal?: AbortSignalLike): Promise<T> {
    const job = this.#nextJob++
    return this.#settle(run(this.#engine, job), signal, () => void this.#engine.cancel(job))
  }

  /** Ends the worker; every open call rejects with `reason`. Safe to call again. */
  kill(reason: GreenRoutingError): void {
    if (this.#death) return
    this.#death = reason
    this.#stopWatchingLock?.()
    this.#watchdog.stop()
    this.#worker.terminate()
    for (const reject of this.#pending) reject(reason)
    this.#pending.clear()
    this.#onDeath(reason)
  }

  /** A reply or the first of death and abort. Comlink leaves calls to a dead worker open for ever. */
  #settle<T>(call: Promise<Reply<T>>, signal?: AbortSignalLike, onAbort?: () => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#death) return reject(this.#death)
      const abort = (): void => {
        done()
        onAbort?.()
        reject(abortError(signal))
      }
      const done = (): void => {
        this.#pending.delete(fail)
        signal?.removeEventListener('abort', abort)
        if (this.#pending.size === 0) this.#watchdog.stop()
      }
      const fail = (reason: GreenRoutingError): void => {
        done()
        reject(reason)
      }
      this.#pending.add(fail)
      this.#watchdog.start()
      signal?.addEventListener('abort', abort)
      call.then(
        reply => {
          this.#watchdog.heard()
          done()
          if (reply.ok) resolve(reply.value)
          else reject(fromWire(reply.error))
        },
        cause =>
          fail(new GreenRoutingError('internal', `The call could not be sent to the worker: ${cause}.`, { cause })),
      )
    })
  }

  async #watchLife(): Promise<void> {
    const name = `greenrouting-worker-${Math.random().toString(36).slice(2)}${Date.now().toString(36)}`
    const locked = await this.#settle(
      this.#engine.holdLifeLock(name).then((value): Reply<boolean> => ({ ok: true, value })),
    )
    if (locked) this.#stopWatchingLock = watchLifeLock(name, () => this.kill(this.#crashed('is gone')))
  }

  #crashed(what: string): GreenRoutingError {
    return new GreenRoutingError(
      'worker-crashed',
      `The ${this.#device} worker ${what}. The next call starts a new one.`,
      {
        details: { device: this.#device },
      },
    )
  }

  #neverStarted(message: string): GreenRoutingError {
    const url = this.#workerUrl
    const script = url ?? 'its script'
    const why = message || `${script} could not be loaded: is it served, and does the CSP allow worker-src?`
    return new GreenRoutingError('worker-failed', `The ${this.#device} worker did not start: ${why}`, {
      details: { device: this.#device, ...(url !== undefined && { url }) },
    })
  }
}

export function abortError(signal?: AbortSignalLike): GreenRoutingError {
  return new GreenRoutingError('aborted', 'The call was aborted.', { cause: signal?.reason })
}
