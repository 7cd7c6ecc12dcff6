/** A client in front of the mock provider, with a router that reads no text: what a question needs, the test says. */
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type MockProvider, startMockProvider } from '../../e2e/mock-provider.ts'
import {
  BenchmarkMatcher,
  GreenScorer,
  ModelRegistry,
  QueryProfile,
  type Router,
  type RoutingDecision,
} from '../core/index.ts'
import type { ClientOptions, ModelConfig } from './contracts.ts'
import { GreenRoutingClient } from './greenrouting-client.ts'

export const KEY = 'sk-test-0123456789abcdef'

/** Wh and fitness rise together: the smallest is chosen, the others are rungs above it. */
export const POOL = [
  { name: 'small', energyPerQueryWh: 0.005, costPer1kOutput: 0.002, benchmarkScores: { code: 0.5 } },
  { name: 'medium', energyPerQueryWh: 0.1, costPer1kOutput: 0.02, benchmarkScores: { code: 0.7 } },
  { name: 'large', energyPerQueryWh: 0.4, costPer1kOutput: 0.2, benchmarkScores: { code: 0.9 } },
] as const

export interface TestRouter extends Router {
  /** Every text that was classified. */
  readonly queries: string[]
  decide(difficulty?: number): RoutingDecision
}

export function testRouter(difficulty = 1, pool: readonly { readonly name: string }[] = POOL): TestRouter {
  const matcher = new BenchmarkMatcher(new ModelRegistry(pool), GreenScorer.from({ preset: 'maximum_green' }))
  const queries: string[] = []
  const decide = (level = difficulty) => matcher.match(QueryProfile.single('code', level))
  return {
    queries,
    decide,
    async route(query) {
      queries.push(query)
      return decide()
    },
    routeMany: async list => list.map(() => decide()),
  }
}

/** Started for the tests of a file. */
export function useMock(): () => MockProvider {
  let mock: MockProvider
  beforeAll(async () => {
    mock = await startMockProvider()
  })
  afterEach(() => mock.forget())
  afterAll(() => mock.close())
  return () => mock
}

export function modelsAt(mock: MockProvider, more: Partial<ModelConfig> = {}): ModelConfig[] {
  return POOL.map(model => ({ ...model, apiBase: `${mock.origin}/v1`, apiKey: KEY, ...more }))
}

export function clientAt(mock: MockProvider, options: Partial<ClientOptions> = {}): GreenRoutingClient {
  return new GreenRoutingClient({ models: modelsAt(mock), router: testRouter(), ...options })
}
