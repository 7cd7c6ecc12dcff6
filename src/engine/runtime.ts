/** What the engine asks of an ONNX runtime: load a graph, run it, read floats. One implementation per device. */
import type { GreenRoutingError } from '../core/errors.ts'

export type Feed =
  | { readonly type: 'int64'; readonly data: BigInt64Array; readonly dims: readonly number[] }
  | { readonly type: 'float32'; readonly data: Float32Array; readonly dims: readonly number[] }

export interface OnnxSession {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  /** Not reentrant: two runs at once on WebGPU stop the worker for good. */
  run(
    feeds: Readonly<Record<string, Feed>>,
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, Float32Array>>>
}

export interface OnnxRuntime {
  /** `where: 'cpu'` keeps a small graph off the GPU, whose round trip costs more than the graph. */
  createSession(model: Uint8Array, where: 'device' | 'cpu'): Promise<OnnxSession>
  readonly lent: LentRuntime
}

/** What another library needs to run its sessions here instead of bringing a runtime of its own. */
export interface LentRuntime {
  /** The onnxruntime-web module, set up. */
  readonly module: object
  readonly executionProviders: readonly string[]
  /** What an error of a session's start or run means. */
  explainStart(cause: unknown): GreenRoutingError
  explainRun(cause: unknown): GreenRoutingError
}

/** Starts the runtime whose WebAssembly lies at `wasmUrl`. */
export type CreateRuntime = (wasmUrl: string) => OnnxRuntime
