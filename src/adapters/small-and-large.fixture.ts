/** A router that always takes the smaller of two models, of which only the larger can do anything but text, and a tracker. */
import {
  BenchmarkMatcher,
  EnergyTracker,
  ModelRegistry,
  QueryProfile,
  type RouteOptions,
  type RoutingDecision,
} from '../core/index.ts'

export function smallAndLarge() {
  const registry = new ModelRegistry([
    { name: 'small', energyPerQueryWh: 0.01, tools: false, structuredOutput: false, inputModalities: ['text'] },
    {
      name: 'large',
      energyPerQueryWh: 1,
      tools: true,
      structuredOutput: true,
      inputModalities: ['text', 'image', 'audio', 'pdf'],
    },
  ])
  const matcher = new BenchmarkMatcher(registry)
  const asked: string[] = []
  const signals: RouteOptions['signal'][] = []
  const router = {
    registry,
    async route(query: string, { signal }: RouteOptions = {}) {
      asked.push(query)
      signals.push(signal)
      return matcher.match(QueryProfile.single('simple', 1))
    },
    routeMany: async (): Promise<RoutingDecision[]> => [],
  }
  const tracker = new EnergyTracker()
  const outcomes: unknown[] = []
  tracker.subscribe(({ model, outcome }) => outcomes.push({ ...outcome, model }))
  return { router, tracker, asked, signals, outcomes }
}
