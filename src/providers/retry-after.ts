/** How long a server asks to be left alone. */

/** Milliseconds from `Retry-After` (seconds or a date) or OpenAI's `retry-after-ms`; undefined when neither says. */
export function retryAfterMs(headers: Headers, now = Date.now()): number | undefined {
  const milliseconds = number(headers.get('retry-after-ms'))
  if (milliseconds !== undefined) return milliseconds
  const after = headers.get('retry-after')
  const seconds = number(after)
  if (seconds !== undefined) return seconds * 1000
  // An HTTP date begins with the day's name; Date.parse alone makes a date of anything.
  const date = /^\s*[a-z]+,/i.test(after ?? '') ? Date.parse(after!) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

const number = (value: string | null): number | undefined =>
  value !== null && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined

/** Ask again after half a second, then one, two, four … */
const FIRST_WAIT_MS = 500

/** What to wait before a retry, from 1: doubling, and anywhere in its upper half so that clients do not come back together. */
export function backoffMs(retry: number, random = Math.random()): number {
  return FIRST_WAIT_MS * 2 ** (retry - 1) * (0.5 + random / 2)
}
