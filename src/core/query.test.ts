import { describe, expect, test } from 'vitest'
import { checkQueries, checkQuery } from './query.ts'

const invalid = (message: RegExp) =>
  expect.objectContaining({ code: 'invalid-query', message: expect.stringMatching(message) })

describe('a query', () => {
  test.each([['What is 2+2?'], ['\u0000'], ['\ud800'], ['مرحبا'], ['🙂'], [' x ']])('%j is one', query => {
    expect(checkQuery(query)).toBe(query)
  })

  test.each([[''], ['  \n\t\u3000'], [undefined], [null], [42], [['a']], [{}]])('%j is none', query => {
    expect(() => checkQuery(query)).toThrow(invalid(/must/))
  })

  test('of a list is named by its place, holes included, and no text is shown', () => {
    checkQueries(['a', 'b'])
    checkQueries([])
    expect(() => checkQueries(['a', ' '])).toThrow(invalid(/^queries\[1\]/))
    const withHole = ['a', 'b', 'c']
    delete withHole[1]
    expect(() => checkQueries(withHole)).toThrow(invalid(/^queries\[1\]/))
    expect(() => checkQueries('my secret' as never)).toThrow(invalid(/^(?!.*secret)/))
  })
})
