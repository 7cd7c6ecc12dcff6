import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Stopwatch } from './stopwatch.ts'

let now: number
beforeEach(() => {
  now = 1000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})
afterEach(() => vi.restoreAllMocks())

describe('a stopwatch', () => {
  test('runs from when it was made to its end, or to now', () => {
    const watch = new Stopwatch()
    now += 30
    watch.first()
    now += 70
    watch.first()
    expect(watch.timing).toEqual({ durationMs: 100, timeToFirstChunkMs: 30 })
    watch.end()
    now += 50
    expect(watch.timing).toEqual({ durationMs: 100, timeToFirstChunkMs: 30 })
  })

  test('leaves out what was waited before something came', () => {
    const watch = new Stopwatch()
    now += 500
    watch.waited(400)
    now += 20
    watch.first()
    watch.waited(20)
    now += 80
    expect(watch.timing).toEqual({ durationMs: 200, timeToFirstChunkMs: 120 })
  })

  test.each([Number.NaN, -5, '5' as never, undefined as never])('leaves out nothing for a wait of %s', ms => {
    const watch = new Stopwatch()
    now += 10
    watch.waited(ms)
    expect(watch.timing).toEqual({ durationMs: 10 })
  })

  test('never leaves out more than has passed', () => {
    const watch = new Stopwatch()
    now += 10
    watch.waited(Number.POSITIVE_INFINITY)
    now += 5
    expect(watch.timing).toEqual({ durationMs: 5 })
  })
})
