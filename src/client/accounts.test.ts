import { describe, expect, test } from 'vitest'
import type { EnergyBasis, EnergyEstimate, RoutingDecision } from '../core/contracts.ts'
import { accountFor } from './accounts.ts'
import { testRouter } from './harness.fixture.ts'

const usage = { inputTokens: 1, outputTokens: 2, estimated: false }
const guess = { ...usage, estimated: true }
const timing = { durationMs: 10, timeToFirstChunkMs: 4 }
const decision = testRouter().decide()

/** The decision with other energies, as of models of which more or less is known. */
function withEnergies(energies: Readonly<Record<string, EnergyEstimate | null>>): RoutingDecision {
  const ranking = decision.ranking.map(entry => ({ ...entry, energy: energies[entry.model] as EnergyEstimate }))
  return { ...decision, energy: ranking[0]!.energy, ranking }
}

const wh = (midWh: number, basis: EnergyBasis): EnergyEstimate => ({
  lowWh: midWh / 2,
  midWh,
  highWh: midWh * 2,
  basis,
})

describe('an account', () => {
  test('of the chosen model alone is the decision itself', () => {
    const account = accountFor(decision, [{ model: 'small', usage, timing }])
    expect(account.decision).toBe(decision)
    expect(account).toMatchObject({
      energy: decision.energy,
      energySavingsPct: 98.75,
      attempts: 1,
      estimatedAttempts: 0,
    })
  })

  test('of another model is that of a decision for it', () => {
    const { decision: other } = accountFor(decision, [{ model: 'medium', usage, timing }])
    expect(other).toMatchObject({ selectedModel: 'medium', energyEstimateWh: 0.1, energySavingsVsMax: 0.75 })
  })

  test('of several is the sum of all, told of the last', () => {
    const account = accountFor(decision, [
      { model: 'small', usage: guess, timing },
      { model: 'large', usage, timing: { durationMs: 20 } },
    ])
    expect(account.timing).toEqual({ durationMs: 20 })
    expect(account.energy!.midWh).toBeCloseTo(0.405, 12)
    expect(account.energy!.lowWh).toBeLessThan(account.energy!.midWh)
    // More than the largest alone: said as it is.
    expect(account.energySavingsPct).toBeCloseTo(-1.25, 10)
    expect(account.decision).toMatchObject({ selectedModel: 'large', energySavingsVsMax: 0 })
    expect(account).toMatchObject({
      answer: usage,
      earlier: [{ model: 'small', usage: guess }],
      attempts: 2,
      estimatedAttempts: 1,
      usage: { inputTokens: 2, outputTokens: 4, estimated: true },
    })
  })

  test('rests on the weakest of its figures', () => {
    const mixed = withEnergies({
      small: wh(1, 'measured-here'),
      medium: wh(2, 'latency-proxy'),
      large: wh(4, 'disclosed'),
    })
    const spent = [
      { model: 'small', usage, timing },
      { model: 'medium', usage, timing },
    ]
    expect(accountFor(mixed, spent).energy).toEqual({ lowWh: 1.5, midWh: 3, highWh: 6, basis: 'latency-proxy' })
  })

  test('is unknown where one of them is', () => {
    const unknown = withEnergies({ small: wh(1, 'declared'), medium: null, large: wh(4, 'declared') })
    const account = accountFor(unknown, [
      { model: 'medium', usage, timing },
      { model: 'small', usage, timing },
    ])
    expect(account).toMatchObject({ energy: null, energySavingsPct: null })
  })
})
