import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pool, queryProfile, scoring } from './arbitraries.fixture.ts'
import type { RoutingDecision } from './contracts.ts'
import { EnergyTracker } from './energy-tracker.ts'
import { addExact, type ExactSum, exactValue } from './exact-sum.ts'
import { getKnownProfiles } from './known-profiles.ts'
import { BenchmarkMatcher } from './matcher.ts'
import { ModelRegistry } from './model-registry.ts'
import { QueryProfile } from './query-profile.ts'
import { GreenScorer } from './scorer.ts'

const known = new BenchmarkMatcher(new ModelRegistry(Object.values(getKnownProfiles())))
const simple = known.match(QueryProfile.single('simple', 1))
const hard = known.match(QueryProfile.single('knowledge', 5))

const decisions: fc.Arbitrary<RoutingDecision[]> = fc.array(
  fc
    .tuple(pool, queryProfile, scoring)
    .map(([models, profile, config]) =>
      new BenchmarkMatcher(new ModelRegistry(models), GreenScorer.from(config)).match(profile),
    ),
  { maxLength: 15 },
)

function trackerOf(recorded: readonly RoutingDecision[]): EnergyTracker {
  const tracker = new EnergyTracker()
  for (const decision of recorded) tracker.record(decision)
  return tracker
}

function exactSumOf(values: readonly number[]): number {
  const sum: ExactSum = []
  for (const value of values) addExact(sum, value)
  return exactValue(sum)
}

describe('a report', () => {
  test('measures against the largest energy and the highest price of the pool, as the seed does', () => {
    const report = trackerOf([simple, simple, hard]).report()
    expect(report).toMatchObject({ queries: 3, usedWh: 0.31 })
    expect(report.baselineWh).toBeCloseTo(1.2, 12)
    expect(report.savedWh).toBeCloseTo(0.89, 12)
    expect(report.savedPercent).toBeCloseTo((100 * 0.89) / 1.2, 10)
    expect(report.usedUsd).toBeCloseTo(0.0001 * 2 + 0.045, 12)
    expect(report.baselineUsd).toBeCloseTo(3 * 0.045, 12)
    expect(report.models.map(({ model, queries, usedWh }) => [model, queries, usedWh])).toEqual([
      ['llama-3.1-8b', 2, 0.01],
      ['claude-opus', 1, 0.3],
    ])
  })

  test('equals the sum of its decisions exactly, in any order', () => {
    const shuffled = decisions.chain(list =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    fc.assert(
      fc.property(shuffled, ([list, reordered]) => {
        const { models, ...totals } = trackerOf(list).report()
        expect(totals.queries).toBe(list.length)
        expect(totals.usedWh).toBe(exactSumOf(list.map(decision => decision.energyEstimateWh!)))
        expect(totals.usedLowWh).toBe(exactSumOf(list.map(decision => decision.energy!.lowWh)))
        expect(totals.usedHighWh).toBe(exactSumOf(list.map(decision => decision.energy!.highWh)))
        expect(totals.usedUsd).toBe(exactSumOf(list.map(decision => decision.costEstimate)))
        const most = list.map(({ ranking }) => Math.max(...ranking.map(entry => entry.energy!.midWh)))
        expect(totals.baselineWh).toBe(exactSumOf(most))
        const { models: _, ...others } = trackerOf(reordered).report()
        expect(others).toEqual(totals)
        expect(models.reduce((sum, entry) => sum + entry.queries, 0)).toBe(list.length)
      }),
    )
  })

  test('keeps its ranges in order and never saves less than nothing or more than all', () => {
    fc.assert(
      fc.property(decisions, list => {
        const report = trackerOf(list).report()
        expect(report.usedLowWh).toBeLessThanOrEqual(report.usedWh)
        expect(report.usedWh).toBeLessThanOrEqual(report.usedHighWh)
        expect(report.baselineLowWh).toBeLessThanOrEqual(report.baselineWh)
        for (const percent of [report.savedPercent, report.savedUsdPercent]) {
          expect(percent).toBeGreaterThanOrEqual(0)
          expect(percent).toBeLessThanOrEqual(100)
        }
      }),
    )
  })

  test('is a snapshot, and reset starts over', () => {
    const tracker = trackerOf([simple])
    const before = tracker.report()
    tracker.record(hard)
    expect(before.queries).toBe(1)
    tracker.reset()
    expect(tracker.report()).toEqual(new EnergyTracker().report())
    expect(tracker.report()).toMatchObject({ queries: 0, savedPercent: 0, models: [] })
  })

  test('reads as a few lines', () => {
    expect(new EnergyTracker().formatReport()).toBe('No queries recorded.')
    expect(trackerOf([simple, simple, hard]).formatReport()).toBe(
      [
        '3 queries: about 0.31 Wh (between 0.15 Wh and 1.9 Wh), $0.045',
        'Always the model of highest estimated energy: about 1.2 Wh (between 0.60 Wh and 7.2 Wh)',
        'Always the model of highest price: $0.14',
        'Difference: about 0.89 Wh (74.2 %), $0.090 (66.5 %)',
        '  llama-3.1-8b  2 queries, 0.010 Wh, $0.00020',
        '  claude-opus   1 query, 0.30 Wh, $0.045',
      ].join('\n'),
    )
  })

  test.each([
    [undefined],
    [{}],
    [{ ...simple, selectedModel: '' }],
    [{ ...simple, energy: { ...simple.energy, midWh: Number.NaN } }],
    [{ ...simple, energy: { ...simple.energy, lowWh: 1 } }],
    [{ ...simple, costEstimate: -1 }],
    [{ ...simple, costEstimate: 1e308 }],
    [{ ...simple, ranking: 'none' }],
    [{ ...simple, ranking: [null] }],
  ])('refuses what is not a decision and counts nothing of it: %#', decision => {
    const tracker = trackerOf([hard])
    const before = tracker.report()
    expect(() => tracker.record(decision as never)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(/^decision/) }),
    )
    expect(tracker.report()).toEqual(before)
  })
})

describe('a tracker as JSON', () => {
  test('goes on after a reload as if there had been none', () => {
    fc.assert(
      fc.property(decisions, decisions, (before, after) => {
        const reloaded = EnergyTracker.fromJSON(JSON.parse(JSON.stringify(trackerOf(before))))
        for (const decision of after) reloaded.record(decision)
        expect(reloaded.report()).toEqual(trackerOf([...before, ...after]).report())
      }),
    )
  })

  test('is a copy: neither side changes the other', () => {
    const tracker = trackerOf([simple])
    const file = tracker.toJSON()
    const reloaded = EnergyTracker.fromJSON(file)
    const text = JSON.stringify(file)
    reloaded.record(hard)
    tracker.record(simple)
    expect(JSON.stringify(file)).toBe(text)
  })

  test('of a newer version is refused by its number', () => {
    const file = { ...trackerOf([simple]).toJSON(), version: 2, zones: {} }
    expect(() => EnergyTracker.fromJSON(file)).toThrow(
      expect.objectContaining({ code: 'invalid-report', message: expect.stringMatching(/version 2.*up to 1/) }),
    )
  })

  const change = (edit: (file: never) => void) => {
    const file = JSON.parse(JSON.stringify(trackerOf([simple, hard])))
    edit(file as never)
    return file
  }
  type File = {
    format: string
    version: unknown
    models: { model: string; queries: number; sums: Record<string, unknown> }[]
    more?: unknown
  }

  test.each<[string, (file: File) => void, RegExp]>([
    ['another format', file => (file.format = 'other'), /format/],
    ['no version', file => (file.version = undefined), /version/],
    ['a version in words', file => (file.version = '1'), /version/],
    ['an unknown key', file => (file.more = 1), /"more"/],
    ['no models', file => (file.models = null as never), /models/],
    ['a model twice', file => file.models.push(file.models[0]!), /models\[2\]/],
    ['a model without queries', file => (file.models[1]!.queries = 0), /models\[1\]\.queries/],
    ['half a query', file => (file.models[1]!.queries = 1.5), /models\[1\]\.queries/],
    ['a missing sum', file => delete file.models[1]!.sums.usedWh, /models\[1\]\.sums\.usedWh/],
    ['a sum that is a number', file => (file.models[1]!.sums.usedWh = 1), /models\[1\]\.sums\.usedWh/],
    ['text in a sum', file => (file.models[1]!.sums.usedWh = ['1']), /models\[1\]\.sums\.usedWh\[0\]/],
    ['a negative sum', file => (file.models[1]!.sums.usedUsd = [-1]), /models\[1\]\.sums\.usedUsd/],
    [
      'a sum of endless parts',
      file => (file.models[1]!.sums.usedWh = Array(1000).fill(0)),
      /models\[1\]\.sums\.usedWh/,
    ],
    ['more used than there was', file => (file.models[1]!.sums.baselineUsd = [0]), /usedUsd ≤ baselineUsd/],
    ['a range out of order', file => (file.models[1]!.sums.usedHighWh = [0]), /usedLowWh ≤ usedWh ≤ usedHighWh/],
  ])('with %s is refused', (_, edit, message) => {
    const file = change(edit as (file: never) => void)
    expect(() => EnergyTracker.fromJSON(file)).toThrow(
      expect.objectContaining({ code: 'invalid-report', message: expect.stringMatching(message) }),
    )
  })
})
