/** Which devices to try, best first, and why the others are out. Asked before any download. */
import type { Device } from './manifest.ts'

export type DeviceRequest = 'auto' | Device

/** One device that was considered. */
export interface DeviceAttempt {
  readonly device: Device
  readonly ok: boolean
  /** Why it was chosen, passed over or failed, for a person. */
  readonly reason: string
}

export interface DevicePlan {
  /** To be tried in order, each with the reason it is on the list. */
  readonly candidates: readonly { readonly device: Device; readonly reason: string }[]
  readonly refused: readonly DeviceAttempt[]
}

/** The part of `navigator.gpu` that is asked. */
interface GpuLike {
  requestAdapter(): Promise<{
    readonly info?: { readonly isFallbackAdapter?: boolean }
    readonly isFallbackAdapter?: boolean
  } | null>
}

const ASKED_FOR = 'it was asked for by name'

/** Some drivers never answer. Milliseconds. */
const PATIENCE = 3_000

/**
 * `auto` takes WebGPU when a hardware adapter answers and then WASM; a device asked for by name is the only one tried,
 * so that nobody is surprised by another.
 */
export async function planDevices(
  requested: DeviceRequest,
  gpu: GpuLike | undefined = currentGpu(),
): Promise<DevicePlan> {
  if (requested === 'wasm') return { candidates: [{ device: 'wasm', reason: ASKED_FOR }], refused: [] }
  const problem = await whyNoWebGpu(gpu, requested === 'webgpu')
  const refused = problem === null ? [] : [{ device: 'webgpu', ok: false, reason: problem } as const]
  if (requested === 'webgpu') {
    return { candidates: problem === null ? [{ device: 'webgpu', reason: ASKED_FOR }] : [], refused }
  }
  const wasm = { device: 'wasm', reason: 'it runs in every browser' } as const
  const webgpu = { device: 'webgpu', reason: 'graphics hardware answered' } as const
  return { candidates: problem === null ? [webgpu, wasm] : [wasm], refused }
}

async function whyNoWebGpu(gpu: GpuLike | undefined, acceptSoftware: boolean): Promise<string | null> {
  if (!gpu) return 'the browser offers no WebGPU on this page'
  if (!('Suspending' in WebAssembly))
    return 'the browser cannot suspend WebAssembly (JSPI), which the WebGPU runtime needs'
  const adapter = await Promise.race([
    Promise.resolve()
      .then(() => gpu.requestAdapter())
      .catch(() => null),
    new Promise<'late'>(resolve => setTimeout(resolve, PATIENCE, 'late')),
  ])
  if (adapter === 'late') return 'the graphics driver did not answer'
  if (!adapter) return 'no graphics adapter was found'
  const software = adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false
  return software && !acceptSoftware ? 'the only adapter is a software one, slower than WASM' : null
}

function currentGpu(): GpuLike | undefined {
  return (globalThis.navigator as { readonly gpu?: GpuLike } | undefined)?.gpu
}
