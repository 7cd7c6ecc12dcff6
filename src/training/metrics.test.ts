import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyJudged, judged } from './judged.fixture.ts'
import { type Evaluation, evaluate, type Figures } from './metrics.ts'

const few = { resamples: 20 }

describe('four queries worked out by hand', () => {
  const rows = [
    // First is right. Variation: (.2 + .1 + .1) / 2 = .2
    judged([{ code: 0.8, math: 0.1, simple: 0.1 }, 2, 'long'], [{ code: 1 }, 2, 'long'], 'en'),
    // A tie in the label: either is right. Variation: (.1 + .1) / 2 = .1
    judged([{ reasoning: 0.4, math: 0.6 }, 3, 'short'], [{ reasoning: 0.5, math: 0.5 }, 4, 'short'], 'en'),
    // Multilingual is first and should not be; the skill is right. Variation: (.25 + .25) / 2 = .25
    judged([{ multilingual: 0.6, code: 0.4 }, 2.5, 'medium'], [{ multilingual: 0.35, code: 0.65 }, 3, 'long'], 'de'),
    // Nothing in common.
    judged([{ knowledge: 1 }, 4, 'medium'], [{ multilingual: 1 }, 1, 'medium'], 'de'),
  ]
  const { overall, english, nonEnglish, byCapability, byLanguage } = evaluate(rows, few)

  test('overall', () => {
    expect(overall.n).toBe(4)
    expect(overall.capability).toBe(2 / 4)
    expect(overall.skill).toBe(3 / 3)
    expect(overall.totalVariation).toBeCloseTo((0.2 + 0.1 + 0.25 + 1) / 4, 12)
    expect(overall.difficultyMae).toBeCloseTo((0 + 1 + 0.5 + 3) / 4, 12)
    // Ranks 1 3 2 4 against 2 4 3 1: 1 − 6 · (1 + 1 + 1 + 9) / (4 · 15)
    expect(overall.difficultyRho).toBeCloseTo(-0.2, 12)
    expect(overall.length).toBe(3 / 4)
    expect(overall.meanConfidence).toBeCloseTo((0.8 + 0.6 + 0.6 + 1) / 4, 12)
    // Bins of a fifteenth: .8 alone and right; two of .6 of which one is right; 1 alone and wrong.
    expect(overall.ece).toBeCloseTo((0.2 + Math.abs(1.2 - 1) + 1) / 4, 12)
  })

  test('by language of the label', () => {
    expect(english).toMatchObject({ n: 2, capability: 1 })
    expect(nonEnglish).toMatchObject({ n: 2, capability: 0, skill: 1, multilingualFirst: 0.5 })
    expect(nonEnglish.multilingualFirstInLabels).toBe(0.5)
  })

  test('in groups', () => {
    expect(Object.entries(byCapability).map(([name, { n, capability }]) => [name, n, capability])).toEqual([
      ['reasoning', 1, 1],
      ['code', 2, 0.5],
      ['multilingual', 1, 0],
    ])
    expect(Object.entries(byLanguage).map(([name, { n }]) => [name, n])).toEqual([['other', 4]])
  })
})

test('a language is shown from ten queries on, most frequent first; queries of unknown language count nowhere', () => {
  const one = judged([{ code: 1 }, 2, 'long'], [{ code: 1 }, 2, 'long'])
  const of = (lang: string | undefined, n: number) => Array.from({ length: n }, () => ({ ...one, lang }))
  const rows = [...of('sv', 9), ...of('de', 10), ...of('en', 12), ...of('ja', 1), ...of(undefined, 20)]
  const { byLanguage } = evaluate(rows, few)
  expect(Object.entries(byLanguage).map(([lang, { n }]) => [lang, n])).toEqual([
    ['en', 12],
    ['de', 10],
    ['other', 10],
  ])
})

test('what cannot be measured is NaN, and nothing throws', () => {
  const nothing = evaluate([], few)
  expect(nothing.overall.n).toBe(0)
  expect(nothing.overall.capability).toBeNaN()
  const { overall, nonEnglish, intervals } = evaluate([judged([{ code: 1 }, 2, 'long'], [{ code: 1 }, 2, 'long'])], few)
  expect(overall).toMatchObject({ capability: 1, totalVariation: 0, difficultyMae: 0, length: 1, ece: 0 })
  expect(overall.difficultyRho).toBeNaN()
  expect(nonEnglish.skill).toBeNaN()
  expect(intervals.capability).toEqual({ low: 1, high: 1 })
  expect(intervals.difficultyRho.low).toBeNaN()
})

describe('any queries', () => {
  const numbers = (figures: Figures) => Object.values(figures).map(value => Math.round(value * 1e9) / 1e9)
  const order = ({ overall, english, nonEnglish, byCapability, byLanguage }: Evaluation) => ({
    whole: [overall, english, nonEnglish].map(numbers),
    groups: [...Object.entries(byCapability), ...Object.entries(byLanguage)].map(([name, group]) => [
      name,
      numbers(group),
    ]),
  })

  test('their order does not matter', () => {
    const shuffled = fc
      .array(anyJudged, { maxLength: 40 })
      .chain(rows => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })))
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        expect(order(evaluate(others, { resamples: 1 }))).toEqual(order(evaluate(rows, { resamples: 1 })))
      }),
    )
  })

  test('shares are from 0 to 1, correlations from −1 to 1, errors at most the scale', () => {
    fc.assert(
      fc.property(fc.array(anyJudged, { minLength: 1, maxLength: 40 }), rows => {
        const { overall } = evaluate(rows, { resamples: 1 })
        for (const share of [overall.capability, overall.totalVariation, overall.length, overall.ece]) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1 + 1e-9)
        }
        if (!Number.isNaN(overall.difficultyRho)) expect(Math.abs(overall.difficultyRho)).toBeLessThanOrEqual(1 + 1e-9)
        expect(overall.difficultyMae).toBeLessThanOrEqual(4)
      }),
    )
  })

  test('a model that says what the label says is perfect', () => {
    fc.assert(
      fc.property(fc.array(anyJudged, { minLength: 1, maxLength: 20 }), rows => {
        const perfect = rows.map(({ label }) =>
          judged([label.weights, label.difficulty, label.length], [label.weights, label.difficulty, label.length]),
        )
        const { overall } = evaluate(perfect, { resamples: 1 })
        expect(overall).toMatchObject({ capability: 1, difficultyMae: 0, length: 1 })
        expect(overall.totalVariation).toBeCloseTo(0, 9)
      }),
    )
  })
})
