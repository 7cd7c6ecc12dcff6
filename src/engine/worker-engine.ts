/** What a worker exposes: the engine, and the lock that tells the page it lives. */
import { createEngine } from './create-engine.ts'
import { fetchBytes } from './fetch-bytes.ts'
import type { LoadHubModel } from './load-model.ts'
import type { Device } from './manifest.ts'
import { type FileShelf, memoryCache, persistentCache } from './model-cache.ts'
import type { Engine } from './protocol.ts'
import type { CreateRuntime } from './runtime.ts'
import { holdLifeLock } from './worker-life.ts'

export interface WorkerEngine extends Engine {
  holdLifeLock(name: string): Promise<boolean>
}

export function createWorkerEngine(
  device: Device,
  createRuntime: CreateRuntime,
  loadHubModel?: LoadHubModel,
): WorkerEngine {
  const openCache = (persist: boolean, memory: FileShelf) => (persist ? persistentCache(memory) : memoryCache(memory))
  const parts = { device, createRuntime, fetchBytes, openCache, ...(loadHubModel && { loadHubModel }) }
  return { ...createEngine(parts), holdLifeLock }
}
