import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GreenRoutingError } from '../core/errors.ts'
import { PendingCalls } from './pending-calls.ts'
import type { Reply } from './protocol.ts'

const never = new Promise<Reply<string>>(() => undefined)
const answered = (value: string): Promise<Reply<string>> => Promise.resolve({ ok: true, value })
const gone = new GreenRoutingError('worker-crashed', 'gone')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('PendingCalls', () => {
  it('settles with the answer, or with the error an answer carries', async () => {
    const calls = new PendingCalls(60, () => undefined)
    expect(await calls.settle(answered('yes'))).toBe('yes')
    const refusal = { code: 'file-corrupt', message: 'bad', details: { url: 'u' }, causes: [] } as const
    const failed = calls.settle(Promise.resolve({ ok: false, error: refusal } satisfies Reply<string>))
    await expect(failed).rejects.toMatchObject({ code: 'file-corrupt', details: { url: 'u' } })
  })

  it('settles at once on an abort, keeps the reason and says so to the worker', async () => {
    const calls = new PendingCalls(60, () => undefined)
    const controller = new AbortController()
    const onAbort = vi.fn()
    const call = calls.settle(never, controller.signal, onAbort)
    controller.abort('enough')
    await expect(call).rejects.toMatchObject({ code: 'aborted', name: 'AbortError', cause: 'enough' })
    expect(onAbort).toHaveBeenCalledOnce()
  })

  it('settles everything when the worker is gone, also what is asked afterwards', async () => {
    const calls = new PendingCalls(60, () => undefined)
    const open = [calls.settle(never), calls.settle(never)]
    const settled = Promise.allSettled(open)
    calls.end(gone)
    expect(await settled).toEqual([0, 1].map(() => ({ status: 'rejected', reason: gone })))
    await expect(calls.settle(never)).rejects.toBe(gone)
  })

  it('gives up a silent worker, even when every caller has given up before', async () => {
    const onSilence = vi.fn()
    const calls = new PendingCalls(60, onSilence)
    for (let second = 0; second < 60; second += 10) {
      const controller = new AbortController()
      const call = calls.settle(never, controller.signal)
      vi.advanceTimersByTime(10_000)
      controller.abort()
      await expect(call).rejects.toMatchObject({ code: 'aborted' })
    }
    expect(onSilence).toHaveBeenCalledOnce()
  })

  it('is patient with one that shows signs of life, and with one that owes nothing', async () => {
    const onSilence = vi.fn()
    const calls = new PendingCalls(60, onSilence)
    const call = calls.settle(
      new Promise<Reply<string>>(resolve => setTimeout(resolve, 200_000, { ok: true, value: 'late' })),
    )
    for (let minute = 0; minute < 4; minute++) {
      await vi.advanceTimersByTimeAsync(50_000)
      calls.heard()
    }
    expect(await call).toBe('late')
    await vi.advanceTimersByTimeAsync(500_000)
    expect(onSilence).not.toHaveBeenCalled()
  })
})
