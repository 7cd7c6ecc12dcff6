import { expect, test } from 'vitest'
import { readLabel } from './label.ts'

test('weights of any scale become all eight, sum 1', () => {
  const { weights, difficulty, length } = readLabel({
    weights: { code: 3, math: 1 },
    difficulty: 2.5,
    length: 'long',
    id: 7,
  })
  expect(weights).toEqual({
    reasoning: 0,
    math: 0.25,
    code: 0.75,
    knowledge: 0,
    creative: 0,
    instruction: 0,
    multilingual: 0,
    simple: 0,
  })
  expect([difficulty, length]).toEqual([2.5, 'long'])
})

const good = { weights: { code: 1 }, difficulty: 2, length: 'short' }

test.each([
  [{ weights: undefined }, 'weights must be an object of capability weights, not undefined'],
  [{ weights: {} }, 'weights needs at least one above 0'],
  [{ weights: { code: 0 } }, 'weights needs at least one above 0'],
  [{ weights: { maths: 1 } }, 'weights has an unknown key "maths". Did you mean "math"?'],
  [{ weights: { code: -1 } }, 'weights.code must be a finite number of at least 0, not -1'],
  [{ difficulty: 6 }, 'difficulty must be a finite number from 1 to 5, not 6'],
  [{ difficulty: '2' }, 'difficulty must be a finite number from 1 to 5, not "2"'],
  [{ length: undefined }, 'length must be one of short, medium, long, not undefined'],
  [{ length: 'lang' }, 'length does not know "lang". Did you mean "long"?'],
])('%j is refused by name', (change, message) => {
  expect(() => readLabel({ ...good, ...change })).toThrow(message)
})
