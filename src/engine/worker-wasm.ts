/** Worker entry for the CPU. */
import { expose } from 'comlink'
import { createWasmRuntime } from './ort-wasm.ts'
import { createWorkerEngine } from './worker-engine.ts'

expose(createWorkerEngine('wasm', createWasmRuntime))
