import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { aDay, dayOf, noonOf, spanOf } from './calendar-day.ts'

const zone = process.env.TZ
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

/** Places whose clocks change at night, at midnight, by half an hour, by a whole day, and never. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kolkata',
]

describe.each(ZONES)('in %s', name => {
  test('every moment lies within its day, and a day in itself', () => {
    process.env.TZ = name
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1971-01-02'), max: new Date('2099-12-30'), noInvalidDate: true }),
        moment => {
          const day = dayOf(moment)
          expect(aDay(day, 'day', 'invalid-report')).toBe(day)
          expect(dayOf(noonOf(day))).toBe(day)
          const { start, seconds } = spanOf(day)
          expect(dayOf(start)).toBe(day)
          expect(moment.getTime()).toBeGreaterThanOrEqual(start.getTime())
          expect(moment.getTime()).toBeLessThan(start.getTime() + 1000 * seconds)
        },
      ),
      { numRuns: 500 },
    )
  })
})

test('days on which the clocks change are shorter and longer', () => {
  process.env.TZ = 'Europe/Berlin'
  expect(spanOf('2026-03-29').seconds).toBe(23 * 3600)
  expect(spanOf('2026-10-25').seconds).toBe(25 * 3600)
  expect(spanOf('2026-11-27').seconds).toBe(24 * 3600)
})

test.each(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '', '2026-01-01T00:00', 20260101, null])(
  '%j is no day',
  value => {
    expect(() => aDay(value, 'day', 'invalid-report')).toThrow(expect.objectContaining({ code: 'invalid-report' }))
  },
)

test.each([Number.NaN, new Date(Number.NaN), 1e20, 'now' as never])('%s is no moment', value => {
  expect(() => dayOf(value)).toThrow(expect.objectContaining({ code: 'invalid-option' }))
})
