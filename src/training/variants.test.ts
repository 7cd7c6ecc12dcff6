import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seeded } from './random.ts'
import { withTypos } from './typos.ts'
import { VARIANT_KINDS, variantsOf } from './variants.ts'

const variants = (text: string, english = true) =>
  Object.fromEntries(variantsOf(text, { english }).map(({ kind, text }) => [kind, text]))

test('an English question', () => {
  const { typos, ...others } = variants('What does SQL stand for?')
  expect(others).toEqual({
    lowerCase: 'what does sql stand for?',
    allCaps: 'WHAT DOES SQL STAND FOR?',
    whiteSpace: ' What  does  SQL  stand  for?\n',
    please: 'please what does SQL stand for?',
    thanks: 'What does SQL stand for? thanks',
    noEndPunctuation: 'What does SQL stand for',
  })
  expect(typos).not.toBe('What does SQL stand for?')
})

test('what changes nothing, or makes no sense, is left out', () => {
  expect(Object.keys(variants('¿qué día es?', false))).toEqual(['allCaps', 'whiteSpace', 'noEndPunctuation'])
  expect(Object.keys(variants('今日の天気は。', false))).toEqual(['typos', 'whiteSpace', 'noEndPunctuation'])
  expect(Object.keys(variants('2+2', false))).toEqual(['whiteSpace'])
  expect(variants('?!', false)).toEqual({ whiteSpace: ' ?!\n' })
  expect(variants('write it down', true).capitalised).toBe('Write it down')
  expect(variants('x'.repeat(81)).allCaps).toBeUndefined()
  expect(variants('SQL query').please).toBe('please SQL query')
  expect(variants('I need help').please).toBe('please I need help')
})

const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.lorem({ maxCount: 60 }))

test('any text: each kind at most once, in order, never the text itself, never empty, the same every time', () => {
  fc.assert(
    fc.property(texts, fc.boolean(), fc.nat(), (text, english, seed) => {
      const found = variantsOf(text, { english, seed })
      const places = found.map(({ kind }) => VARIANT_KINDS.indexOf(kind))
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b))
      for (const variant of found) {
        expect(variant.text).not.toBe(text)
        expect(variant.text.trim()).not.toBe('')
      }
      expect(variantsOf(text, { english, seed })).toEqual(found)
    }),
  )
})

describe('typos', () => {
  /** Fewest letters added, dropped or swapped with their neighbour. */
  function slips(a: string[], b: string[]): number {
    const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) =>
      Array.from({ length: b.length + 1 }, (_, j) => i + j),
    )
    for (let i = 1; i <= a.length; i++) {
      for (let j = 1; j <= b.length; j++) {
        const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
        rows[i]![j] = Math.min(
          rows[i - 1]![j]! + 1,
          rows[i]![j - 1]! + 1,
          a[i - 1] === b[j - 1] ? rows[i - 1]![j - 1]! : Number.POSITIVE_INFINITY,
          swapped ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
        )
      }
    }
    return rows[a.length]![b.length]!
  }

  test('one for about forty characters, and no other change', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 40 }), fc.nat(), (text, seed) => {
        const wanted = Math.max(1, Math.round(text.length / 40))
        const longEnough = /\p{L}{4}/u.test(text)
        const found = slips([...text], [...withTypos(text, seed)])
        expect(found).toBeLessThanOrEqual(wanted)
        expect(found).toBeGreaterThanOrEqual(longEnough ? 1 : 0)
      }),
    )
  })

  test('leave numbers, signs and short words alone, and accents on their letters', () => {
    expect(withTypos('2024-11-25 is + a 1e9 kg', 1)).toBe('2024-11-25 is + a 1e9 kg')
    const hindi = 'भारतीयसंविधान'
    for (let seed = 0; seed < 20; seed++) {
      expect(withTypos(hindi, seed)).toMatch(/^(\p{L}\p{M}*)+$/u)
      expect(withTypos(hindi, seed)).not.toBe(hindi)
    }
  })

  test('differ by seed', () => {
    const text = 'Explain the difference between a process and a thread'
    expect(new Set(Array.from({ length: 20 }, (_, seed) => withTypos(text, seed))).size).toBeGreaterThan(10)
  })
})

test('chance is even, from 0 to below 1, and comes back with its seed', () => {
  const draw = (seed: number | string) => {
    const random = seeded(seed)
    return Array.from({ length: 10_000 }, random)
  }
  for (const seed of [0, 1, -5, 'text', '']) {
    const numbers = draw(seed)
    expect(draw(seed)).toEqual(numbers)
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...numbers)).toBeLessThan(1)
    const tenths = Array.from({ length: 10 }, (_, tenth) => numbers.filter(x => Math.floor(x * 10) === tenth).length)
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150)
  }
  expect(draw('a')).not.toEqual(draw('b'))
})
