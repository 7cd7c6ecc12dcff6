import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isGreenRoutingError, ModelRegistry } from '../core/index.ts'
import {
  hfLeaderboard,
  liteLLM,
  liveBenchCategories,
  liveBenchCsv,
  modelsDevApi,
  modelsDevModels,
  openRouter,
} from './documents.fixture.ts'
import {
  fromHFLeaderboard,
  fromLiteLLM,
  fromLiveBench,
  fromModelsDev,
  fromOpenRouter,
  type ImportResult,
  mergeProfiles,
} from './index.ts'

const NASTY = [
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  '1e308',
  '-1',
  1e308,
  -1e308,
  -0,
  -1,
  0.1,
  null,
  true,
  [],
  {},
  '\0',
  '\u2028',
  'a'.repeat(5000),
]

/** A valid document with one value, at any depth, replaced by something nasty or anything at all, or one key added. */
function damaged(valid: unknown): fc.Arbitrary<unknown> {
  const anything = fc.oneof(fc.constantFrom(...NASTY), fc.jsonValue(), fc.anything())
  if (typeof valid !== 'object' || valid === null || Object.keys(valid).length === 0) return anything
  const inside = fc.constantFrom(...Object.keys(valid)).chain(key =>
    damaged((valid as Record<string, unknown>)[key]).map(value => {
      const copy = Array.isArray(valid) ? [...valid] : { ...valid }
      return Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true })
    }),
  )
  const added = fc
    .tuple(fc.constantFrom('__proto__', 'constructor', 'models', 'data', 'x'), anything)
    .map(([key, value]) =>
      Object.defineProperty({ ...valid }, key, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      }),
    )
  // Keys of an array beside its items are no JSON.
  const keyed = Array.isArray(valid) ? inside : added
  return fc.oneof({ weight: 8, arbitrary: inside }, { weight: 1, arbitrary: keyed }, { weight: 1, arbitrary: anything })
}

function check(read: () => ImportResult): void {
  let result: ImportResult
  try {
    result = read()
  } catch (error) {
    if (isGreenRoutingError(error) && error.code === 'invalid-import') return
    throw error
  }
  const { profiles, provenance, warnings } = result
  expect(provenance.rows).toBe(provenance.imported + provenance.ignored + provenance.skipped)
  expect(provenance.imported).toBe(profiles.length)
  expect(warnings.length).toBeLessThanOrEqual(1001)
  // All of it can be registered, written, read again, and merged.
  const registry = new ModelRegistry(profiles)
  expect([...ModelRegistry.fromConfig(JSON.parse(JSON.stringify(registry.toConfig())))]).toEqual([...registry])
  for (const model of registry) {
    for (const cost of [model.costPer1kInput, model.costPer1kOutput]) expect(cost >= 0 && cost < 1e6).toBe(true)
    for (const { score, low, high } of Object.values(model.capabilityScores!)) {
      expect(low <= score && score <= high && low >= 0 && high <= 1).toBe(true)
    }
  }
  mergeProfiles(profiles, profiles)
  expect(Object.keys(Object.prototype)).toEqual([])
}

const importers: readonly (readonly [string, unknown, (document: unknown) => ImportResult])[] = [
  ['models.dev api', modelsDevApi, fromModelsDev],
  ['models.dev models', modelsDevModels, fromModelsDev],
  ['OpenRouter', openRouter, fromOpenRouter],
  ['LiteLLM', liteLLM, fromLiteLLM],
  ['Hugging Face', hfLeaderboard, document => fromHFLeaderboard(document, 'mmlu_pro')],
  ['LiveBench categories', liveBenchCategories, document => fromLiveBench(liveBenchCsv, document)],
]

describe.each(importers)('%s', (_, valid, read) => {
  test('takes a damaged document apart without harm', () => {
    check(() => read(valid))
    fc.assert(
      fc.property(damaged(valid), document => check(() => read(document))),
      { numRuns: 150 },
    )
  })

  test('and the text of one', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.string(), (at, length, insert) => {
        const text = JSON.stringify(valid)
        const from = at % text.length
        check(() => read(text.slice(0, from) + insert + text.slice(from + (length % 20))))
      }),
      { numRuns: 100 },
    )
  })
})

test('LiveBench takes any text for a table', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.nat(),
      fc.string({ unit: fc.constantFrom(',', '"', '\n', '\r', 'a', '9', '.', '-', 'e') }),
      (at, length, insert) => {
        const from = at % liveBenchCsv.length
        check(() =>
          fromLiveBench(
            liveBenchCsv.slice(0, from) + insert + liveBenchCsv.slice(from + (length % 30)),
            liveBenchCategories,
          ),
        )
      },
    ),
    { numRuns: 150 },
  )
})

test('a cycle is a bad row like any other', () => {
  const cycle: Record<string, unknown> = { id: 'x', pricing: { prompt: '0.1', completion: '0.1' } }
  cycle.pricing = cycle
  cycle.architecture = cycle
  check(() => fromOpenRouter({ data: [cycle, openRouter.data[0]] }))
})

test('two hundred thousand bad rows are a thousand warnings and a count', () => {
  const { warnings, provenance } = fromOpenRouter({ data: new Array(200_000).fill(5) })
  expect(warnings).toHaveLength(1001)
  expect(warnings.at(-1)).toEqual({ path: '', message: 'and 199000 more warnings' })
  expect(provenance).toMatchObject({ rows: 200_000, skipped: 200_000, imported: 0 })
})

test('a document of fifty megabytes is read; one beyond any sense is refused', () => {
  const row = { ...openRouter.data[0], description: 'x'.repeat(50_000) }
  const text = JSON.stringify({ data: Array.from({ length: 1000 }, (_, index) => ({ ...row, id: `m/${index}` })) })
  expect(text.length).toBeGreaterThan(50_000_000)
  expect(fromOpenRouter(text).profiles).toHaveLength(1000)
  expect(() => fromOpenRouter('x'.repeat(2 ** 26 + 1))).toThrow(expect.objectContaining({ code: 'invalid-import' }))
})
