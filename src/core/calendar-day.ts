/**
 * Days of the calendar where the code runs, written `2026-11-27`. Local parts of a date, never arithmetic on
 * milliseconds: a day on which the clocks change has 23 or 25 hours and is one day all the same.
 */
import { type Check, refuse } from './checks.ts'
import { GreenRoutingError } from './errors.ts'

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/

const padded = (value: number, length: number) => String(value).padStart(length, '0')

/** The day a moment falls on. Throws `invalid-option` for what is no moment of the years 0 to 9999. */
export function dayOf(moment: Date | number): string {
  const date = new Date(moment)
  const year = date.getFullYear()
  if (!(year >= 0 && year <= 9999)) {
    throw new GreenRoutingError('invalid-option', 'The clock must give a Date or milliseconds since 1970.')
  }
  return `${padded(year, 4)}-${padded(date.getMonth() + 1, 2)}-${padded(date.getDate(), 2)}`
}

/** A moment of a day: its noon, which every calendar has. */
export function noonOf(day: string): Date {
  return at(day, 0, 12)
}

/** The first moment of a day and how many seconds it has. */
export function spanOf(day: string): { readonly start: Date; readonly seconds: number } {
  const start = at(day, 0, 0)
  return { start, seconds: Math.round((at(day, 1, 0).getTime() - start.getTime()) / 1000) }
}

function at(day: string, later: number, hour: number): Date {
  const [, year, month, date] = FORM.exec(day)!.map(Number) as [number, number, number, number]
  const moment = new Date(2000, 0, 1, hour)
  // Not through the constructor, which takes the years 0 to 99 for 1900 to 1999.
  moment.setFullYear(year, month - 1, date + later)
  return moment
}

export const aDay: Check<string> = (value, path, code) => {
  if (typeof value === 'string' && FORM.test(value) && dayOf(noonOf(value)) === value) return value
  return refuse(code, path, 'a day of the calendar, as 2026-11-27', value)
}
