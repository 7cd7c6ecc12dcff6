import { describe, expect, test } from 'vitest'
import { GreenScorer, SCORER_PRESETS } from './scorer.ts'

describe('GreenScorer.from', () => {
  test('knows the seed’s presets, and is balanced by default', () => {
    expect(GreenScorer.from({ preset: 'quality_first' }).weights).toEqual({ quality: 1, energy: 0.1, cost: 0.1 })
    expect(GreenScorer.from({ preset: 'maximum_green' }).weights).toEqual({ quality: 0.3, energy: 0.5, cost: 0.2 })
    expect(GreenScorer.from().weights).toEqual({ quality: 0.6, energy: 0.25, cost: 0.15 })
  })

  test.each([
    [0, SCORER_PRESETS.maximum_green],
    [1, SCORER_PRESETS.quality_first],
    [0.5, { quality: 0.65, energy: 0.3, cost: 0.15 }],
  ])('turns the dial at %d into weights', (quality, weights) => {
    const scorer = GreenScorer.from({ quality })
    for (const key of ['quality', 'energy', 'cost'] as const) expect(scorer.weights[key]).toBeCloseTo(weights[key], 12)
    expect(scorer.config).toEqual({ quality })
  })

  test('takes custom weights, and what it reports makes an equal scorer', () => {
    const weights = { quality: 2, energy: 0, cost: 7 }
    const scorer = GreenScorer.from({ weights })
    expect(scorer.weights).toEqual(weights)
    expect(GreenScorer.from(scorer.config).weights).toEqual(weights)
    expect(scorer.score(0.5, 1, 0.1)).toBeCloseTo(0.3, 12)
  })

  test.each([
    [{ preset: 'qualty_first' }, /Did you mean "quality_first"\? Known: quality_first, balanced, maximum_green/],
    [{ preset: 'constructor' }, /Known: quality_first/],
    [{ qualtiy: 0.5 }, /Did you mean "quality"/],
    [{ preset: 'balanced', quality: 0.5 }, /preset and quality/],
    [{ preset: undefined }, /none given/],
    [{}, /none given/],
    [{ quality: 1.01 }, /scoring\.quality.*0 to 1/],
    [{ quality: '0.5' }, /scoring\.quality/],
    [{ weights: { quality: 1, energy: 1 } }, /all of quality, energy and cost/],
    [{ weights: { quality: 0, energy: 0, cost: 0 } }, /above 0/],
    [{ weights: { quality: -1, energy: 1, cost: 1 } }, /weights\.quality/],
    [{ weights: { quality: 1e308, energy: 1, cost: 1 } }, /weights\.quality/],
    [{ weights: null }, /weights/],
    [null, /a plain object/],
    ['balanced', /a plain object/],
  ])('refuses %j', (config, message) => {
    expect(() => GreenScorer.from(config as never)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
    )
  })
})
