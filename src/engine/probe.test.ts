import { afterEach, describe, expect, it, vi } from 'vitest'
import { type DevicePlan, planDevices } from './probe.ts'

const devicesOf = (plan: DevicePlan) => plan.candidates.map(({ device }) => device)

const hardware = { requestAdapter: async () => ({ info: { isFallbackAdapter: false } }) }
const software = { requestAdapter: async () => ({ info: { isFallbackAdapter: true } }) }
const nothing = { requestAdapter: async () => null }
const broken = { requestAdapter: () => Promise.reject(new Error('driver')) }
const silent = { requestAdapter: () => new Promise<null>(() => undefined) }

const withJspi = (): void => {
  vi.stubGlobal('WebAssembly', { Suspending: class {} })
}

afterEach(() => void vi.unstubAllGlobals())

describe('planDevices', () => {
  it('auto takes hardware WebGPU first and keeps WASM behind it', async () => {
    withJspi()
    const plan = await planDevices('auto', hardware)
    expect(devicesOf(plan)).toEqual(['webgpu', 'wasm'])
    expect(plan.refused).toEqual([])
  })

  it.each([
    ['software adapter', software, /software/],
    ['no adapter', nothing, /no graphics adapter/],
    ['a driver that throws', broken, /no graphics adapter/],
    ['no WebGPU', undefined, /offers no WebGPU/],
  ])('auto answers on WASM and says why: %s', async (_, gpu, reason) => {
    withJspi()
    // `undefined` would ask the real navigator.
    vi.stubGlobal('navigator', {})
    const plan = await planDevices('auto', gpu)
    expect(devicesOf(plan)).toEqual(['wasm'])
    expect(plan.refused).toMatchObject([{ device: 'webgpu', ok: false, reason: expect.stringMatching(reason) }])
  })

  it('does not wait for ever for a driver', async () => {
    vi.useFakeTimers()
    withJspi()
    const plan = planDevices('auto', silent)
    await vi.advanceTimersByTimeAsync(10_000)
    expect((await plan).refused[0]?.reason).toMatch(/did not answer/)
    vi.useRealTimers()
  })

  it('needs JSPI for WebGPU', async () => {
    vi.stubGlobal('WebAssembly', {})
    expect((await planDevices('auto', hardware)).refused[0]?.reason).toMatch(/JSPI/)
  })

  it('a device asked for by name is the only one; a software adapter will do', async () => {
    withJspi()
    expect(devicesOf(await planDevices('webgpu', software))).toEqual(['webgpu'])
    expect(devicesOf(await planDevices('webgpu', nothing))).toEqual([])
    expect(devicesOf(await planDevices('wasm', hardware))).toEqual(['wasm'])
  })
})
