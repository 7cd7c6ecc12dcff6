import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { pool, queryProfile, scoring } from './arbitraries.fixture.ts'
import type { RoutingDecision } from './contracts.ts'
import { estimateEnergy } from './energy-estimate.ts'
import { EnergyTracker, type EnergyTrackerOptions } from './energy-tracker.ts'
import { exactTotal } from './exact-sum.ts'
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

function trackerOf(recorded: readonly RoutingDecision[], options?: EnergyTrackerOptions): EnergyTracker {
  const tracker = new EnergyTracker(options)
  for (const decision of recorded) tracker.record(decision)
  return tracker
}

/** The same decision, some energies of which nobody knows. */
function withUnknown(decision: RoutingDecision, ...names: string[]): RoutingDecision {
  const ranking = decision.ranking.map(entry => (names.includes(entry.model) ? { ...entry, energy: null } : entry))
  const energy = names.includes(decision.selectedModel) ? null : decision.energy
  return { ...decision, energy, ranking } as unknown as RoutingDecision
}

const energyIn = (decision: RoutingDecision, name: string) =>
  decision.ranking.find(({ model }) => model === name)!.energy!

describe('a report', () => {
  test('against a named model, with the range of each sum', () => {
    const report = trackerOf([simple, simple, hard], { baseline: 'gpt-4o' }).report()
    expect(report).toMatchObject({
      queries: 3,
      comparedQueries: 3,
      unknownQueries: 0,
      measuredQueries: 0,
      usedWh: 0.31,
    })
    expect(report.against).toBe('against always using gpt-4o')
    expect(report.baselines).toEqual([{ model: 'gpt-4o', kind: 'chosen', queries: 3, bases: ['declared'] }])
    const gpt4o = energyIn(simple, 'gpt-4o')
    expect(report.baselineWh).toBe(exactTotal([0.2, 0.2, 0.2]))
    expect(report.baselineHighWh).toBe(exactTotal([gpt4o.highWh, gpt4o.highWh, gpt4o.highWh]))
    expect(report.savedWh).toBeCloseTo(0.29, 12)
    expect(report.savedPercent).toBeCloseTo((100 * 0.29) / 0.6, 10)
    // Worst against best: two cheap answers at their highest, the dear one at its highest, against the lowest of the baseline.
    expect(report.savedLowWh).toBeCloseTo(3 * gpt4o.lowWh - 2 * simple.energy!.highWh - hard.energy!.highWh, 12)
    expect(report.savedHighWh).toBeCloseTo(3 * gpt4o.highWh - 2 * simple.energy!.lowWh - hard.energy!.lowWh, 12)
    expect(report.baselineUsd).toBeCloseTo(3 * simple.ranking.find(({ model }) => model === 'gpt-4o')!.costEstimate, 12)
    expect(report.models.map(({ model, queries, usedWh }) => [model, queries, usedWh])).toEqual([
      ['llama-3.1-8b', 2, 0.01],
      ['claude-opus', 1, 0.3],
    ])
  })

  test("keeps the seed's saving against the pool's largest", () => {
    const report = trackerOf([simple, simple, hard]).report()
    expect(report.maxWh).toBeCloseTo(1.2, 12)
    expect(report.energySavingsVsMax).toBeCloseTo(0.89 / 1.2, 12)
    expect(trackerOf([simple]).report().energySavingsVsMax).toBe(simple.energySavingsVsMax)
  })

  test('without a baseline says which model is meant, and that it is the most capable', () => {
    const registry = new ModelRegistry(Object.values(getKnownProfiles()))
    const byProfile = trackerOf([simple, hard], { registry }).report()
    expect(byProfile.against).toBe('against always using gpt-4o, the most capable of your pool')
    expect(byProfile.baselines).toEqual([{ model: 'gpt-4o', kind: 'most-capable', queries: 2, bases: ['declared'] }])
    // Without profiles, each question's ranking says who is the fittest.
    const byRanking = trackerOf([simple, hard, hard]).report()
    expect(byRanking.against).toBe('against always using claude-opus, the most capable of your pool')
    const reasoning = known.match(QueryProfile.single('reasoning', 5))
    expect(trackerOf([hard, hard, reasoning]).report().against).toBe(
      'against always using the most capable of your pool for each question: claude-opus for 2, gpt-4o for 1',
    )
  })

  test('equals the sum of its decisions exactly, in any order', () => {
    const shuffled = decisions.chain(list =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    fc.assert(
      fc.property(shuffled, ([list, reordered]) => {
        const report = trackerOf(list).report()
        expect(report.queries).toBe(list.length)
        expect(report.usedWh).toBe(exactTotal(list.map(decision => decision.energyEstimateWh!)))
        expect(report.usedLowWh).toBe(exactTotal(list.map(decision => decision.energy!.lowWh)))
        expect(report.usedHighWh).toBe(exactTotal(list.map(decision => decision.energy!.highWh)))
        expect(report.usedUsd).toBe(exactTotal(list.map(decision => decision.costEstimate)))
        const most = list.map(({ ranking }) => Math.max(...ranking.map(entry => entry.energy!.midWh)))
        expect(report.maxWh).toBe(exactTotal(most))
        for (const groups of [report.models, report.days, report.bases]) {
          for (const name of ['queries', 'usedWh', 'baselineWh', 'savedHighWh'] as const) {
            expect(exactTotal(groups.map(group => group[name]))).toBeCloseTo(report[name], 9)
          }
        }
        const { models: _, days: __, bases: ___, baselines: ____, against: _____, ...totals } = report
        const other = trackerOf(reordered).report()
        expect(other).toMatchObject(totals)
      }),
    )
  })

  test('keeps its ranges in order and never saves more than all', () => {
    fc.assert(
      fc.property(decisions, list => {
        const report = trackerOf(list).report()
        for (const totals of [report, ...report.models, ...report.days]) {
          expect(totals.usedLowWh).toBeLessThanOrEqual(totals.usedWh)
          expect(totals.usedWh).toBeLessThanOrEqual(totals.usedHighWh)
          expect(totals.baselineLowWh).toBeLessThanOrEqual(totals.baselineWh)
          expect(totals.savedLowWh).toBeLessThanOrEqual(totals.savedWh)
          expect(totals.savedWh).toBeLessThanOrEqual(totals.savedHighWh)
          expect(totals.savedPercent).toBeLessThanOrEqual(100)
          expect(totals.energySavingsVsMax).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  test('a baseline that answers itself saves nothing, give or take nothing', () => {
    const report = trackerOf([simple], { baseline: simple.selectedModel }).report()
    expect(report).toMatchObject({ comparedQueries: 1, savedWh: 0, savedLowWh: 0, savedHighWh: 0, savedUsd: 0 })
  })

  test('an answer that took more than the baseline is said to have taken more', () => {
    const tracker = trackerOf([hard], { baseline: 'llama-3.1-8b' })
    expect(tracker.report().savedWh).toBeCloseTo(0.005 - 0.3, 12)
    expect(tracker.formatReport()).toContain('-0.29 Wh')
    expect(tracker.formatReport()).toContain('% more')
  })

  test('is a snapshot, and reset starts over', () => {
    const tracker = trackerOf([simple])
    const before = tracker.report()
    tracker.record(hard)
    expect(before.queries).toBe(1)
    tracker.reset()
    expect(tracker.report()).toEqual(new EnergyTracker().report())
    expect(tracker.report()).toMatchObject({ queries: 0, savedPercent: 0, models: [], against: '' })
    // What was recorded before is no longer there to be settled.
    tracker.record(simple, { measured: { wh: 1 } })
    expect(tracker.report()).toMatchObject({ queries: 1, usedWh: 1 })
  })

  test('reads as a few lines', () => {
    expect(new EnergyTracker().formatReport()).toBe('No queries recorded.')
    const tracker = trackerOf([simple, simple, hard], { baseline: 'gpt-4o' })
    expect(tracker.formatReport()).toBe(
      [
        '3 queries: about 0.31 Wh (0.15 to 1.9 Wh), $0.045',
        'Compared against always using gpt-4o: about 0.60 Wh (0.30 to 3.6 Wh), $0.030',
        'Estimated difference: about 0.29 Wh (-1.6 to 3.4 Wh), 48.3 % less; -$0.015, 50.7 % more',
        'Measured: 0 of 3',
        '  llama-3.1-8b  2 queries, about 0.010 Wh (0.0050 to 0.060 Wh), $0.00020',
        '  claude-opus   1 query, about 0.30 Wh (0.15 to 1.8 Wh), $0.045',
      ].join('\n'),
    )
  })
})

describe('a baseline', () => {
  test('that the registry does not hold is refused at once, with the nearest name', () => {
    const registry = new ModelRegistry(Object.values(getKnownProfiles()))
    expect(() => new EnergyTracker({ registry, baseline: 'gpt4o' })).toThrow(
      expect.objectContaining({ code: 'unknown-model', message: expect.stringMatching(/"gpt4o".*mean "gpt-4o"/) }),
    )
    const tracker = new EnergyTracker({ registry, baseline: 'gpt-4o' })
    expect(() => (tracker.baseline = 'gpt-5o')).toThrow(expect.objectContaining({ code: 'unknown-model' }))
    expect(tracker.baseline).toBe('gpt-4o')
  })

  test('that is not in the pool of a decision is refused then, and nothing is counted', () => {
    const tracker = new EnergyTracker({ baseline: 'gpt4o' })
    expect(() => tracker.record(simple)).toThrow(
      expect.objectContaining({ code: 'unknown-model', message: expect.stringMatching(/mean "gpt-4o"/) }),
    )
    expect(tracker.report().queries).toBe(0)
  })

  test('can be changed, and decisions already recorded read again', () => {
    const tracker = trackerOf([simple, hard], { baseline: 'gpt-4o' })
    tracker.baseline = 'claude-opus'
    tracker.record(simple, { usd: 0.5 })
    expect(tracker.report().against).toBe('against always using claude-opus (1 query); or gpt-4o (1 query)')
    expect(tracker.amend(hard)).toBe(true)
    expect(tracker.report().baselines).toEqual([
      { model: 'claude-opus', kind: 'chosen', queries: 2, bases: ['declared'] },
    ])
    expect(tracker.report()).toMatchObject({ queries: 2, usedUsd: 0.545 })
    expect(tracker.amend({ ...simple })).toBe(false)
  })
})

describe('what is known after the answer', () => {
  test('measured energy wins, and the rest stays an estimate', () => {
    const tracker = new EnergyTracker({ baseline: 'gpt-4o' })
    tracker.record(simple, { measured: { joules: 72 } })
    tracker.record(hard)
    const report = tracker.report()
    expect(report).toMatchObject({ queries: 2, measuredQueries: 1, usedWh: 0.32 })
    expect(
      report.bases.map(({ basis, queries, usedLowWh, usedHighWh }) => [basis, queries, usedLowWh, usedHighWh]),
    ).toEqual([
      ['declared', 1, 0.15, hard.energy!.highWh],
      ['measured-here', 1, 0.02, 0.02],
    ])
    expect(tracker.formatReport()).toContain('Measured: 1 of 2')
  })

  test('can be handed in later for the same decision, which is not counted twice', () => {
    const tracker = trackerOf([simple, hard], { baseline: 'gpt-4o' })
    tracker.record(simple, { measured: { wh: 0.02 }, usage: { inputTokens: 12, outputTokens: 40 } })
    expect(tracker.report()).toMatchObject({
      queries: 2,
      measuredQueries: 1,
      usageQueries: 1,
      inputTokens: 12,
      outputTokens: 40,
      usedWh: 0.32,
    })
    // The next outcome is another answer by the same decision.
    tracker.record(simple, { measured: { wh: 0.03 } })
    expect(tracker.report()).toMatchObject({ queries: 3, measuredQueries: 2, usedWh: 0.35 })
  })

  test('is read once: changing the object afterwards changes nothing', () => {
    const tracker = new EnergyTracker()
    const outcome = { measured: { wh: 0.02 } }
    tracker.record(simple, outcome)
    outcome.measured.wh = 7
    tracker.amend(simple)
    expect(tracker.report().usedWh).toBe(0.02)
  })

  test('is replaced without a trace of what it replaces', () => {
    const measured = fc.double({ min: 0, max: 100, noNaN: true })
    fc.assert(
      fc.property(decisions, measured, (list, wh) => {
        const distinct = list.map(decision => ({ ...decision }))
        const later = trackerOf(distinct)
        for (const decision of distinct) later.record(decision, { measured: { wh } })
        const atOnce = new EnergyTracker()
        for (const decision of distinct) atOnce.record(decision, { measured: { wh } })
        expect(later.report()).toEqual(atOnce.report())
      }),
    )
  })

  test('real tokens are priced by the registry and estimated by the caller, for the baseline too', () => {
    const registry = new ModelRegistry([
      { name: 'small', costPer1kInput: 1, costPer1kOutput: 2, energyPerQueryWh: 0.01, benchmarkScores: { code: 0.9 } },
      { name: 'large', costPer1kInput: 10, costPer1kOutput: 20, energyPerQueryWh: 1, benchmarkScores: { code: 0.95 } },
    ])
    const decision = new BenchmarkMatcher(registry, GreenScorer.from({ preset: 'maximum_green' })).match(
      QueryProfile.single('code', 1),
    )
    expect(decision.selectedModel).toBe('small')
    const tracker = new EnergyTracker({
      registry,
      baseline: 'large',
      estimate: (name, { outputTokens = 0 }) => {
        const { lowWh, midWh, highWh, basis } = estimateEnergy(registry.get(name))
        return { lowWh: lowWh * outputTokens, midWh: midWh * outputTokens, highWh: highWh * outputTokens, basis }
      },
    })
    tracker.record(decision, { usage: { inputTokens: 1000, outputTokens: 500 } })
    expect(tracker.report()).toMatchObject({ usedUsd: 2, baselineUsd: 20, usedWh: 5, baselineWh: 500, maxWh: 500 })
  })

  test('guessed tokens are marked as such', () => {
    const tracker = new EnergyTracker()
    tracker.record(simple, { usage: { outputTokens: 30, estimated: true } })
    expect(tracker.report()).toMatchObject({ usageQueries: 0, estimatedUsageQueries: 1, outputTokens: 30 })
  })

  test('another model may have answered', () => {
    const tracker = new EnergyTracker({ baseline: 'gpt-4o' })
    tracker.record(simple, { model: 'claude-haiku' })
    expect(tracker.report().models.map(({ model }) => model)).toEqual(['claude-haiku'])
    expect(tracker.report().usedWh).toBe(energyIn(simple, 'claude-haiku').midWh)
    expect(() => tracker.record(simple, { model: 'claude-haikuu' })).toThrow(
      expect.objectContaining({ code: 'unknown-model', message: expect.stringMatching(/mean "claude-haiku"/) }),
    )
  })

  test('what was tried before adds to what was used, each at its own price, and not to the baseline', () => {
    const registry = new ModelRegistry(Object.values(getKnownProfiles()))
    const usage = { inputTokens: 1000, outputTokens: 1000 }
    const tracker = new EnergyTracker({ registry, baseline: 'gpt-4o' })
    tracker.record(hard, { model: 'gpt-4o', usage, earlier: [{ model: 'llama-3.1-8b', usage }] })
    const price = (name: string) => registry.get(name).costPer1kInput + registry.get(name).costPer1kOutput
    const report = tracker.report()
    expect(report.usedUsd).toBeCloseTo(price('gpt-4o') + price('llama-3.1-8b'), 12)
    expect(report.baselineUsd).toBeCloseTo(price('gpt-4o'), 12)
    expect(report.usedWh).toBeCloseTo(energyIn(hard, 'gpt-4o').midWh + energyIn(hard, 'llama-3.1-8b').midWh, 12)
    expect(report.baselineWh).toBeCloseTo(energyIn(hard, 'gpt-4o').midWh, 12)
    expect(report.savedWh).toBeCloseTo(-energyIn(hard, 'llama-3.1-8b').midWh, 12)
    expect(report).toMatchObject({ queries: 1, inputTokens: 2000, outputTokens: 2000 })
    expect(report.savedLowWh).toBeLessThanOrEqual(report.savedWh)
    expect(report.savedWh).toBeLessThanOrEqual(report.savedHighWh)
  })

  test('an attempt whose energy nobody knows makes that of all unknown', () => {
    const tracker = new EnergyTracker()
    tracker.record(withUnknown(hard, 'llama-3.1-8b'), { earlier: [{ model: 'llama-3.1-8b' }] })
    expect(tracker.report()).toMatchObject({ queries: 1, unknownQueries: 1, usedWh: 0 })
    expect(() => tracker.record(hard, { earlier: [{ model: 'gpt-4' }] })).toThrow(
      /outcome\.earlier\[0\]\.model "gpt-4" is not in the decision's ranking/,
    )
    expect(tracker.report().queries).toBe(1)
  })

  test.each<[unknown, RegExp]>([
    [{ earlier: {} }, /outcome\.earlier must be an array/],
    [{ earlier: [null] }, /outcome\.earlier\[0\] must be a plain object/],
    [{ earlier: [{}] }, /outcome\.earlier\[0\]\.model/],
    [{ measured: {} }, /outcome\.measured/],
    [{ measured: { wh: -1 } }, /outcome\.measured\.wh/],
    [{ measured: { kwh: 1 } }, /"kwh"/],
    [{ usage: { outputTokens: 1.5 } }, /outcome\.usage\.outputTokens/],
    [{ usage: { outputTokens: 5, reasoningTokens: 6 } }, /outcome\.usage/],
    [{ usage: { inputTokens: '5' } }, /outcome\.usage\.inputTokens/],
    [{ usd: Number.NaN }, /outcome\.usd/],
    [{ mesured: { wh: 1 } }, /"mesured".*"measured"/],
    [7, /outcome/],
  ])('%j is refused and counts nothing', (outcome, message) => {
    const tracker = trackerOf([simple])
    expect(() => tracker.record(hard, outcome as never)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
    )
    expect(tracker.report().queries).toBe(1)
  })
})

describe('energy that nobody knows', () => {
  test('of the answer: counted apart, never as 0, and compared with nothing', () => {
    const unknown = withUnknown(simple, simple.selectedModel)
    const report = trackerOf([unknown, hard], { baseline: 'gpt-4o' }).report()
    const { usedWh, baselineWh, savedWh, savedLowWh, maxWh, energySavingsVsMax } = trackerOf([hard], {
      baseline: 'gpt-4o',
    }).report()
    expect(report).toMatchObject({ queries: 2, unknownQueries: 1, comparedQueries: 1 })
    expect(report).toMatchObject({ usedWh, baselineWh, savedWh, savedLowWh, maxWh, energySavingsVsMax })
    expect(report.usedUsd).toBeCloseTo(simple.costEstimate + hard.costEstimate, 12)
    const text = trackerOf([unknown, hard], { baseline: 'gpt-4o' }).formatReport()
    expect(text).toContain('of unknown energy and in no total: 1')
    expect(text).toMatch(/llama-3\.1-8b +1 query, energy unknown/)
    expect(trackerOf([unknown]).formatReport()).toMatch(
      /^1 query: energy unknown.*\n.*: energy unknown.*\n.*: energy unknown/,
    )
  })

  test('of the baseline: what was used counts, what was saved does not', () => {
    const report = trackerOf([withUnknown(simple, 'gpt-4o')], { baseline: 'gpt-4o' }).report()
    expect(report).toMatchObject({ queries: 1, unknownQueries: 0, comparedQueries: 0, usedWh: 0.005 })
    expect(report).toMatchObject({ baselineWh: 0, savedWh: 0, savedLowWh: 0, savedHighWh: 0, savedPercent: 0 })
    expect(trackerOf([withUnknown(simple, 'gpt-4o')], { baseline: 'gpt-4o' }).formatReport()).toContain(
      'with a baseline of unknown energy and not compared: 1',
    )
  })

  test('becomes known when it is measured', () => {
    const tracker = new EnergyTracker({ baseline: 'gpt-4o' })
    const unknown = withUnknown(simple, simple.selectedModel)
    tracker.record(unknown)
    tracker.record(unknown, { measured: { wh: 0.01 } })
    expect(tracker.report()).toMatchObject({ queries: 1, unknownQueries: 0, comparedQueries: 1, usedWh: 0.01 })
  })
})

describe('days', () => {
  const zone = process.env.TZ
  afterEach(() => {
    // Assigning undefined would set it to that word.
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  test('are those of the calendar where the code runs', () => {
    process.env.TZ = 'Europe/Berlin'
    // The clocks went forward on 29 March 2026 and back on 25 October 2026: days of 23 and of 25 hours.
    const moments = [
      '2026-03-28T22:59:59Z',
      '2026-03-28T23:00:00Z',
      '2026-03-29T21:59:59Z',
      '2026-03-29T22:00:00Z',
      '2026-10-24T22:00:00Z',
      '2026-10-25T22:59:59Z',
      '2026-10-25T23:00:00Z',
    ]
    const clock = moments.map(moment => Date.parse(moment))
    const tracker = new EnergyTracker({ clock: () => clock.shift()! })
    for (const _ of moments) tracker.record(simple)
    expect(tracker.report().days.map(({ day, queries }) => [day, queries])).toEqual([
      ['2026-03-28', 1],
      ['2026-03-29', 2],
      ['2026-03-30', 1],
      ['2026-10-25', 2],
      ['2026-10-26', 1],
    ])
  })

  test('of an answer are those of its first recording', () => {
    let now = new Date(2026, 0, 31, 23, 59)
    const tracker = new EnergyTracker({ clock: () => now })
    tracker.record(simple)
    now = new Date(2026, 1, 1, 0, 1)
    tracker.record(simple, { measured: { wh: 1 } })
    expect(tracker.report().days.map(({ day, queries }) => [day, queries])).toEqual([['2026-01-31', 1]])
  })

  test('a clock that gives no moment is refused', () => {
    const tracker = new EnergyTracker({ clock: () => Number.NaN })
    expect(() => tracker.record(simple)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
    expect(tracker.report().queries).toBe(0)
  })
})

describe('the router itself', () => {
  test('is shown apart, subtracted, and paid for after some queries', () => {
    const tracker = trackerOf([simple, simple, simple, simple], { baseline: 'gpt-4o' })
    const { savedWh, usedWh } = tracker.report()
    tracker.recordRouting({ downloadedBytes: 7_400_000 })
    for (let index = 0; index < 4; index++) tracker.recordRouting({ measured: { joules: 0.36 } })
    const { routing, ...report } = tracker.report()
    expect(report).toMatchObject({ savedWh, usedWh })
    expect(routing).toMatchObject({ downloads: 1, decisions: 4 })
    expect(routing.midWh).toBeCloseTo(7.4 * 0.114 + 0.0004, 12)
    expect(routing.netSavedWh).toBeCloseTo(savedWh - routing.midWh, 12)
    expect(routing.netSavedLowWh).toBeCloseTo(report.savedLowWh - routing.highWh, 12)
    // 0.195 Wh saved a query, 0.0001 spent on deciding: 0.8436 / 0.1949 = 4.3.
    expect(routing.breakEvenQueries).toBe(5)
    expect(tracker.formatReport()).toContain('paid for after 5 queries like these')
  })

  test('that was not fetched has nothing to pay for', () => {
    const tracker = trackerOf([simple], { baseline: 'gpt-4o' })
    tracker.recordRouting({ measured: { joules: 1 } })
    expect(tracker.report().routing).toMatchObject({ downloads: 0, breakEvenQueries: 0 })
    expect(tracker.formatReport()).not.toContain('paid for')
  })

  test('that costs as much as it saves is never paid for', () => {
    const tracker = trackerOf([simple], { baseline: simple.selectedModel })
    tracker.recordRouting({ downloadedBytes: 1e6 })
    expect(tracker.report().routing.breakEvenQueries).toBeNull()
    expect(tracker.formatReport()).toContain('never pays for itself')
  })

  test.each([
    [{}],
    [{ downloadedBytes: -1 }],
    [{ downloadedBytes: 1, measured: { wh: 1 } }],
    [{ energy: null }],
    [null],
  ])('%j is no cost', cost => {
    const tracker = new EnergyTracker()
    expect(() => tracker.recordRouting(cost as never)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
    expect(tracker.toJSON().rows).toEqual([])
  })
})

test.each([
  [undefined],
  [{}],
  [{ ...simple, selectedModel: '' }],
  [{ ...simple, energy: { ...simple.energy, midWh: Number.NaN } }],
  [{ ...simple, energy: { ...simple.energy, lowWh: 1 } }],
  [{ ...simple, energy: { ...simple.energy, basis: 'divined' } }],
  [{ ...simple, energy: undefined }],
  [{ ...simple, costEstimate: -1 }],
  [{ ...simple, costEstimate: 1e308 }],
  [{ ...simple, ranking: 'none' }],
  [{ ...simple, ranking: [null] }],
])('what is not a decision is refused and counts nothing: %#', decision => {
  const tracker = trackerOf([hard])
  const before = tracker.report()
  expect(() => tracker.record(decision as never)).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(/^decision/) }),
  )
  expect(tracker.report()).toEqual(before)
})

test('a listener hears each answer until it stops, and cannot do harm', () => {
  const tracker = new EnergyTracker({ baseline: 'gpt-4o' })
  const heard: unknown[] = []
  tracker.subscribe(() => {
    throw new Error('not my day')
  })
  const stop = tracker.subscribe(({ model, energy, baseline, replaces }) =>
    heard.push([model, energy?.basis, baseline.model, replaces?.energy?.basis]),
  )
  tracker.record(simple)
  tracker.record(simple, { measured: { wh: 1 } })
  stop()
  tracker.record(hard)
  expect(heard).toEqual([
    ['llama-3.1-8b', 'declared', 'gpt-4o', undefined],
    ['llama-3.1-8b', 'measured-here', 'gpt-4o', 'declared'],
  ])
  expect(tracker.report().queries).toBe(2)
})

test.each<[unknown, RegExp]>([
  [{ basline: 'gpt-4o' }, /"basline".*"baseline"/],
  [{ baseline: 7 }, /baseline/],
  [{ registry: {} }, /registry.*ModelRegistry/],
  [{ ledger: new Map() }, /ledger/],
  [{ clock: 7 }, /clock/],
])('options %j are refused', (options, message) => {
  expect(() => new EnergyTracker(options as never)).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
  )
})
