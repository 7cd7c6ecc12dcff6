/** Worker entry for encoders of the hub on the CPU. */
import { expose } from 'comlink'
import { loadHubModel } from './load-hub-model.ts'
import { createWasmRuntime } from './ort-wasm.ts'
import { createWorkerEngine } from './worker-engine.ts'

expose(createWorkerEngine('wasm', createWasmRuntime, loadHubModel))
