/**
 * A feature-extraction model in the Hugging Face hub's layout, run by transformers.js. The only door to that library, which
 * is an optional peer of this package: imported when the first such model is asked for.
 *
 * The library reads the files it is handed and nothing else, and runs on the runtime it is lent: it fetches nothing, from
 * the hub, from a CDN or from the page's own server.
 */
import type { FeatureExtractionPipeline } from '@huggingface/transformers'
import { GreenRoutingError } from '../core/errors.ts'
import type { EmbeddingRecipe, Truncation } from './manifest.ts'
import type { HubDtype } from './protocol.ts'
import type { LentRuntime } from './runtime.ts'
import { keepHeadAndTail } from './truncate.ts'

type Library = typeof import('@huggingface/transformers')

/** Contents by path inside the model's folder; undefined for what it does not hold. */
export type ReadHubFile = (path: string) => Promise<Uint8Array<ArrayBuffer> | undefined>

export interface HubEncoderOptions {
  readonly library: Library
  readonly read: ReadHubFile
  readonly dtype: HubDtype
  readonly runtime: LentRuntime
  readonly embedding?: EmbeddingRecipe | undefined
  /** Default: as many tokens as the tokenizer or the model's positions allow, cut before the last one. */
  readonly truncation?: Truncation | undefined
}

/** Text to a sentence embedding. */
export type HubEncoder = (text: string) => Promise<Float32Array>

/** Where the library looks for a runtime before it takes its own. */
const RUNTIME = Symbol.for('onnxruntime')

/** A name for the model that is no address anywhere. */
const FOLDER = '/encoder/'

/** Loads the library, from its own bundle at `url` or by name, and sees to it that it uses `runtime`. */
export async function importLibrary(url: string | undefined, runtime: LentRuntime): Promise<Library> {
  Object.assign(globalThis, { [RUNTIME]: runtime.module })
  const library = await importIt(url)
  // The object that the library sets up is the runtime's own, unless it brought another.
  const own = (runtime.module as { readonly env: { readonly wasm: unknown } }).env.wasm
  if (library.env?.backends?.onnx?.wasm !== own) {
    throw new GreenRoutingError(
      'peer-missing',
      `This version of @huggingface/transformers (${library.env?.version ?? 'unknown'}) cannot be used: install version 4.3 or a later 4.`,
      { details: { package: '@huggingface/transformers' } },
    )
  }
  return library
}

async function importIt(url: string | undefined): Promise<Library> {
  try {
    // In a try of its own: bundlers then take the package for one that may be missing.
    if (url === undefined) return await import('@huggingface/transformers')
  } catch (cause) {
    throw new GreenRoutingError(
      'peer-missing',
      'An encoder of the hub needs the package @huggingface/transformers (version 4.3 or a later 4), and it could not be loaded. ' +
        'Install it with npm install @huggingface/transformers; on a page without a bundler, give the address of its file transformers.min.js as encoder.library.',
      { details: { package: '@huggingface/transformers' }, cause },
    )
  }
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ url)) as Library
  } catch (cause) {
    throw new GreenRoutingError(
      'peer-missing',
      `encoder.library could not be loaded from ${url}: is transformers.min.js of @huggingface/transformers served at that address?`,
      { details: { package: '@huggingface/transformers', url }, cause },
    )
  }
}

/** Throws what the library throws, or what `runtime` makes of a graph that it refuses. */
export async function createHubEncoder(options: HubEncoderOptions): Promise<HubEncoder> {
  const { library, runtime, embedding: { pooling = 'mean', normalize = false, prefix = '' } = {} } = options
  handOver(library, options.read)
  const extractor = await library.pipeline('feature-extraction', FOLDER, {
    // Of a lent runtime the library knows no devices: the session is told its provider instead.
    device: 'auto',
    dtype: options.dtype,
    session_options: {
      executionProviders: [...runtime.executionProviders],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    },
  })
  cutAsTrained(library, extractor, options.truncation)
  return async text => {
    const { data } = await extractor(prefix + text, { pooling, normalize }).catch((cause: unknown) => {
      throw runtime.explainRun(cause)
    })
    return data as Float32Array
  }
}

/** The library asks its cache for every file first; this one has them all, and behind it is nothing. */
function handOver({ env, LogLevel }: Library, read: ReadHubFile): void {
  Object.assign(env, {
    allowRemoteModels: false,
    // The library looks a file up under its remote address too: this makes it the same one.
    remoteHost: '/',
    remotePathTemplate: FOLDER.slice(1, -1),
    allowLocalModels: true,
    useFS: false,
    useFSCache: false,
    useBrowserCache: false,
    useWasmCache: false,
    useCustomCache: true,
    customCache: {
      async match(key: string) {
        const bytes = key.startsWith(FOLDER) ? await read(key.slice(FOLDER.length)) : undefined
        return bytes && new Response(bytes)
      },
      put: async () => undefined,
    },
    fetch: async () => new Response(null, { status: 404 }),
    // What goes wrong is thrown as well; a page's console is not ours.
    logLevel: LogLevel.NONE,
  })
}

/** Left to itself the library cuts a long text's end off, closing token and all; the head was trained on another cut. */
function cutAsTrained(
  { Tensor }: Library,
  extractor: FeatureExtractionPipeline,
  trained: Truncation | undefined,
): void {
  const { tokenizer, model } = extractor
  const positions = Number((model.config as { max_position_embeddings?: unknown }).max_position_embeddings)
  const limit = Math.min(tokenizer.model_max_length, positions > 0 ? positions : Number.POSITIVE_INFINITY)
  const cut = trained ?? { maxTokens: limit, headTokens: limit - 1 }
  const encode = (text: string): Record<string, InstanceType<Library['Tensor']>> => {
    const encoded = tokenizer(text, { return_tensor: false }) as unknown as Record<string, number[]>
    return Object.fromEntries(
      Object.entries(encoded).map(([name, values]) => {
        const kept = BigInt64Array.from(keepHeadAndTail(values, cut), BigInt)
        return [name, new Tensor('int64', kept, [1, kept.length])]
      }),
    )
  }
  extractor.tokenizer = encode as unknown as typeof tokenizer
}
