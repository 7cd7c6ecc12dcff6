import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clampProgress } from './progress.ts'
import type { LoadProgress } from './protocol.ts'

it('never falls and never passes the total, whatever two devices report', () => {
  const report = fc.record({
    status: fc.constantFrom('download' as const, 'compile' as const),
    loaded: fc.nat(),
    total: fc.nat(),
  })
  fc.assert(
    fc.property(fc.array(report), reports => {
      const seen: LoadProgress[] = []
      const clamped = clampProgress(progress => seen.push(progress))
      for (const progress of reports) clamped(progress)
      clamped({ status: 'ready', loaded: 0, total: 0 })
      seen.forEach((progress, index) => {
        expect(progress.loaded).toBeLessThanOrEqual(progress.total)
        expect(progress.loaded).toBeGreaterThanOrEqual(seen[index - 1]?.loaded ?? 0)
      })
      expect(seen.at(-1)!.loaded).toBe(seen.at(-1)!.total)
    }),
  )
})

it('survives a listener that throws', () => {
  const clamped = clampProgress(() => {
    throw new Error('the page has a bug')
  })
  expect(() => clamped({ status: 'download', loaded: 1, total: 2 })).not.toThrow()
})
