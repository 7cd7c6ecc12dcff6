/** A model that a library loads once, for a download or with the first question; one that failed can be tried again. */
import { orAborted } from '../client/abort.ts'
import { isGreenRoutingError } from '../core/errors.ts'
import { abortError } from '../providers/abort-error.ts'
import { type Download, type Report, rising } from './download.ts'
import { notOnDevice } from './profile.ts'

export interface LoadingOptions<T> {
  /** The model's name and the library's, for a person. */
  readonly model: string
  readonly library: string
  readonly load: (report: Report) => Promise<T>
}

export class Loading<T> {
  readonly #options: LoadingOptions<T>
  /** Of all who wait for a download: a load is one, however many ask for it. */
  readonly #reports = new Set<Report>()
  #share: number | undefined
  #loading: Promise<T> | undefined
  #isLoaded = false

  constructor(options: LoadingOptions<T>) {
    this.#options = options
  }

  get isLoaded(): boolean {
    return this.#isLoaded
  }

  /** Also when all who asked for it have given up: neither library can end a download. */
  get isRunning(): boolean {
    return this.#loading !== undefined && !this.#isLoaded
  }

  /** Rejects with `model-not-on-device`. */
  start(): Promise<T> {
    if (this.#loading) return this.#loading
    this.#share = undefined
    const loading = this.#load()
    this.#loading = loading
    // One that was dropped meanwhile is no longer the model's.
    const isCurrent = (): boolean => this.#loading === loading
    loading.then(
      () => {
        if (isCurrent()) this.#isLoaded = true
      },
      () => {
        if (isCurrent()) this.#loading = undefined
      },
    )
    return loading
  }

  /** On abort what has come stays in the library's cache. */
  async download({ signal, onProgress }: Download): Promise<void> {
    if (signal?.aborted) throw abortError(signal)
    const report = rising(onProgress)
    this.#reports.add(report)
    try {
      if (this.isRunning) report(this.#share)
      const loaded = this.start()
      await (signal ? orAborted(loaded, signal) : loaded)
      report(1)
    } finally {
      this.#reports.delete(report)
    }
  }

  /** What was loaded, if anything was, to be freed. */
  async drop(): Promise<T | undefined> {
    const running = this.#loading
    this.#loading = undefined
    this.#isLoaded = false
    return running?.catch(() => undefined)
  }

  async #load(): Promise<T> {
    const { model, library, load } = this.#options
    const tell = rising(share => {
      this.#share = share
      for (const report of this.#reports) report(share)
    })
    try {
      return await load(tell)
    } catch (error) {
      if (isGreenRoutingError(error)) throw error
      const said = (error instanceof Error ? error.message : String(error)).slice(0, 200)
      const remedy = 'Check the network, and the room and memory of the device; then call download() again.'
      throw notOnDevice(model, `${library} could not load it (${said}). ${remedy}`, error)
    }
  }
}
