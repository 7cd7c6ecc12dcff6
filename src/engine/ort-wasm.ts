/** The plain WebAssembly build of ONNX Runtime. The only door to it. */
import * as ort from 'onnxruntime-web/wasm'
import { createOrtRuntime } from './ort-runtime.ts'
import type { CreateRuntime } from './runtime.ts'

export const createWasmRuntime: CreateRuntime = wasmUrl => createOrtRuntime(ort, 'wasm', wasmUrl)
