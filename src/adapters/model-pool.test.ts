import { beforeEach, describe, expect, test, vi } from 'vitest'
import { BenchmarkMatcher, EnergyTracker, ModelRegistry, QueryProfile, type Router } from '../core/index.ts'
import { ModelPool, routingFacts } from './model-pool.ts'

const registry = new ModelRegistry([
  { name: 'small', energyPerQueryWh: 0.01, tools: false },
  { name: 'large', energyPerQueryWh: 1, tools: true },
  { name: 'elsewhere', energyPerQueryWh: 0.001 },
])
const matcher = new BenchmarkMatcher(registry)
const asked: string[] = []
const router: Router & { readonly registry: ModelRegistry } = {
  registry,
  async route(query) {
    asked.push(query)
    return matcher.match(QueryProfile.single('simple', 1))
  },
  routeMany: async () => [],
}
const models = { small: 'the small model', large: 'the large model' }
const hello = [{ role: 'user', content: 'Hello, who are you and what can you do?' }] as const
const aborted = AbortSignal.abort()

beforeEach(() => {
  asked.length = 0
})

describe('the decision', () => {
  test('is among the models at hand, by the last question', async () => {
    const pool = new ModelPool('adapter', { router, models })
    const decision = await pool.decide([{ role: 'system', content: 'Be kind.' }, ...hello], {})
    expect(decision.ranking.map(({ model }) => model)).toEqual(['small', 'large'])
    expect(asked).toEqual([hello[0].content])
  })

  test('meets what the request needs', async () => {
    const pool = new ModelPool('adapter', { router, models })
    expect((await pool.decide(hello, { tools: true })).selectedModel).toBe('large')
  })

  test('is told before anybody is asked', async () => {
    const onDecision = vi.fn()
    const decision = await new ModelPool('adapter', { router, models, onDecision }).decide(hello, {})
    expect(onDecision.mock.calls).toEqual([[decision]])
  })

  test('takes a picture without a word for a question about it', async () => {
    const pool = new ModelPool('adapter', { router, models })
    await pool.decide([{ role: 'user', content: '' }], { images: true })
    expect(asked).toEqual(['What is in this picture?'])
  })

  test('needs a question', async () => {
    const pool = new ModelPool('adapter', { router, models })
    await expect(pool.decide([{ role: 'system', content: 'Be kind.' }], {})).rejects.toMatchObject({
      code: 'invalid-query',
    })
  })
})

describe('asking', () => {
  test('the next model answers where the first fails', async () => {
    const pool = new ModelPool('adapter', { router, models })
    const decision = await pool.decide(hello, {})
    const call = (model: string, name: string) => {
      if (name === 'small') throw new Error('busy')
      return `${model} says hello`
    }
    expect(await pool.ask(decision, call)).toEqual({ model: 'large', answer: 'the large model says hello' })
  })

  test('without fallback, and when all fail, the error is the model’s own', async () => {
    const call = vi.fn((_: string, name: string) => Promise.reject(new Error(`${name} is busy`)))
    const pool = new ModelPool('adapter', { router, models })
    const decision = await pool.decide(hello, {})
    await expect(pool.ask(decision, call)).rejects.toThrow('large is busy')
    await expect(new ModelPool('adapter', { router, models, fallback: false }).ask(decision, call)).rejects.toThrow(
      'small is busy',
    )
    expect(call).toHaveBeenCalledTimes(3)
  })

  test('nobody is asked once the caller has given up', async () => {
    const pool = new ModelPool('adapter', { router, models })
    const call = vi.fn()
    await expect(pool.ask(await pool.decide(hello, {}), call, aborted)).rejects.toMatchObject({ code: 'aborted' })
    expect(call).not.toHaveBeenCalled()
  })
})

describe('counting', () => {
  test('goes to the model that answered', async () => {
    const tracker = new EnergyTracker()
    const pool = new ModelPool('adapter', { router, models, tracker })
    pool.record(await pool.decide(hello, {}), 'large', { usage: { inputTokens: 10, outputTokens: 5 } })
    expect(tracker.report()).toMatchObject({ queries: 1, outputTokens: 5, models: [{ model: 'large' }] })
  })

  test('a nonsensical count of the provider does not lose the answer', async () => {
    const tracker = new EnergyTracker()
    const pool = new ModelPool('adapter', { router, models, tracker })
    pool.record(await pool.decide(hello, {}), 'small', { usage: { outputTokens: Number.NaN } })
    expect(tracker.report()).toMatchObject({ queries: 1, usageQueries: 0 })
  })
})

test('the facts that ride along are plain JSON', async () => {
  const decision = await new ModelPool('adapter', { router, models }).decide(hello, {})
  const facts = routingFacts(decision, 'large')
  expect(facts).toMatchObject({ model: 'large', selectedModel: 'small', energy: { midWh: 1 }, difficulty: 1 })
  expect(JSON.parse(JSON.stringify(facts))).toEqual(facts)
})

test.each([
  [{ models }, /adapter\.router must be a router/],
  [{ router }, /adapter\.models must be an object/],
  [{ router, models: {} }, /at least one model/],
  [{ router, models: { smal: 1 } }, /the router never chooses "smal".*Did you mean "small"/],
  [{ router, models, fallbak: true }, /Did you mean "fallback"/],
])('refuses %#', (options, message) => {
  expect(() => new ModelPool('adapter', options as never)).toThrow(message)
})
