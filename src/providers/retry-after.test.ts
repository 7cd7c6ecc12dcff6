import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs, retryAfterMs } from './retry-after.ts'

const NOW = Date.parse('2026-11-27T10:00:00Z')

test.each([
  [{ 'retry-after': '3' }, 3000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': 'Fri, 27 Nov 2026 10:00:20 GMT' }, 20_000],
  [{ 'retry-after': 'Fri, 27 Nov 2026 09:00:00 GMT' }, 0],
  [{ 'retry-after-ms': '250', 'retry-after': '3' }, 250],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '-5' }, undefined],
  [{ 'retry-after': '' }, undefined],
  [{ 'retry-after': 'Infinity' }, undefined],
  [{}, undefined],
])('%o is %s', (headers, ms) => {
  expect(retryAfterMs(new Headers(headers as Record<string, string>), NOW)).toBe(ms)
})

test('waits double, and two clients rarely wait the same', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (retry, random) => {
        const most = 500 * 2 ** (retry - 1)
        expect(backoffMs(retry, random)).toBeGreaterThanOrEqual(most / 2)
        expect(backoffMs(retry, random)).toBeLessThanOrEqual(most)
      },
    ),
  )
})
