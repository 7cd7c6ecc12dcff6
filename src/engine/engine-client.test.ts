/** The client against workers whose engine is scripted; the channel between them is the real one. */
import { expose } from 'comlink'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GreenRoutingError, type GreenRoutingErrorCode } from '../core/errors.ts'
import { QueryProfile } from '../core/query-profile.ts'
import { EngineClient } from './engine-client.ts'
import { exampleManifest } from './manifest.fixture.ts'
import type { Device } from './manifest.ts'
import type { EngineInfo, Reply } from './protocol.ts'
import { toWire } from './wire-error.ts'
import type { WorkerEngine } from './worker-engine.ts'

const profile = QueryProfile.single('simple', 1)
const refusal = <T>(code: GreenRoutingErrorCode, details = {}): Reply<T> => ({
  ok: false,
  error: toWire(new GreenRoutingError(code, `scripted ${code}`, { details })),
})
const loaded = (device: Device): Reply<EngineInfo> => ({
  ok: true,
  value: {
    device,
    model: { name: 'example', version: '1', rubric: '1' },
    downloadedBytes: 0,
    cachedBytes: 0,
    storage: 'memory',
    integrity: 'verified',
  },
})

/** What the engine of each device answers; tests change it. */
let script: Record<Device, Pick<WorkerEngine, 'load' | 'classify'>>
/** Workers not yet ended, by device. */
let alive: Device[]

const answering = (device: Device): Pick<WorkerEngine, 'load' | 'classify'> => ({
  load: async () => loaded(device),
  classify: async (_, texts) => ({ ok: true, value: texts.map(() => profile) }),
})

function spawn(device: Device): Worker {
  const { port1, port2 } = new MessageChannel()
  const engine: WorkerEngine = {
    ...script[device],
    embed: async () => refusal('internal'),
    cancel: () => undefined,
    holdLifeLock: async () => false,
  }
  expose(engine, port2)
  alive.push(device)
  const terminate = (): void => {
    alive.splice(alive.indexOf(device), 1)
    port1.close()
  }
  port1.start()
  return Object.assign(port1, { terminate }) as unknown as Worker
}

const newClient = (device: 'auto' | Device = 'auto'): EngineClient =>
  new EngineClient({
    device,
    persist: false,
    source: { kind: 'bundled', manifest: exampleManifest(), urls: {} },
    assets: {
      spawnWorker: spawn,
      workerUrl: () => undefined,
      runtimeUrl: () => 'runtime.wasm',
      model: manifest => ({ kind: 'bundled', manifest, urls: {} }),
    },
  })

beforeEach(() => {
  script = { webgpu: answering('webgpu'), wasm: answering('wasm') }
  alive = []
  vi.stubGlobal('WebAssembly', { Suspending: class {} })
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => ({ info: { isFallbackAdapter: false } }) } })
})
afterEach(() => void vi.unstubAllGlobals())

describe('choosing a device', () => {
  it.each(['worker-failed', 'device-unavailable', 'model-invalid', 'inference-failed'] as const)(
    'auto answers on WASM when WebGPU fails to start with %s, says why, and does not try it again',
    async code => {
      const starts = vi.fn(async () => refusal<EngineInfo>(code))
      script.webgpu = { ...script.webgpu, load: starts }
      const client = newClient()
      expect(await client.classify('x')).toEqual(profile)
      expect(client.attempts).toMatchObject([
        { device: 'webgpu', ok: false, reason: `scripted ${code}` },
        { device: 'wasm', ok: true },
      ])
      expect(alive).toEqual(['wasm'])
      ;(await client.connect()).kill(new GreenRoutingError('worker-crashed', 'killed'))
      expect(await client.classify('x')).toEqual(profile)
      expect(starts).toHaveBeenCalledOnce()
    },
  )

  it('a file that every device needs fails at once; one that only this device needs does not', async () => {
    script.webgpu = { ...script.webgpu, load: async () => refusal('file-not-found') }
    await expect(newClient().classify('x')).rejects.toMatchObject({ code: 'file-not-found' })
    expect(alive).toEqual([])
    script.webgpu = { ...script.webgpu, load: async () => refusal('file-not-found', { device: 'webgpu' }) }
    expect(await newClient().classify('x')).toEqual(profile)
  })

  it('after a failed run WebGPU is left, and the call after it is answered on WASM', async () => {
    script.webgpu = { ...script.webgpu, classify: async () => refusal('inference-failed') }
    const client = newClient()
    await expect(client.classify('x')).rejects.toMatchObject({ code: 'inference-failed' })
    expect(await client.classify('x')).toEqual(profile)
    expect(client.info?.device).toBe('wasm')
    expect(client.attempts[0]).toMatchObject({ device: 'webgpu', reason: 'scripted inference-failed' })
  })

  it('a device asked for by name is kept to', async () => {
    script.webgpu = { ...script.webgpu, classify: async () => refusal('inference-failed') }
    const client = newClient('webgpu')
    await expect(client.classify('x')).rejects.toMatchObject({ code: 'inference-failed' })
    await expect(client.classify('x')).rejects.toMatchObject({ code: 'inference-failed' })
    expect(client.info?.device).toBe('webgpu')
  })
})

describe('a start', () => {
  it('that failed is forgotten: the next call tries again', async () => {
    script.wasm = { ...script.wasm, load: async () => refusal('fetch-failed') }
    const client = newClient('wasm')
    await expect(client.classify('x')).rejects.toMatchObject({ code: 'fetch-failed' })
    script.wasm = answering('wasm')
    expect(await client.classify('x')).toEqual(profile)
  })

  it('is shared by the calls that wait for it', async () => {
    const client = newClient('wasm')
    await Promise.all(Array.from({ length: 20 }, () => client.classify('x')))
    expect(alive).toEqual(['wasm'])
  })

  it('leaves no worker behind when the client is disposed of at any moment of it', async () => {
    for (let ticks = 0; ticks < 60; ticks++) {
      const client = newClient('wasm')
      const call = client.classify('x').then(
        () => 'answered',
        error => error.code,
      )
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
      if (ticks % 3 === 0) await new Promise(resolve => setTimeout(resolve, ticks % 5))
      client.dispose()
      expect(['answered', 'disposed']).toContain(await call)
      await new Promise(resolve => setTimeout(resolve))
      expect(alive).toEqual([])
      await expect(client.classify('x')).rejects.toMatchObject({ code: 'disposed' })
    }
  })

  it('does not keep a dispose waiting for a driver', async () => {
    vi.stubGlobal('navigator', { gpu: { requestAdapter: () => new Promise(() => undefined) } })
    const client = newClient()
    const call = client.classify('x')
    client.dispose()
    await expect(call).rejects.toMatchObject({ code: 'disposed' })
  })
})

describe('an abort', () => {
  it('rejects that call alone, also while the worker starts', async () => {
    const client = newClient('wasm')
    const controller = new AbortController()
    const [aborted, other] = [client.classify('x', { signal: controller.signal }), client.classify('y')]
    controller.abort('enough')
    await expect(aborted).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
    expect(await other).toEqual(profile)
  })

  it('is noticed at any moment between the start and the answer', async () => {
    script.wasm = { ...script.wasm, classify: () => new Promise(() => undefined) }
    const client = newClient('wasm')
    await client.connect()
    for (let ticks = 0; ticks < 20; ticks++) {
      const controller = new AbortController()
      const call = client.classify('x', { signal: controller.signal })
      const rejection = expect(call).rejects.toMatchObject({ code: 'aborted' })
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
      controller.abort()
      await rejection
    }
  })
})

it('queries come back in order, however many there are', async () => {
  script.wasm = {
    ...script.wasm,
    classify: async (_, texts) => ({
      ok: true,
      value: texts.map(text => QueryProfile.of({ capabilityWeights: { code: 1 }, difficulty: 1 + Number(text) / 25 })),
    }),
  }
  const profiles = await newClient('wasm').classifyMany(Array.from({ length: 100 }, (_, index) => `${index}`))
  expect(profiles.map(({ difficultyScore }) => Math.round((difficultyScore - 1) * 25))).toEqual([...Array(100).keys()])
})
