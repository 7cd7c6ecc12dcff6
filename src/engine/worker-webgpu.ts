/** Worker entry for the GPU. */
import { expose } from 'comlink'
import { createWebGpuRuntime } from './ort-webgpu.ts'
import { createWorkerEngine } from './worker-engine.ts'

expose(createWorkerEngine('webgpu', createWebGpuRuntime))
