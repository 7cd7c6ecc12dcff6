import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pool, queryProfile } from './arbitraries.fixture.ts'
import { BenchmarkMatcher } from './matcher.ts'
import { ModelRegistry } from './model-registry.ts'
import { type ModelAbilities, meetNeeds, type RequestNeeds, readNeeds } from './needs.ts'
import { QueryProfile } from './query-profile.ts'

const decision = new BenchmarkMatcher(
  new ModelRegistry([
    { name: 'small', energyPerQueryWh: 0.01 },
    { name: 'middle', energyPerQueryWh: 0.1 },
    { name: 'large', energyPerQueryWh: 1 },
  ]),
).match(QueryProfile.single('simple', 1))

const among = (abilities: Record<string, ModelAbilities>, needs: RequestNeeds) =>
  meetNeeds(decision, needs, name => abilities[name])

test('without needs the decision stays as it is', () => {
  expect(among({}, {})).toBe(decision)
  expect(among({ small: { tools: false } }, { tools: false, json: undefined })).toBe(decision)
})

test('models that can go before those that do not say, and those that cannot are left out', () => {
  const chosen = among({ small: { tools: false }, large: { tools: true } }, { tools: true })
  expect(chosen.selectedModel).toBe('large')
  expect(chosen.ranking.map(({ model }) => model)).toEqual(['large'])
  expect(chosen.reasoning).toContain('large is good enough and the only model')
})

test('where no profile says so, those that do not say are asked', () => {
  const chosen = among({ small: { inputModalities: ['text'] } }, { images: true })
  expect(chosen.ranking.map(({ model }) => model)).toEqual(['middle', 'large'])
})

test.each([
  [{ tools: true }, { tools: true }],
  [{ json: true }, { structuredOutput: true }],
  [{ images: true }, { inputModalities: ['text', 'image'] }],
  [{ audio: true }, { inputModalities: ['audio'] }],
  [{ pdf: true }, { inputModalities: ['text', 'pdf'] }],
] satisfies [RequestNeeds, ModelAbilities][])('%j is met by %j', (needs, abilities) => {
  expect(among({ middle: abilities }, needs).selectedModel).toBe('middle')
})

test('a model must meet all needs at once', () => {
  const abilities = { small: { tools: true, structuredOutput: false }, middle: { tools: true, structuredOutput: true } }
  expect(among(abilities, { tools: true, json: true }).selectedModel).toBe('middle')
})

test('an error names the need, the models and the fact to add', () => {
  const none = { small: { tools: false }, middle: { tools: false }, large: { tools: false } }
  expect(() => among(none, { tools: true })).toThrow(
    expect.objectContaining({
      code: 'no-able-model',
      message:
        'None of the models (small, middle, large) can call tools. Add one that does, or say so in its profile: tools: true.',
    }),
  )
})

test('needs with a typo are refused', () => {
  expect(() => readNeeds({ image: true } as RequestNeeds, 'needs')).toThrow(/Did you mean "images"/)
})

describe('of any pool', () => {
  const abilities = fc.record({ tools: fc.boolean(), structuredOutput: fc.boolean() }, { requiredKeys: [] })

  test('nobody is chosen who is known not to be able, and the order stays', () => {
    fc.assert(
      fc.property(
        pool,
        queryProfile,
        fc.array(abilities, { minLength: 12, maxLength: 12 }),
        (models, profile, facts) => {
          const whole = new BenchmarkMatcher(new ModelRegistry(models)).match(profile)
          const of = (name: string) => facts[Number(name.slice(1))]!
          const able = whole.ranking.filter(
            ({ model }) => of(model).tools !== false && of(model).structuredOutput !== false,
          )
          if (able.length === 0) {
            expect(() => meetNeeds(whole, { tools: true, json: true }, of)).toThrow()
            return
          }
          const met = meetNeeds(whole, { tools: true, json: true }, of)
          const order = met.ranking.map(entry => whole.ranking.indexOf(entry))
          expect(order).toEqual([...order].sort((a, b) => a - b))
          for (const { model } of met.ranking) expect(able.map(entry => entry.model)).toContain(model)
          expect(met.ranking.map(({ model }) => model)).toContain(met.selectedModel)
        },
      ),
      { endOnFailure: true },
    )
  })
})
