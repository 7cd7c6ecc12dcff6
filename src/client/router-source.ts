/** Where the client's decisions come from: the router it was given, or one of its own, loaded when first needed. */
import type { ClassifierRouter } from '../classifier-router.ts'
import type { ModelProfile, Router, ScoringConfig } from '../core/contracts.ts'
import { GreenRoutingError } from '../core/errors.ts'
import type { ClientOptions } from './contracts.ts'
import { chunk } from './lazy.ts'

export interface RouterSource {
  /** Rejects when the load fails; the next call tries again. */
  get(): Promise<Router>
  /** Ends a router of the client's own. */
  dispose(): Promise<void>
}

export const givenRouter = (router: Router): RouterSource => ({
  get: async () => router,
  dispose: async () => undefined,
})

export class OwnRouter implements RouterSource {
  readonly #profiles: readonly ModelProfile[]
  readonly #scoring: ScoringConfig | undefined
  readonly #options: NonNullable<ClientOptions['load']>
  readonly #over = new AbortController()
  #loading: Promise<ClassifierRouter> | undefined

  constructor(
    profiles: readonly ModelProfile[],
    scoring: ScoringConfig | undefined,
    options: ClientOptions['load'] = {},
  ) {
    this.#profiles = profiles
    this.#scoring = scoring
    this.#options = options
  }

  get(): Promise<ClassifierRouter> {
    if (this.#loading === undefined) {
      this.#loading = this.#load()
      // A failed load is not remembered.
      this.#loading.catch(() => {
        this.#loading = undefined
      })
    }
    return this.#loading
  }

  async dispose(): Promise<void> {
    this.#over.abort(disposed())
    const router = await this.#loading?.catch(() => undefined)
    await router?.dispose()
  }

  async #load(): Promise<ClassifierRouter> {
    const { signal } = this.#over
    try {
      if (signal.aborted) throw signal.reason
      const { loadOwn } = await chunk(import('./own-router.ts'))
      return await loadOwn(this.#profiles, this.#scoring, this.#options, signal)
    } catch (error) {
      throw signal.aborted ? disposed() : error
    }
  }
}

export const disposed = (): GreenRoutingError => new GreenRoutingError('disposed', 'The client was disposed of.')
