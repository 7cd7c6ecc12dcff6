import { CAPABILITIES } from './capability.ts'
import { aNumber, anything } from './checks.ts'
import type { RouteOptions, Router, RoutingDecision } from './contracts.ts'
import { decide } from './decision.ts'
import { GreenRoutingError } from './errors.ts'
import { BenchmarkMatcher } from './matcher.ts'
import type { ModelRegistry } from './model-registry.ts'
import { checkOptions } from './options.ts'
import { checkQueries, checkQuery } from './query.ts'
import { QueryProfile } from './query-profile.ts'

export interface RandomRouterOptions {
  /** An integer from 0 to 2³² − 1; the same seed gives the same choices. Default 0. */
  readonly seed?: number
}

/** Mulberry32 (Tommy Ettinger, public domain): numbers in [0, 1) from 32 bits of state. Fine for a baseline, not for secrets. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** It reads no query, so it says of every one that it may be anything, of middling difficulty. */
function noIdea(): QueryProfile {
  const capabilityWeights = Object.fromEntries(CAPABILITIES.map(name => [name, 1]))
  return Object.freeze({
    ...QueryProfile.of({ capabilityWeights, difficulty: 3 }),
    confidence: 1 / CAPABILITIES.length,
    uncertain: false,
  })
}

/** Chooses any model of the pool with equal chance: the baseline that a router has to beat. */
export class RandomRouter implements Router {
  readonly #matcher: BenchmarkMatcher
  readonly #random: () => number

  constructor(registry: ModelRegistry, options: RandomRouterOptions = {}) {
    const { seed = 0 } = checkOptions('RandomRouter', options, {
      seed: aNumber({ min: 0, max: 2 ** 32 - 1, integer: true }),
    })
    this.#matcher = new BenchmarkMatcher(registry)
    this.#random = mulberry32(seed)
  }

  async route(query: string, options: RouteOptions = {}): Promise<RoutingDecision> {
    checkQuery(query)
    return this.#choose(options)
  }

  async routeMany(queries: readonly string[], options: RouteOptions = {}): Promise<RoutingDecision[]> {
    checkQueries(queries)
    return queries.map(() => this.#choose(options))
  }

  #choose(options: RouteOptions): RoutingDecision {
    const signal = checkOptions('route', options, { signal: anything }).signal as RouteOptions['signal']
    if (signal?.aborted)
      throw new GreenRoutingError('aborted', 'The caller aborted the call.', { cause: signal.reason })
    const profile = noIdea()
    const ranking = this.#matcher.rank(profile)
    // Drawn by order of registration, so that the same seed chooses the same whatever the profiles say.
    const names = this.#matcher.registry.names
    const name = names[Math.floor(this.#random() * names.length)]
    const chosen = ranking.find(entry => entry.model === name)!
    return decide(
      profile,
      ranking,
      chosen,
      this.#matcher.energyModel,
      `${chosen.model} was chosen at random among ${names.length} models, as a baseline.`,
    )
  }
}
