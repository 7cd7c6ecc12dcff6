/**
 * The WebGPU build of ONNX Runtime that suspends WebAssembly natively (JSPI). The only door to it; the bare
 * `onnxruntime-web` entry is silently wrong on quantised graphs.
 */
import * as ort from 'onnxruntime-web/jspi'
import { createOrtRuntime } from './ort-runtime.ts'
import type { CreateRuntime } from './runtime.ts'

export const createWebGpuRuntime: CreateRuntime = wasmUrl => createOrtRuntime(ort, 'webgpu', wasmUrl)
