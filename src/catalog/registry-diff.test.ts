import { expect, test } from 'vitest'
import { ModelRegistry, QueryProfile } from '../core/index.ts'
import { diffRegistries } from './registry-diff.ts'

const small = { name: 'small', energyPerQueryWh: 0.01, benchmarkScores: { code: 0.6, math: 0.3 }, tags: ['a'] }
const large = { name: 'large', energyPerQueryWh: 0.5, costPer1kOutput: 0.01, benchmarkScores: { code: 0.9, math: 0.9 } }
const queries = [QueryProfile.single('code', 2), QueryProfile.single('math', 2), QueryProfile.single('code', 4)]

test('the same pool changes nothing, whatever the order of keys', () => {
  const one = new ModelRegistry([small, large])
  const other = new ModelRegistry([{ ...small, benchmarkScores: { math: 0.3, code: 0.6 } }, large])
  expect(diffRegistries(one, other, queries, { preset: 'maximum_green' })).toMatchObject({
    added: [],
    removed: [],
    changed: [],
    queries: 3,
    choices: [],
  })
})

test('says who came, who went, what changed, and which queries go elsewhere', () => {
  const before = new ModelRegistry([small, large])
  const after = new ModelRegistry([
    { ...small, benchmarkScores: { code: 0.6, math: 0.6 }, tags: ['b'] },
    { ...large, name: 'new' },
  ])
  expect(diffRegistries(before, after, queries, { preset: 'maximum_green' })).toEqual({
    added: ['new'],
    removed: ['large'],
    changed: [{ model: 'small', fields: ['benchmarkScores', 'tags'] }],
    queries: 3,
    choices: [
      { query: 1, before: 'large', after: 'small' },
      { query: 2, before: 'large', after: 'new' },
    ],
    costBefore: 0.01,
    costAfter: 0.005,
  })
})

test('asks nothing of an empty list, and refuses an empty pool', () => {
  expect(diffRegistries(new ModelRegistry([small]), new ModelRegistry([large]), [])).toMatchObject({
    queries: 0,
    choices: [],
  })
  expect(() => diffRegistries(new ModelRegistry(), new ModelRegistry([small]), queries)).toThrow(
    expect.objectContaining({ code: 'empty-registry' }),
  )
})
