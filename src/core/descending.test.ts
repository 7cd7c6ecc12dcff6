import fc from 'fast-check'
import { expect, test } from 'vitest'
import { descending } from './descending.ts'

test('orders as the stable sort of the language does', () => {
  const few = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), { maxLength: 70 })
  fc.assert(
    fc.property(few, fc.integer(), (values, seed) => {
      const keys = Float64Array.from(values)
      const some = values.map((_, index) => index).filter(index => (index * 7 + seed) % 3 !== 0)
      expect([...descending(some, keys)]).toEqual([...some].sort((a, b) => keys[b]! - keys[a]! || 0))
    }),
  )
})

test('leaves what it is given alone', () => {
  const indices = [0, 1, 2]
  expect([...descending(indices, Float64Array.of(1, 3, 2))]).toEqual([1, 2, 0])
  expect(indices).toEqual([0, 1, 2])
  expect([...descending([], new Float64Array())]).toEqual([])
})
