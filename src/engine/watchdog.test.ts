import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Watchdog } from './watchdog.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('barks once after so many silent seconds', () => {
  const bark = vi.fn()
  const dog = new Watchdog(3, bark)
  dog.start()
  vi.advanceTimersByTime(2000)
  dog.heard()
  vi.advanceTimersByTime(2000)
  expect(bark).not.toHaveBeenCalled()
  vi.advanceTimersByTime(10_000)
  expect(bark).toHaveBeenCalledTimes(1)
})

it('is quiet while nothing is asked, and counts from a new start', () => {
  const bark = vi.fn()
  const dog = new Watchdog(3, bark)
  dog.start()
  vi.advanceTimersByTime(2000)
  dog.stop()
  vi.advanceTimersByTime(10_000)
  dog.start()
  vi.advanceTimersByTime(2000)
  expect(bark).not.toHaveBeenCalled()
})
