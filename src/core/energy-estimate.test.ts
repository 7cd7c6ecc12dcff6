import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pool } from './arbitraries.fixture.ts'
import { estimateCost, estimateEnergy } from './energy-estimate.ts'
import { getKnownProfiles } from './known-profiles.ts'
import { ModelProfile } from './model-profile.ts'

describe('estimateEnergy', () => {
  test.each([
    [{ energyPerQueryWh: 0.2, estimatedParamsB: 8, avgLatencyMs: 100 }, 0.2, 'declared'],
    [{ energyPerQueryWh: 0, estimatedParamsB: 8 }, 0, 'declared'],
    [{ estimatedParamsB: 8, avgLatencyMs: 100 }, 0.008, 'fitted-guessed-size'],
    [{ avgLatencyMs: 100 }, 0.005, 'latency-proxy'],
    [{}, 0.05, 'unknown'],
  ])('takes the first that is known of %j', (facts, midWh, basis) => {
    const estimate = estimateEnergy(ModelProfile.from({ name: 'm', ...facts }))
    expect(estimate.basis).toBe(basis)
    expect(estimate.midWh).toBeCloseTo(midWh, 15)
  })

  test('has a range in order, wider than a point wherever there is energy', () => {
    fc.assert(
      fc.property(pool, models => {
        for (const model of models) {
          const { lowWh, midWh, highWh } = estimateEnergy(ModelProfile.from(model))
          expect(lowWh).toBeLessThanOrEqual(midWh)
          expect(highWh).toBeGreaterThanOrEqual(midWh)
          expect(Number.isFinite(highWh)).toBe(true)
        }
      }),
    )
  })

  // ML.ENERGY v3 on the GPU alone and with the whole stack at 300 tokens; the anchors named beside the ranges.
  test.each([
    ['llama-3.1-8b', [0.013, 0.021]],
    ['llama-3.1-70b', [0.078, 0.126]],
    ['llama-3.1-405b', [0.308, 0.54]],
    ['gpt-4o', [0.3, 0.34, 0.42]],
    ['gpt-4o-mini', [0.035]],
    ['claude-haiku', [0.042]],
    ['mistral-small', [0.051]],
  ])('gives %s a range that holds what others found', (name, figures) => {
    const profile = getKnownProfiles()[name]!
    const { energyPerQueryWh: _, ...withoutDeclared } = profile
    for (const model of [profile, ModelProfile.from(withoutDeclared)]) {
      const { lowWh, highWh } = estimateEnergy(model)
      for (const figure of figures) {
        expect(figure).toBeGreaterThanOrEqual(lowWh)
        expect(figure).toBeLessThanOrEqual(highWh)
      }
    }
  })
})

test('estimateCost is for 500 tokens each way', () => {
  expect(estimateCost(ModelProfile.from({ name: 'm', costPer1kInput: 0.002, costPer1kOutput: 0.006 }))).toBeCloseTo(
    0.004,
    15,
  )
})
