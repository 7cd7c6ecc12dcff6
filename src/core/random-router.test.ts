import { describe, expect, test } from 'vitest'
import { getKnownProfiles } from './known-profiles.ts'
import { ModelRegistry } from './model-registry.ts'
import { RandomRouter } from './random-router.ts'

const registry = new ModelRegistry(Object.values(getKnownProfiles()))
const queries = Array.from({ length: 1100 }, (_, index) => `query ${index}`)
const modelsOf = async (seed: number) =>
  (await new RandomRouter(registry, { seed }).routeMany(queries)).map(decision => decision.selectedModel)

describe('RandomRouter', () => {
  test('repeats itself for a seed, whether asked one by one or at once, and differs for another', async () => {
    const router = new RandomRouter(registry, { seed: 7 })
    const single: string[] = []
    for (const query of queries) single.push((await router.route(query)).selectedModel)
    expect(single).toEqual(await modelsOf(7))
    expect(single).not.toEqual(await modelsOf(8))
  })

  test('chooses by order of registration, whatever the profiles say', async () => {
    const bare = new ModelRegistry(registry.names.map((name, index) => ({ name, energyPerQueryWh: index })))
    const chosen = (await new RandomRouter(bare, { seed: 7 }).routeMany(queries)).map(
      decision => decision.selectedModel,
    )
    expect(chosen).toEqual(await modelsOf(7))
  })

  test('chooses every model about equally often', async () => {
    const counts = new Map<string, number>()
    for (const model of await modelsOf(1)) counts.set(model, (counts.get(model) ?? 0) + 1)
    // Chi-square with 10 degrees of freedom: above 29.6 once in a thousand seeds.
    const chiSquare = registry.names.reduce((sum, name) => sum + ((counts.get(name) ?? 0) - 100) ** 2 / 100, 0)
    expect(chiSquare).toBeLessThan(29.6)
  })

  test('decides about the model it chose, and says that it did not choose by merit', async () => {
    for (const decision of await new RandomRouter(registry, { seed: 3 }).routeMany(queries.slice(0, 30))) {
      const chosen = decision.ranking.find(entry => entry.model === decision.selectedModel)!
      expect(decision).toMatchObject({
        energy: chosen.energy,
        energyEstimateWh: chosen.energy!.midWh,
        costEstimate: chosen.costEstimate,
        greenScore: chosen.greenScore,
      })
      expect(decision.energySavingsVsMax).toBeCloseTo(1 - chosen.energy!.midWh / 0.4, 12)
      expect(decision.reasoning).toMatch(/at random among 11 models/)
      expect(decision.profile.confidence).toBe(1 / 8)
    }
  })

  test('fails as any router does', async () => {
    const router = new RandomRouter(registry)
    const signal = { aborted: true, reason: 'left', addEventListener() {}, removeEventListener() {} }
    await expect(router.route('')).rejects.toMatchObject({ code: 'invalid-query' })
    await expect(router.routeMany(['a', ''])).rejects.toMatchObject({ code: 'invalid-query' })
    await expect(router.routeMany('a' as never)).rejects.toMatchObject({ code: 'invalid-query' })
    await expect(router.route('a', { signal })).rejects.toMatchObject({
      code: 'aborted',
      name: 'AbortError',
      cause: 'left',
    })
    await expect(router.route('a', { singal: signal } as never)).rejects.toMatchObject({ code: 'invalid-option' })
    await expect(router.route('a', null as never)).rejects.toMatchObject({ code: 'invalid-option' })
    await expect(new RandomRouter(new ModelRegistry()).route('a')).rejects.toMatchObject({ code: 'empty-registry' })
    expect(() => new RandomRouter(registry, { seed: -1 })).toThrow(/seed/)
    expect(() => new RandomRouter(registry, { sede: 1 } as never)).toThrow(/Did you mean "seed"/)
  })
})
