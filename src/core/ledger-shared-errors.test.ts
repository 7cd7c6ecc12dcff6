/** The ledger and the energy model of 2026-11 together: what two estimates share does not widen their difference. */
import { expect, test } from 'vitest'
import { defaultRegistry } from './default-pool.ts'
import { compareEnergy } from './energy-saving.ts'
import { EnergyTracker } from './energy-tracker.ts'
import { BenchmarkMatcher } from './matcher.ts'
import { ModelRegistry } from './model-registry.ts'
import { QueryProfile } from './query-profile.ts'
import { GreenScorer } from './scorer.ts'

const decide = (registry = defaultRegistry()) =>
  new BenchmarkMatcher(registry, GreenScorer.from(), { energyModel: '2026-11' }).match(
    QueryProfile.single('knowledge', 2),
  )

test('the range of a saving is that of the comparison, and narrower than the two ranges suggest', () => {
  const decision = decide()
  const other = decision.ranking.find(({ model }) => model === 'llama-3.1-405b')!.energy!
  const tracker = new EnergyTracker({ baseline: 'llama-3.1-405b' })
  tracker.record(decision)
  const { savedLowWh, savedWh, savedHighWh } = tracker.report()
  const saving = compareEnergy(decision.energy!, other)
  expect([savedLowWh, savedHighWh]).toEqual([saving.lowWh, saving.highWh])
  expect(savedWh).toBeCloseTo(saving.midWh, 12)
  expect(savedLowWh).toBeGreaterThan(other.lowWh - decision.energy!.highWh)
  expect(savedHighWh).toBeLessThan(other.highWh - decision.energy!.lowWh)
})

test('a figure that only comes from a price is not added up', () => {
  const priced = { name: 'priced', provider: 'x', costPer1kInput: 0.001, costPer1kOutput: 0.002, benchmarkScores: {} }
  const decision = decide(new ModelRegistry([priced]))
  expect(decision.energy?.basis).toBe('price-proxy')
  const tracker = new EnergyTracker()
  tracker.record(decision)
  expect(tracker.report()).toMatchObject({ queries: 1, unknownQueries: 1, usedWh: 0 })
})

test('factors that are none are refused, and nothing is counted', () => {
  const decision = decide()
  const energy = { ...decision.energy!, errors: { ...decision.energy!.errors!, stack: ['a', 2] } }
  const tracker = new EnergyTracker()
  expect(() => tracker.record({ ...decision, energy } as never)).toThrow(/decision\.energy\.errors\.stack\[0\]/)
  expect(tracker.report().queries).toBe(0)
})
