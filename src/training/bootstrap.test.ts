import { expect, test } from 'vitest'
import { bootstrap } from './bootstrap.ts'
import { mean } from './statistics.ts'

const rows = Array.from({ length: 400 }, (_, index) => (index % 4 === 0 ? 1 : 0))
const share = (list: readonly number[]) => ({ share: mean(list) })

test('about as wide as theory has it: 1.96 standard errors to each side', () => {
  const { low, high } = bootstrap(rows, share).share
  const error = 1.96 * Math.sqrt((0.25 * 0.75) / rows.length)
  expect(Math.abs(low - (0.25 - error))).toBeLessThan(0.01)
  expect(Math.abs(high - (0.25 + error))).toBeLessThan(0.01)
})

test('the same seed gives the same interval, another one another', () => {
  expect(bootstrap(rows, share, { seed: 7 })).toEqual(bootstrap(rows, share, { seed: 7 }))
  expect(bootstrap(rows, share, { seed: 7 })).not.toEqual(bootstrap(rows, share, { seed: 8 }))
})

test('a lower level is narrower, and a constant has no width', () => {
  const wide = bootstrap(rows, share).share
  const narrow = bootstrap(rows, share, { level: 0.5 }).share
  expect(narrow.high - narrow.low).toBeLessThan(wide.high - wide.low)
  expect(bootstrap([3, 3, 3], share).share).toEqual({ low: 3, high: 3 })
})

test('resamples in which a figure cannot be measured do not count', () => {
  const ratio = (list: readonly number[]) => ({ ratio: list.includes(2) ? 5 : Number.NaN })
  expect(bootstrap([1, 2], ratio).ratio).toEqual({ low: 5, high: 5 })
  expect(bootstrap([], share).share.low).toBeNaN()
})
