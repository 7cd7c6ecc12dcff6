import { describe, expect, test } from 'vitest'
import { embodiedCarbon } from './embodied-carbon.ts'
import { EnergyTracker } from './energy-tracker.ts'
import { impactFrameworkManifest } from './impact-framework.ts'
import { getKnownProfiles } from './known-profiles.ts'
import versionOne from './ledger-v1.fixture.json' with { type: 'json' }
import { BenchmarkMatcher } from './matcher.ts'
import { ModelRegistry } from './model-registry.ts'
import { QueryProfile } from './query-profile.ts'
import { sciReport } from './sci.ts'

const registry = new ModelRegistry(Object.values(getKnownProfiles()))
const known = new BenchmarkMatcher(registry)
const simple = known.match(QueryProfile.single('simple', 1))
const hard = known.match(QueryProfile.single('knowledge', 5))

function tracked(withRegistry = true): EnergyTracker {
  const tracker = new EnergyTracker({
    ...(withRegistry ? { registry } : {}),
    clock: () => new Date(2026, 10, 27, 9),
  })
  tracker.record(simple, { usage: { inputTokens: 10, outputTokens: 100 } })
  tracker.record({ ...simple })
  tracker.record(hard)
  tracker.recordRouting({ downloadedBytes: 1e6 })
  return tracker
}

describe('embodiedCarbon', () => {
  // By hand, from the published formula.
  test.each([
    [8, undefined, 400, 0.00259],
    [405, undefined, 400, 0.291],
    [671, 37, 400, 0.1196],
  ])('of %d billion parameters, %s active, %d tokens is %d g', (totalB, activeB, tokens, grams) => {
    const size = activeB === undefined ? { totalB } : { totalB, activeB }
    expect(embodiedCarbon(size, tokens)).toBeCloseTo(grams, 3)
  })

  test('grows with the answer and with the model', () => {
    expect(embodiedCarbon({ totalB: 8 }, 800)).toBeCloseTo(2 * embodiedCarbon({ totalB: 8 }, 400), 12)
    expect(embodiedCarbon({ totalB: 70 }, 400)).toBeGreaterThan(embodiedCarbon({ totalB: 8 }, 400))
    expect(embodiedCarbon({ totalB: 8 }, 0)).toBe(0)
  })

  test.each([
    [{ totalB: Number.NaN }, 1],
    [{ totalB: 8 }, -1],
  ])('%o with %d tokens is refused', (size, tokens) => {
    expect(() => embodiedCarbon(size, tokens)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
  })
})

describe('sciReport', () => {
  test('is ((E × I) + M) per query, the router itself among E', async () => {
    const report = await sciReport(tracked(), { carbon: 'USA' })
    const wattHours = 2 * 0.005 + 0.3 + 0.114
    expect(report).toMatchObject({ queries: 3, embodiedQueries: 3, excludedQueries: 0, functionalUnit: 'query' })
    expect(report.operationalG.mid).toBeCloseTo((wattHours * 383.6) / 1000, 12)
    const llama = embodiedCarbon({ totalB: 8 }, 400)
    const opus = embodiedCarbon({ totalB: registry.get('claude-opus').estimatedParamsB! }, 300)
    expect(report.embodiedG).toBeCloseTo(llama + opus, 12)
    for (const end of ['low', 'mid', 'high'] as const) {
      expect(report.sciG![end]).toBeCloseTo((report.operationalG[end] + report.embodiedG) / 3, 12)
    }
    expect(report.sciG!.low).toBeLessThan(report.sciG!.mid)
    expect(report.sources.embodied?.name).toMatch(/EcoLogits/)
    expect(report.components.map(({ model, queries }) => [model, queries])).toEqual([
      ['llama-3.1-8b', 2],
      ['claude-opus', 1],
      [null, 0],
    ])
  })

  test('where no size is known M is unknown, not 0, and said to be', async () => {
    const report = await sciReport(tracked(false), { carbon: 'USA' })
    expect(report).toMatchObject({ queries: 3, embodiedQueries: 0, embodiedG: 0 })
    expect(report.components.map(({ embodiedG }) => embodiedG)).toEqual([null, null, null])
  })

  test('M and the length of an answer can be replaced', async () => {
    const report = await sciReport(tracked(), {
      carbon: 'USA',
      outputTokensPerQuery: 1000,
      embodied: (model, tokens) => (model === 'claude-opus' ? null : tokens),
    })
    expect(report).toMatchObject({ embodiedG: 1100, embodiedQueries: 2, sources: { embodied: null } })
    await expect(sciReport(tracked(), { embodied: () => Number.NaN })).rejects.toMatchObject({ code: 'invalid-option' })
    await expect(sciReport(tracked(), { embodid: () => 1 } as never)).rejects.toMatchObject({ code: 'invalid-option' })
  })

  test('answers of unknown energy are left out and counted', async () => {
    const tracker = tracked()
    tracker.record({ ...simple, energy: null } as never)
    expect(await sciReport(tracker)).toMatchObject({ queries: 3, excludedQueries: 1 })
    expect(await sciReport(new EnergyTracker())).toMatchObject({ queries: 0, sciG: null, components: [] })
  })
})

describe('impactFrameworkManifest', () => {
  // if-run 1.1.0 computes this manifest; its plugins are a product, a sum and a quotient.
  test('says the same as the report, input by input', async () => {
    const report = await sciReport(tracked(), { carbon: 'USA' })
    const manifest = JSON.parse(JSON.stringify(impactFrameworkManifest(report)))
    expect(Object.keys(manifest.tree.children)).toEqual([
      'llama-3.1-8b',
      'claude-opus',
      'greenrouting (the router itself)',
    ])
    const inputs = Object.values<{ inputs: Record<string, number>[] }>(manifest.tree.children).flatMap(
      child => child.inputs,
    )
    const carbon = inputs.reduce(
      (sum, input) => sum + input.energy! * input['grid/carbon-intensity']! + input['carbon-embodied']!,
      0,
    )
    expect(carbon / 3).toBeCloseTo(report.sciG!.mid, 12)
    expect(inputs[0]).toMatchObject({
      timestamp: new Date(2026, 10, 27).toISOString(),
      duration: 86400,
      queries: 2,
    })
    expect(manifest.tree.children['claude-opus'].pipeline.compute).toEqual(['operational', 'total', 'sci'])
    expect(Object.keys(manifest.initialize.plugins)).toEqual(['operational', 'total', 'sci'])
  })

  test('takes either end of the range', async () => {
    const report = await sciReport(tracked(), { carbon: 'USA' })
    const [low, high] = (['low', 'high'] as const).map(end => JSON.stringify(impactFrameworkManifest(report, end)))
    expect(low).not.toBe(high)
    expect(() => impactFrameworkManifest(report, 'max' as never)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    )
  })

  test('says what it leaves out', async () => {
    const manifest = impactFrameworkManifest(await sciReport(versionOne as never, { carbon: 'USA' }))
    expect(manifest.tree.children).toEqual({})
    expect(manifest.description).toContain('0 of unknown energy, 12 of unknown day')
  })
})
