/** A model that a library loads once, for a download or with the first question; one that failed can be tried again. */
import { orAborted } from '../client/abort.ts'
import { abortError } from '../providers/abort-error.ts'
import { type Download, type Report, rising } from './download.ts'

export class Loading<T> {
  readonly #load: (report: Report) => Promise<T>
  #loading: Promise<T> | undefined
  #isLoaded = false
  #isDownloading = false

  constructor(load: (report: Report) => Promise<T>) {
    this.#load = load
  }

  get isLoaded(): boolean {
    return this.#isLoaded
  }

  get isDownloading(): boolean {
    return this.#isDownloading
  }

  start(report: Report = () => undefined): Promise<T> {
    this.#loading ??= this.#load(report)
    this.#loading.then(
      () => (this.#isLoaded = true),
      () => (this.#loading = undefined),
    )
    return this.#loading
  }

  /** Neither library can end a download: what has come stays in its cache. */
  async download({ signal, onProgress }: Download): Promise<void> {
    if (signal?.aborted) throw abortError(signal)
    const report = rising(onProgress)
    this.#isDownloading = true
    try {
      const loaded = this.start(report)
      await (signal ? orAborted(loaded, signal) : loaded)
      report(1)
    } finally {
      this.#isDownloading = false
    }
  }

  /** What was loaded, if anything was, to be freed. */
  async drop(): Promise<T | undefined> {
    const running = this.#loading
    this.#loading = undefined
    this.#isLoaded = false
    return running?.catch(() => undefined)
  }
}
