/** Two models that say what a test has them say, and a router that always takes the smaller. */
import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import {
  BenchmarkMatcher,
  EnergyTracker,
  ModelRegistry,
  QueryProfile,
  type RouteOptions,
  type RoutingDecision,
} from '../../core/index.ts'

export const QUESTION = 'What is two and two, and why is it so?'

export const USAGE = {
  input_tokens: 10,
  output_tokens: 5,
  total_tokens: 15,
  input_token_details: { cache_read: 4 },
  output_token_details: { reasoning: 2 },
}

export const said = (content: string, more: object = {}): AIMessage =>
  Object.assign(new AIMessage({ content, ...more }), { usage_metadata: USAGE })

/** Models of langchain's own test kit, each of which says its name, unless told otherwise. */
export const models = (small: AIMessage | Error = said('small'), large: AIMessage | Error = said('large')) => ({
  small: fakeModel().respond(small).respond(small),
  large: fakeModel().respond(large).respond(large),
})

export function harness() {
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

/** What an agent hands its middleware. */
export const call = (messages: readonly BaseMessage[], more: object = {}) => ({
  model: 'the agent’s',
  messages,
  ...more,
})
