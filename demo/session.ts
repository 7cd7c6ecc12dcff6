/**
 * One router and one question at a time. A new load gives up the one before it, a new question the one before it;
 * whatever was given up is never heard of again. A question asked while the classifier loads is answered afterwards.
 */
import {
  type ClassifierRouter,
  type DeviceRequest,
  type EngineInfo,
  type EngineStatus,
  isGreenRoutingError,
  type LoadProgress,
  loadPretrained,
  type ModelRegistry,
  type RoutingDecision,
  type ScoringConfig,
} from 'greenrouting'

export type Phase =
  /** No router yet. */
  | { readonly state: 'loading' }
  /** Nothing to do. */
  | { readonly state: 'ready' }
  /** A question waits for its decision. */
  | { readonly state: 'busy' }
  /** The last load or question failed; `retry` says whether asking again makes sense. */
  | { readonly state: 'error'; readonly error: unknown; readonly retry: boolean }

export interface Answer {
  readonly decision: RoutingDecision
  /** From the call to the decision. */
  readonly milliseconds: number
}

export interface SessionEvents {
  onPhase(phase: Phase): void
  onProgress(progress: LoadProgress): void
  /** A router is there. */
  onLoaded(info: EngineInfo): void
  /** Undefined when the question was withdrawn. */
  onAnswer(answer: Answer | undefined): void
  /** An answer to what was asked, not only typed; once a question, after `onAnswer`. */
  onAsked(answer: Answer): void
  /** After each load and each answer: a crash may have changed the device. Undefined while there is none. */
  onEngine(engine: EngineStatus | undefined): void
}

export class Session {
  readonly #events: SessionEvents
  readonly #registry: ModelRegistry
  #device: DeviceRequest
  #scoring: ScoringConfig
  #router: ClassifierRouter | undefined
  #loading = new AbortController()
  #asking = new AbortController()
  #question: string | undefined
  /** The question was asked and not answered yet. */
  #asked = false
  #answer: Answer | undefined

  constructor(registry: ModelRegistry, device: DeviceRequest, scoring: ScoringConfig, events: SessionEvents) {
    this.#registry = registry
    this.#device = device
    this.#scoring = scoring
    this.#events = events
  }

  /** Starts over on a device; the question stays. */
  async load(device: DeviceRequest = this.#device): Promise<void> {
    this.#loading.abort()
    this.#asking.abort()
    const mine = new AbortController()
    this.#loading = mine
    this.#device = device
    void this.#router?.dispose()
    this.#router = undefined
    this.#events.onPhase({ state: 'loading' })
    this.#events.onEngine(undefined)
    try {
      const router = await loadPretrained({
        device,
        registry: this.#registry,
        scoring: this.#scoring,
        signal: mine.signal,
        onProgress: progress => {
          if (this.#loading === mine && !mine.signal.aborted) this.#events.onProgress(progress)
        },
      })
      if (this.#loading !== mine) return void router.dispose()
      // The dial may have moved meanwhile.
      router.scoring = this.#scoring
      this.#router = router
      if (router.engine.info) this.#events.onLoaded(router.engine.info)
      this.#events.onEngine(router.engine)
      if (this.#question === undefined) this.#events.onPhase({ state: 'ready' })
      else await this.decide(this.#question, this.#asked)
    } catch (error) {
      if (this.#loading === mine) this.#events.onPhase({ state: 'error', error, retry: true })
    }
  }

  /** Something was typed that will be asked in a moment: what is shown is out of date. */
  expect(): void {
    if (this.#router) this.#events.onPhase({ state: 'busy' })
  }

  /** `asked` is false for what is still being typed. */
  async decide(question: string, asked: boolean): Promise<void> {
    this.#asking.abort()
    this.#asked = asked
    // Nothing but spaces is the library's to refuse, and nothing to come back to.
    this.#question = question.trim() === '' ? undefined : question
    const router = this.#router
    if (!router) return
    const mine = new AbortController()
    this.#asking = mine
    this.#events.onPhase({ state: 'busy' })
    const start = performance.now()
    try {
      const decision = await router.route(question, { signal: mine.signal })
      const milliseconds = performance.now() - start
      if (this.#asking !== mine) return
      this.#answer = { decision, milliseconds }
      this.#events.onAnswer(this.#answer)
      if (this.#asked) this.#events.onAsked(this.#answer)
      this.#asked = false
      this.#events.onEngine(router.engine)
      this.#events.onPhase({ state: 'ready' })
    } catch (error) {
      if (this.#asking !== mine || this.#router !== router) return
      this.#answer = undefined
      this.#events.onAnswer(undefined)
      const retry = !(isGreenRoutingError(error) && error.code === 'invalid-query')
      this.#events.onPhase({ state: 'error', error, retry })
    }
  }

  /** The question was deleted. */
  withdraw(): void {
    this.#asking.abort()
    this.#asking = new AbortController()
    this.#question = undefined
    this.#answer = undefined
    this.#events.onAnswer(undefined)
    if (this.#router) this.#events.onPhase({ state: 'ready' })
  }

  /** Gives up what is under way; it then fails with the library's `aborted` error. */
  cancel(): void {
    if (this.#router) this.#asking.abort()
    else this.#loading.abort()
  }

  /** Does again what failed. */
  retry(): void {
    if (this.#router && this.#question !== undefined) void this.decide(this.#question, this.#asked)
    else void this.load()
  }

  /** Takes effect at once on the answer that is shown. */
  weigh(scoring: ScoringConfig): void {
    this.#scoring = scoring
    if (!this.#router) return
    this.#router.scoring = scoring
    if (!this.#answer) return
    this.#answer = { ...this.#answer, decision: this.#router.decide(this.#answer.decision.profile) }
    this.#events.onAnswer(this.#answer)
  }
}
