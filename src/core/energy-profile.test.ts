import { describe, expect, test } from 'vitest'
import { ModelProfile } from './model-profile.ts'
import { ModelRegistry } from './model-registry.ts'

const full = {
  name: 'm',
  estimatedParamsB: 117,
  activeParamsB: 5.1,
  sizeBasis: 'public',
  paramsRangeB: { low: 100, high: 130 },
  weightBits: 4.25,
  outputTokensFactor: 0.8,
  thoughtFactor: 0.3,
  onDevice: { device: 'desktop', watts: 250, tokensPerSecond: 60, inputTokensPerSecond: 900 },
  measuredEnergy: { joulesPerOutputToken: 4, joulesPerInputToken: 0.3, scope: 'whole', errorFactor: 1.1 },
  disclosedEnergy: { whPerAnswer: 0.3, outputTokens: 400, source: 'the vendor’s report', date: '2026-03-01' },
} as const

test('a profile keeps them, frozen, through a configuration and back', () => {
  const profile = ModelProfile.from(full)
  expect(profile).toMatchObject(full)
  for (const part of [profile.onDevice, profile.measuredEnergy, profile.disclosedEnergy, profile.paramsRangeB]) {
    expect(Object.isFrozen(part)).toBe(true)
  }
  const registry = new ModelRegistry([full])
  expect(ModelRegistry.fromConfig(JSON.parse(JSON.stringify(registry.toConfig()))).get('m')).toEqual(profile)
})

test('the seed’s spelling is read too, and its nulls are absent', () => {
  const profile = ModelProfile.from({ name: 'm', active_params_b: 3, size_basis: 'public', weight_bits: null })
  expect(profile).toMatchObject({ activeParamsB: 3, sizeBasis: 'public' })
  expect(profile).not.toHaveProperty('weightBits')
})

describe('what cannot be is refused by its path', () => {
  test.each([
    [{ activeParamsB: 10, estimatedParamsB: 8 }, /model\.activeParamsB is 10, more than the 8/],
    [{ activeParamsB: 0 }, /model\.activeParamsB/],
    [{ sizeBasis: 'publc' }, /model\.sizeBasis does not know "publc". Did you mean "public"/],
    [{ paramsRangeB: { low: 8 } }, /model\.paramsRangeB must be low and high/],
    [{ paramsRangeB: { low: 20, high: 8 } }, /low not above high/],
    [{ paramsRangeB: { low: 0, high: 8 } }, /paramsRangeB\.low/],
    [{ weightBits: 64 }, /model\.weightBits/],
    [{ thoughtFactor: -1 }, /model\.thoughtFactor/],
    [{ outputTokensFactor: 1e308 }, /model\.outputTokensFactor/],
    [{ onDevice: {} }, /model\.onDevice\.tokensPerSecond must be given/],
    [{ onDevice: { tokensPerSecond: 0 } }, /model\.onDevice\.tokensPerSecond must be above 0/],
    [{ onDevice: { tokensPerSecond: 1, watt: 3 } }, /Did you mean "watts"/],
    [{ onDevice: { tokensPerSecond: 1, device: 'tablet' } }, /Known: phone, laptop, desktop/],
    [{ onDevice: [] }, /model\.onDevice must be a plain object/],
    [{ measuredEnergy: {} }, /one of whPerCall, joulesPerCall and joulesPerOutputToken; none given/],
    [{ measuredEnergy: { whPerCall: 1, joulesPerCall: 1 } }, /whPerCall and joulesPerCall given/],
    [{ measuredEnergy: { whPerCall: 1, joulesPerInputToken: 1 } }, /goes with joulesPerOutputToken/],
    [{ measuredEnergy: { whPerCall: -1 } }, /model\.measuredEnergy\.whPerCall/],
    [{ measuredEnergy: { whPerCall: 1, errorFactor: 0.5 } }, /errorFactor/],
    [{ disclosedEnergy: { whPerAnswer: 1, date: '2026-01' } }, /model\.disclosedEnergy\.source must be given/],
    [{ disclosedEnergy: { whPerAnswer: 1, source: 's', date: 'August' } }, /a date like 2026-04/],
  ])('%j', (facts, message) => {
    expect(() => ModelProfile.from({ name: 'm', ...facts } as never)).toThrow(
      expect.objectContaining({ code: 'invalid-model', message: expect.stringMatching(message) }),
    )
  })
})
