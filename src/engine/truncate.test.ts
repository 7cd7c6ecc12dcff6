import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keepHeadAndTail } from './truncate.ts'

it('keeps the first and the last tokens', () => {
  const ids = Array.from({ length: 10 }, (_, index) => index)
  expect(keepHeadAndTail(ids, { maxTokens: 6, headTokens: 4 })).toEqual([0, 1, 2, 3, 8, 9])
  expect(keepHeadAndTail(ids, { maxTokens: 10, headTokens: 4 })).toEqual(ids)
})

it('never exceeds the limit and keeps both special tokens', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 2 }), fc.integer({ min: 2, max: 40 }), (ids, maxTokens) => {
      const kept = keepHeadAndTail(ids, { maxTokens, headTokens: Math.ceil(maxTokens / 2) })
      expect(kept.length).toBe(Math.min(ids.length, maxTokens))
      expect([kept[0], kept.at(-1)]).toEqual([ids[0], ids.at(-1)])
    }),
  )
})
