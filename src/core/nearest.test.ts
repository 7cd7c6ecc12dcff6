import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const KEYS = ['costPer1kInput', 'costPer1kOutput', 'energyPerQueryWh', 'name', 'tags']

test.each([
  ['cost_per_1k_input', 'costPer1kInput'],
  ['costPer1kOuput', 'costPer1kOutput'],
  ['energyWh', undefined],
  ['NAME', 'name'],
  ['nmae', 'name'],
  ['x', undefined],
  ['', undefined],
  ['n'.repeat(10_000), undefined],
])('%s is nearest to %s', (name, expected) => {
  expect(nearest(name, KEYS)).toBe(expected)
})

test('a known name is nearest to itself, and with one letter more or less it still is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KEYS), fc.nat(), fc.constantFrom('q', ''), (key, at, inserted) => {
      const index = at % key.length
      expect(nearest(key, KEYS)).toBe(key)
      const mistyped =
        inserted === '' ? key.slice(0, index) + key.slice(index + 1) : key.slice(0, index) + inserted + key.slice(index)
      expect(nearest(mistyped, KEYS)).toBe(key)
    }),
  )
})

test('a name that shares no letter with a candidate is not near it, however short both are', () => {
  expect(nearest('xy', ['ab'])).toBeUndefined()
})
