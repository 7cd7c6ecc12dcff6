/** Worker entry for encoders of the hub on the GPU. */
import { expose } from 'comlink'
import { loadHubModel } from './load-hub-model.ts'
import { createWebGpuRuntime } from './ort-webgpu.ts'
import { createWorkerEngine } from './worker-engine.ts'

expose(createWorkerEngine('webgpu', createWebGpuRuntime, loadHubModel))
