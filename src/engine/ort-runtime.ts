/** Adapts any build of ONNX Runtime Web to `OnnxRuntime`; the builds themselves are imported next door. */
import { GreenRoutingError } from '../core/errors.ts'
import type { Device } from './manifest.ts'
import type { Feed, OnnxRuntime, OnnxSession } from './runtime.ts'

/** The part of the onnxruntime-web module that is used, the same in every build. */
interface OrtModule {
  readonly env: {
    logLevel?: unknown
    readonly wasm: { wasmPaths?: unknown; numThreads?: number; initTimeout?: number }
  }
  readonly Tensor: new (type: 'int64' | 'float32', data: never, dims: readonly number[]) => unknown
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: { executionProviders: string[]; graphOptimizationLevel: 'all'; logSeverityLevel: 3 },
    ): Promise<OrtSession>
  }
}

interface OrtSession {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  run(feeds: never, outputs: readonly string[]): Promise<Record<string, { readonly data: unknown }>>
}

/** The runtime downloads itself and waits for ever unless told; 4 MB take this long at 50 kbit/s. Milliseconds. */
const START_LIMIT = 600_000

export function createOrtRuntime(module: unknown, device: Device, wasmUrl: string): OnnxRuntime {
  const ort = module as OrtModule
  ort.env.wasm.wasmPaths = { wasm: wasmUrl }
  // One thread: at a query's length a second one saves under a millisecond, and it needs cross-origin isolation.
  ort.env.wasm.numThreads = 1
  // Not for bytes at hand: the runtime never clears this timer, and a command line would wait for it before it ends.
  ort.env.wasm.initTimeout = wasmUrl.startsWith('blob:') ? 0 : START_LIMIT
  ort.env.logLevel = 'error'
  return {
    lent: {
      module: ort,
      executionProviders: [device],
      explainStart: cause => explain(cause, device, wasmUrl),
      explainRun: cause => failedRun(cause, device),
    },
    async createSession(model, where) {
      const provider = where === 'device' && device === 'webgpu' ? 'webgpu' : 'wasm'
      try {
        const session = await ort.InferenceSession.create(model, {
          executionProviders: [provider],
          graphOptimizationLevel: 'all',
          // Errors only: at its default it reports every shape node it keeps on the CPU to the page's console.
          logSeverityLevel: 3,
        })
        return adapt(ort, session, device)
      } catch (cause) {
        throw explain(cause, device, wasmUrl)
      }
    },
  }
}

function adapt(ort: OrtModule, session: OrtSession, device: Device): OnnxSession {
  const tensor = (feed: Feed): unknown => new ort.Tensor(feed.type, feed.data as never, feed.dims)
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(feeds, outputs) {
      const inputs = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, tensor(feed)]))
      const results = await session.run(inputs as never, outputs).catch(cause => {
        throw failedRun(cause, device)
      })
      return Object.fromEntries(outputs.map(name => [name, results[name]!.data as Float32Array]))
    },
  }
}

function failedRun(cause: unknown, device: Device): GreenRoutingError {
  const message = `The ${device} runtime failed while running the model: ${reasonOf(cause)}.`
  return new GreenRoutingError('inference-failed', message, { details: { device }, cause })
}

/** A refused start says "no available backend"; everything else is about the graph itself. */
function explain(cause: unknown, device: Device, wasmUrl: string): GreenRoutingError {
  const reason = reasonOf(cause)
  if (/adapter/i.test(reason)) {
    return new GreenRoutingError('device-unavailable', `${device} is not available here: ${reason}.`, {
      details: { device },
      cause,
    })
  }
  if (/no available backend|wasm streaming compile|CompileError|both async and sync fetching/i.test(reason)) {
    return new GreenRoutingError(
      'worker-failed',
      `The ONNX runtime at ${wasmUrl} did not start: ${reason}. Is the file served, and does the page's CSP allow 'wasm-unsafe-eval'?`,
      { details: { device, url: wasmUrl }, cause },
    )
  }
  return new GreenRoutingError('model-invalid', `The ONNX runtime refused the model: ${reason}.`, {
    details: { device },
    cause,
  })
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
