import { expect, test } from 'vitest'
import { formatGrams, formatRange, formatShare, formatUsd, formatWh } from './format.ts'

test.each([
  [0, '0 Wh'],
  [0.005, '0.0050 Wh'],
  [0.4, '0.40 Wh'],
  [12.34, '12 Wh'],
  [999, '999 Wh'],
  [1234, '1.2 kWh'],
  [4e-8, '4.0e-8 Wh'],
  [-0.0512, '-0.051 Wh'],
  [-1234, '-1.2 kWh'],
])('%d is %s', (wattHours, text) => {
  expect(formatWh(wattHours)).toBe(text)
})

test.each([
  [0, '0 %'],
  [0.9625, '96.3 %'],
  [0.9875, '98.8 %'],
  [0.99999, '99.9 %'],
  [1, '100 %'],
])('a share of %d is %s', (share, text) => {
  expect(formatShare(share)).toBe(text)
})

test.each([
  [0, '$0'],
  [0.0001, '$0.00010'],
  [12.345, '$12.35'],
  [1234.5, '$1234.50'],
  [-0.015, '-$0.015'],
])('%d dollars are %s', (dollars, text) => {
  expect(formatUsd(dollars)).toBe(text)
})

test.each([
  [0.0025, 0.03, '0.0025 to 0.030 Wh'],
  [-0.5, 0.03, '-0.50 to 0.030 Wh'],
  [12, 1234, '12 Wh to 1.2 kWh'],
])('a range from %d to %d is %s', (low, high, text) => {
  expect(formatRange(low, high)).toBe(text)
})

test('grams', () => {
  expect(formatGrams(0.00191)).toBe('0.0019 g CO2e')
  expect(formatRange(12, 34, formatGrams)).toBe('12 to 34 g CO2e')
  expect(formatRange(12, 3400, formatGrams)).toBe('12 g CO2e to 3.4 kg CO2e')
})
