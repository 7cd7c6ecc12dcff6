/**
 * Where the package's own files lie. Each stands behind a literal `new URL('./…', import.meta.url)` relative to the
 * built package, so that bundlers carry it along.
 */
import type { Device, ModelManifest } from './manifest.ts'
import type { ModelSource } from './protocol.ts'

/** A worker's entry: the device it runs on, and whether it knows the way to encoders of the hub. */
export type WorkerEntry = Device | `hub-${Device}`

export interface EngineAssets {
  spawnWorker(entry: WorkerEntry): Worker
  /** For messages; undefined where only the bundler knows it. */
  workerUrl(entry: WorkerEntry): string | undefined
  runtimeUrl(device: Device): string
  model(manifest: ModelManifest): ModelSource
}

const SPAWN: Readonly<Record<WorkerEntry, () => Worker>> = {
  wasm: () => new Worker(new URL('./worker-wasm.js', import.meta.url), { type: 'module', name: 'greenrouting-wasm' }),
  webgpu: () =>
    new Worker(new URL('./worker-webgpu.js', import.meta.url), { type: 'module', name: 'greenrouting-webgpu' }),
  'hub-wasm': () =>
    new Worker(new URL('./worker-hub-wasm.js', import.meta.url), { type: 'module', name: 'greenrouting-hub-wasm' }),
  'hub-webgpu': () =>
    new Worker(new URL('./worker-hub-webgpu.js', import.meta.url), { type: 'module', name: 'greenrouting-hub-webgpu' }),
}

/** The files beside the built package. */
export const packageAssets: EngineAssets = {
  spawnWorker: entry => SPAWN[entry](),
  workerUrl: () => undefined,
  runtimeUrl: device =>
    device === 'webgpu'
      ? new URL('./ort-wasm-simd-threaded.jspi.wasm', import.meta.url).href
      : new URL('./ort-wasm-simd-threaded.wasm', import.meta.url).href,
  model: manifest => ({
    kind: 'bundled',
    manifest,
    urls: {
      'tokenizer.json': new URL('./model/tokenizer.json', import.meta.url).href,
      'head.onnx': new URL('./model/head.onnx', import.meta.url).href,
      'onnx/model_quantized.onnx': new URL('./model/onnx/model_quantized.onnx', import.meta.url).href,
      'onnx/model_webgpu.onnx': new URL('./model/onnx/model_webgpu.onnx', import.meta.url).href,
    },
  }),
}

/** The same files copied to a folder of the caller's, laid out as `greenrouting assets DIR` lays them out. */
export function folderAssets(folderUrl: string): EngineAssets {
  const at = (path: string): string => new URL(path, folderUrl).href
  return {
    spawnWorker: entry => spawn(at(`worker-${entry}.js`), `greenrouting-${entry}`),
    workerUrl: entry => at(`worker-${entry}.js`),
    runtimeUrl: device => at(device === 'webgpu' ? 'ort-wasm-simd-threaded.jspi.wasm' : 'ort-wasm-simd-threaded.wasm'),
    model: manifest => ({
      kind: 'bundled',
      manifest,
      urls: Object.fromEntries(Object.keys(manifest.files).map(path => [path, at(`model/${path}`)])),
    }),
  }
}

/** A worker script of another origin may only be imported, not started: a one-line script of the page's own does so. */
function spawn(url: string, name: string): Worker {
  if (new URL(url).origin === globalThis.location.origin) return new Worker(url, { type: 'module', name })
  const script = new Blob([`import ${JSON.stringify(url)}`], { type: 'text/javascript' })
  const scriptUrl = URL.createObjectURL(script)
  const worker = new Worker(scriptUrl, { type: 'module', name })
  const revoke = (): void => URL.revokeObjectURL(scriptUrl)
  worker.addEventListener('message', revoke, { once: true })
  worker.addEventListener('error', revoke, { once: true })
  return worker
}
