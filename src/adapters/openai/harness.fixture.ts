/** A router that reads no text and takes the smallest able model, for the adapters' tests. */
import { BenchmarkMatcher, GreenScorer, ModelRegistry, QueryProfile, type Router } from '../../core/index.ts'

export interface TestRouter extends Router {
  readonly registry: ModelRegistry
  /** Every text that was classified. */
  readonly queries: string[]
}

/** `small` can do nothing besides text. */
export function testRouter(): TestRouter {
  const registry = new ModelRegistry([
    { name: 'small', energyPerQueryWh: 0.005, tools: false, structuredOutput: false, inputModalities: ['text'] },
    { name: 'large', energyPerQueryWh: 0.4, tools: true, structuredOutput: true, inputModalities: ['text', 'image'] },
  ])
  const matcher = new BenchmarkMatcher(registry, GreenScorer.from({ preset: 'maximum_green' }))
  const queries: string[] = []
  return {
    registry,
    queries,
    async route(query, options) {
      queries.push(query)
      if (options?.signal?.aborted) throw new DOMException('given up', 'AbortError')
      return matcher.match(QueryProfile.single('simple', 1))
    },
    routeMany: async () => [],
  }
}
