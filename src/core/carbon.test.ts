import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carbonReport } from './carbon.ts'
import { gridCarbon } from './carbon-source.ts'
import { EnergyTracker } from './energy-tracker.ts'
import { GRID_CARBON, GRID_CARBON_SOURCE } from './grid-carbon.ts'
import { getKnownProfiles } from './known-profiles.ts'
import { BenchmarkMatcher } from './matcher.ts'
import { ModelRegistry } from './model-registry.ts'
import { QueryProfile } from './query-profile.ts'

const registry = new ModelRegistry(Object.values(getKnownProfiles()))
const known = new BenchmarkMatcher(registry)
const simple = known.match(QueryProfile.single('simple', 1))
const hard = known.match(QueryProfile.single('knowledge', 5))

/** An answer on each of two days, by llama-3.1-8b (Meta) and by claude-opus (Anthropic), against mistral-small (Mistral). */
function tracked(options: ConstructorParameters<typeof EnergyTracker>[0] = {}): EnergyTracker {
  const days = [new Date(2026, 10, 26, 8), new Date(2026, 10, 27, 23)]
  const tracker = new EnergyTracker({ baseline: 'mistral-small', clock: () => days.shift()!, ...options })
  tracker.record(simple)
  tracker.record(hard)
  return tracker
}

describe('carbonReport', () => {
  test('of one zone: watt-hours times grams a kilowatt-hour, with the range of the energy', async () => {
    const tracker = tracked()
    const energy = tracker.report()
    const report = await carbonReport(tracker, { carbon: 'DEU' })
    expect(report.usedG).toBeCloseTo((energy.usedWh * 342.1) / 1000, 12)
    expect(report.usedLowG).toBeCloseTo((energy.usedLowWh * 342.1) / 1000, 12)
    expect(report.usedHighG).toBeCloseTo((energy.usedHighWh * 342.1) / 1000, 12)
    expect(report.baselineG).toBeCloseTo((energy.baselineWh * 342.1) / 1000, 12)
    expect(report.savedG).toBeCloseTo((energy.savedWh * 342.1) / 1000, 12)
    expect(report.savedLowG).toBeCloseTo((energy.savedLowWh * 342.1) / 1000, 12)
    expect(report.savedHighG).toBeCloseTo((energy.savedHighWh * 342.1) / 1000, 12)
    expect(report.zones).toEqual([
      { zone: 'DEU', name: 'Germany', gramsPerKWh: expect.closeTo(342.1), usedWh: energy.usedWh },
    ])
    expect(report.source).toBe(GRID_CARBON_SOURCE)
    expect(report.source).toMatchObject({
      licence: 'CC BY 4.0',
      year: 2024,
      url: expect.stringMatching(/^https:.*ember/),
    })
  })

  test("by default where each model's vendor runs it, and the world's average where that is not known", async () => {
    const report = await carbonReport(tracked({ registry }))
    expect(report.models.map(({ model, zone }) => [model, zone])).toEqual([
      ['claude-opus', 'USA'],
      ['llama-3.1-8b', 'WORLD'],
    ])
    expect(report.usedG).toBeCloseTo((0.005 * 472.9 + 0.3 * 383.6) / 1000, 12)
    // Mistral runs on another grid: what is saved is not the energy saved, times anything.
    expect(report.baselineG).toBeCloseTo((2 * 0.012 * 35.9) / 1000, 12)
    expect(report.savedG).toBeCloseTo(report.baselineG - report.usedG, 12)
    expect(report.savedLowG).toBeLessThan(report.savedG)
    expect(report.savedHighG).toBeGreaterThan(report.savedG)
    // Without a registry nobody says who runs what.
    expect((await carbonReport(tracked())).models.map(({ zone }) => zone)).toEqual(['WORLD', 'WORLD'])
  })

  test('a model on the device runs where the device is', async () => {
    const pool = new ModelRegistry([{ name: 'mine', provider: 'ollama', energyPerQueryWh: 1 }])
    const tracker = new EnergyTracker({ registry: pool })
    tracker.record(new BenchmarkMatcher(pool).match(QueryProfile.single('code', 1)))
    tracker.recordRouting({ measured: { wh: 1 } })
    const report = await carbonReport(tracker, { deviceZone: 'NOR' })
    expect(report.usedG).toBeCloseTo(0.0308, 12)
    expect(report.routing).toMatchObject({ zone: 'NOR', midG: expect.closeTo(0.0308, 12) })
    expect(report.netSavedG).toBeCloseTo(-0.0308, 12)
  })

  test('a source of your own is asked once a zone and day, at noon, and may take its time', async () => {
    const asked: [string, number | undefined, number | undefined][] = []
    const source = async (zone: string, at?: Date) => {
      asked.push([zone, at?.getDate(), at?.getHours()])
      return at?.getDate() === 26 ? 100 : 200
    }
    const report = await carbonReport(tracked(), { carbon: source, zone: 'DE' })
    expect(asked).toEqual([
      ['DE', 26, 12],
      ['DE', 27, 12],
    ])
    expect(report.usedG).toBeCloseTo((0.005 * 100 + 0.3 * 200) / 1000, 12)
    expect(report.days.map(({ day, usedG }) => [day, usedG])).toEqual([
      ['2026-11-26', expect.closeTo(0.0005, 12)],
      ['2026-11-27', expect.closeTo(0.06, 12)],
    ])
    expect(report.zones).toEqual([{ zone: 'DE', name: 'DE', gramsPerKWh: expect.closeTo(60.5 / 0.305), usedWh: 0.305 }])
    expect(report.source).toBeNull()
  })

  test('zones by model', async () => {
    const report = await carbonReport(tracked(), { zone: model => (model === 'claude-opus' ? 'FRA' : 'POL') })
    expect(report.models.map(({ zone }) => zone)).toEqual(['FRA', 'POL'])
    expect(report.zones.map(({ zone, gramsPerKWh }) => [zone, Math.round(10 * gramsPerKWh) / 10])).toEqual([
      ['FRA', 44.2],
      ['POL', 615],
    ])
  })

  test('unknown energy stays unknown', async () => {
    const tracker = new EnergyTracker()
    tracker.record({ ...simple, energy: null } as never)
    expect(await carbonReport(tracker, { carbon: 'DEU' })).toMatchObject({ queries: 1, unknownQueries: 1, usedG: 0 })
  })

  test('reads a file as well as a tracker, and refuses anything else', async () => {
    const tracker = tracked()
    const file = JSON.parse(JSON.stringify(tracker))
    expect(await carbonReport(file, { carbon: 'DEU' })).toEqual(await carbonReport(tracker, { carbon: 'DEU' }))
    await expect(carbonReport({} as never)).rejects.toMatchObject({ code: 'invalid-report' })
    await expect(carbonReport(undefined as never)).rejects.toMatchObject({ code: 'invalid-report' })
  })

  test.each<[unknown, string, RegExp]>([
    [{ carbon: 'DE' }, 'unknown-zone', /"DE".*mean "DEU"/],
    [{ carbon: 'Germany' }, 'unknown-zone', /"Germany"/],
    [{ carbon: '__proto__' }, 'unknown-zone', /"__proto__"/],
    [{ zone: 'XXX' }, 'unknown-zone', /"XXX"/],
    [{ zone: () => 'FRX' }, 'unknown-zone', /"FRX".*mean "FRA"/],
    [{ deviceZone: 'ENG' }, 'unknown-zone', /"ENG"/],
    [{ carbon: 'DEU', zone: 'FRA' }, 'invalid-option', /either/],
    [{ carbon: 7 }, 'invalid-option', /carbon/],
    [{ carbn: 'DEU' }, 'invalid-option', /"carbn".*"carbon"/],
    [{ registry: {} }, 'invalid-option', /registry/],
    [{ carbon: () => Number.NaN }, 'invalid-option', /carbon source for "WORLD"/],
    [{ carbon: () => -1 }, 'invalid-option', /carbon source/],
    [{ carbon: () => '400' }, 'invalid-option', /carbon source/],
    [{ carbon: async () => 383_600 }, 'invalid-option', /carbon source/],
  ])('%o is refused', async (options, code, message) => {
    await expect(carbonReport(tracked(), options as never)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
  })

  test("a source's failure is the caller's to see", async () => {
    await expect(carbonReport(tracked(), { carbon: () => Promise.reject(new Error('429')) })).rejects.toThrow('429')
  })

  test('whatever was recorded, each range holds its middle', async () => {
    const zones = fc.constantFrom(...Object.keys(GRID_CARBON))
    await fc.assert(
      fc.asyncProperty(zones, zones, async (one, other) => {
        const report = await carbonReport(tracked(), { zone: model => (model === 'claude-opus' ? one : other) })
        for (const totals of [report, ...report.models, ...report.days]) {
          expect(totals.usedLowG).toBeLessThanOrEqual(totals.usedG)
          expect(totals.usedG).toBeLessThanOrEqual(totals.usedHighG)
          expect(totals.savedLowG).toBeLessThanOrEqual(totals.savedG)
          expect(totals.savedG).toBeLessThanOrEqual(totals.savedHighG)
        }
      }),
    )
  })
})

test('the table holds plausible figures', () => {
  for (const [zone, { gramsPerKWh, name }] of Object.entries(GRID_CARBON)) {
    expect(gridCarbon(zone)).toEqual({ name, gramsPerKWh })
    expect(gramsPerKWh).toBeGreaterThan(20)
    expect(gramsPerKWh).toBeLessThan(1000)
  }
})
