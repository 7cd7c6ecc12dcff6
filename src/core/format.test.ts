import { expect, test } from 'vitest'
import { formatShare, formatUsd, formatWh } from './format.ts'

test.each([
  [0, '0 Wh'],
  [0.005, '0.0050 Wh'],
  [0.4, '0.40 Wh'],
  [12.34, '12 Wh'],
  [999, '999 Wh'],
  [1234, '1.2 kWh'],
  [4e-8, '4.0e-8 Wh'],
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
])('%d dollars are %s', (dollars, text) => {
  expect(formatUsd(dollars)).toBe(text)
})
