/** Starts a worker on the first device that works, and says how every one considered fared. */
import { GreenRoutingError } from '../core/errors.ts'
import { EngineHost } from './host.ts'
import type { Device } from './manifest.ts'
import type { FileShelf } from './model-cache.ts'
import type { EngineAssets } from './package-assets.ts'
import type { DeviceAttempt, DevicePlan } from './probe.ts'
import type { LoadProgress, ModelSource } from './protocol.ts'

export interface StartOptions {
  readonly assets: EngineAssets
  readonly source: ModelSource
  readonly persist: boolean
  /** Keeps files that IndexedDB cannot, for the next worker. */
  readonly memory: FileShelf
  readonly onProgress: (progress: LoadProgress) => void
  /** Told after each device, so that the story is known also when all fail. */
  readonly onAttempts: (attempts: readonly DeviceAttempt[]) => void
  /** Told once, when the started worker is gone for whatever reason. */
  readonly onDeath: (device: Device, reason: GreenRoutingError) => void
  /** Aborting it gives up the start; its reason is what the start rejects with. */
  readonly abandon: AbortSignal
}

/** Rejects with the last device's error, or `device-unavailable` when the plan holds none. */
export async function startEngine({ candidates, refused }: DevicePlan, options: StartOptions): Promise<EngineHost> {
  const { abandon, onAttempts } = options
  const attempts: DeviceAttempt[] = [...refused]
  let failure = unavailable(attempts)
  onAttempts(attempts)
  for (const { device, reason } of candidates) {
    abandon.throwIfAborted()
    try {
      const host = await startOn(device, options)
      if (abandon.aborted) host.kill(abandon.reason)
      abandon.throwIfAborted()
      onAttempts([...attempts, { device, ok: true, reason }])
      return host
    } catch (error) {
      failure = error as GreenRoutingError
      attempts.push({ device, ok: false, reason: failure.message })
      onAttempts([...attempts])
      if (abandon.aborted || isAboutSharedFiles(failure)) break
    }
  }
  throw failure
}

function startOn(device: Device, options: StartOptions): Promise<EngineHost> {
  const { assets, source, persist, memory, onProgress, onDeath, abandon } = options
  const entry = source.kind === 'hub' ? (`hub-${device}` as const) : device
  return EngineHost.start({
    device,
    spawnWorker: () => assets.spawnWorker(entry),
    workerUrl: assets.workerUrl(entry),
    request: { source, runtimeUrl: assets.runtimeUrl(device), persist },
    memory,
    onProgress,
    onDeath: reason => onDeath(device, reason),
    abandon,
  })
}

function unavailable(attempts: readonly DeviceAttempt[]): GreenRoutingError {
  return new GreenRoutingError(
    'device-unavailable',
    `WebGPU is not available: ${attempts[0]?.reason}. Use device 'auto' or 'wasm'.`,
    { details: { device: 'webgpu' } },
  )
}

/** A file or a package that every device needs: trying the next device would only download more. */
function isAboutSharedFiles({ code, details }: GreenRoutingError): boolean {
  const aboutFiles = ['manifest-invalid', 'file-not-found', 'fetch-failed', 'file-corrupt', 'peer-missing'].includes(
    code,
  )
  return aboutFiles && details.device === undefined
}
