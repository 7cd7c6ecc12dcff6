/// <reference lib="esnext.disposable" preserve="true" />
/** Classifies a query on the device and matches it to a model of the registry. */
import { asyncDispose } from './async-dispose.ts'
import {
  BenchmarkMatcher,
  type Classifier,
  type EnergyModelOption,
  GreenScorer,
  type ModelRegistry,
  type QueryProfile,
  type RankedModel,
  type RouteOptions,
  type Router,
  type RoutingDecision,
  type ScoringConfig,
} from './core/index.ts'
import { aSignal, checkOptions } from './core/internal.ts'
import type { Device } from './engine/manifest.ts'
import type { DeviceAttempt } from './engine/probe.ts'
import type { EngineInfo } from './engine/protocol.ts'

/** What answers, and how it came to. */
export interface EngineStatus {
  /** What answers; undefined before the first load. */
  readonly device: Device | undefined
  /** What the last successful load brought: model, bytes, storage, integrity. Undefined before the first. */
  readonly info: EngineInfo | undefined
  /** Every device considered in the last start, in order, with the reason where one was passed over. */
  readonly attempts: readonly DeviceAttempt[]
}

/** A classifier with a life: what `loadPretrained` puts behind a router. */
export interface ClassifierEngine extends Classifier, EngineStatus {
  dispose(): void
}

export interface ClassifierRouterOptions {
  /** The models to choose from; may be changed between calls. */
  readonly registry: ModelRegistry
  /** Default `{ preset: 'balanced' }`. */
  readonly scoring?: ScoringConfig | undefined
  /** Default `'as-usual'`. */
  readonly whenUncertain?: WhenUncertain | undefined
  /** Which energy figures decisions rest on. Default `seed`: one constant a model, as GreenRouting (Python) has it. */
  readonly energyModel?: EnergyModelOption | undefined
}

/**
 * What to do with a query of which the classifier is not sure (`profile.uncertain`): choose as usual, or choose as if the
 * dial stood at 1, by quality alone.
 */
export type WhenUncertain = 'as-usual' | 'best-quality'

const ROUTE_OPTIONS = { signal: aSignal }

export class ClassifierRouter implements Router, AsyncDisposable {
  readonly registry: ModelRegistry
  readonly #classifier: ClassifierEngine
  readonly #whenUncertain: WhenUncertain
  readonly #energyModel: EnergyModelOption
  #matcher: BenchmarkMatcher

  constructor(classifier: ClassifierEngine, options: ClassifierRouterOptions) {
    const { registry, scoring, whenUncertain = 'as-usual', energyModel = 'seed' } = options
    this.registry = registry
    this.#whenUncertain = whenUncertain
    this.#classifier = classifier
    this.#energyModel = energyModel
    this.#matcher = new BenchmarkMatcher(registry, GreenScorer.from(scoring), { energyModel })
  }

  /** Which model should answer. Rejects with a `GreenRoutingError`; the next call may well succeed. */
  async route(query: string, options: RouteOptions = {}): Promise<RoutingDecision> {
    checkOptions('route', options, ROUTE_OPTIONS)
    return this.decide(await this.#classifier.classify(query, options))
  }

  /** One decision a query, in order; all or nothing. */
  async routeMany(queries: readonly string[], options: RouteOptions = {}): Promise<RoutingDecision[]> {
    checkOptions('routeMany', options, ROUTE_OPTIONS)
    const profiles = await this.#classifier.classifyMany(queries, options)
    return profiles.map(profile => this.decide(profile))
  }

  /** What a query needs, without choosing. */
  async classifyQuery(query: string, options: RouteOptions = {}): Promise<QueryProfile> {
    checkOptions('classifyQuery', options, ROUTE_OPTIONS)
    return this.#classifier.classify(query, options)
  }

  /** The decision for a profile at hand: after a change of the dial or the registry nothing is classified again. */
  decide(profile: QueryProfile): RoutingDecision {
    return this.#matcherFor(profile).match(profile)
  }

  /** Every model of the registry for a profile, the one to use first. Synchronous. */
  scoreModels(profile: QueryProfile): RankedModel[] {
    return this.#matcherFor(profile).rank(profile)
  }

  #matcherFor(profile: QueryProfile): BenchmarkMatcher {
    if (!profile.uncertain || this.#whenUncertain === 'as-usual') return this.#matcher
    return new BenchmarkMatcher(this.registry, GreenScorer.from({ quality: 1 }), { energyModel: this.#energyModel })
  }

  /** How quality, energy and cost are weighed. Setting it takes effect at the next decision. */
  get scoring(): ScoringConfig {
    return this.#matcher.scorer.config
  }

  set scoring(scoring: ScoringConfig) {
    this.#matcher = new BenchmarkMatcher(this.registry, GreenScorer.from(scoring), { energyModel: this.#energyModel })
  }

  /** Which energy figures decisions rest on: `seed`, `2026-11` or the name of a table of your own. */
  get energyModel(): string {
    return this.#matcher.energyModel
  }

  /** The dial, 0 (least energy) .. 1 (best answers); undefined while a preset or weights are set. */
  get quality(): number | undefined {
    return 'quality' in this.scoring ? this.scoring.quality : undefined
  }

  set quality(quality: number) {
    this.scoring = { quality }
  }

  get engine(): EngineStatus {
    return this.#classifier
  }

  /** Ends the worker; open calls reject with `disposed`. Safe to call again. */
  async dispose(): Promise<void> {
    this.#classifier.dispose()
  }

  [asyncDispose](): Promise<void> {
    return this.dispose()
  }
}
