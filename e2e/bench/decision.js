/** The rivals of `npm run bench`, all in one page: each is made ready once and then asked in turns, so that a busy machine slows all alike. */

import { loadPretrained } from '/dist/index.js'
import { AutoTokenizer, env, pipeline } from '/library/transformers.min.js'
import * as ort from '/ort/ort.wasm.bundle.min.mjs'

/** Everything on one thread, from this server. */
ort.env.wasm.numThreads = 1
ort.env.wasm.wasmPaths = { wasm: '/ort/ort-wasm-simd-threaded.wasm' }
env.backends.onnx.wasm.numThreads = 1
env.backends.onnx.wasm.wasmPaths = {
  mjs: '/library-runtime/ort-wasm-simd-threaded.asyncify.mjs',
  wasm: '/library-runtime/ort-wasm-simd-threaded.asyncify.wasm',
}
Object.assign(env, {
  allowRemoteModels: false,
  allowLocalModels: true,
  localModelPath: '/models/',
  useBrowserCache: false,
})

/** What each rival is called, and whether a head for the other encoder is there to decide with. */
export async function prepare({ withHead }) {
  const ours = await loadPretrained({ device: 'wasm', cache: false })
  const graphs = { ours: await graph('/dist/model/'), minilm: await graph('/models/minilm/') }
  const extract = await pipeline('feature-extraction', 'minilm', { device: 'wasm', dtype: 'q8' })
  const seed =
    withHead &&
    (await loadPretrained({
      device: 'wasm',
      cache: false,
      encoder: { url: '/models/minilm/', library: '/library/transformers.min.js' },
      head: '/models/minilm/',
    }))
  const { truncation } = await (await fetch('/dist/model/manifest.json')).json()
  env.localModelPath = '/dist/'
  const tokenizers = { ours: await AutoTokenizer.from_pretrained('model'), minilm: extract.tokenizer }
  globalThis.bench = {
    maxTokens: truncation.maxTokens,
    /** How many tokens each rival sees in a text. */
    count: text => ({ ours: tokenizers.ours.encode(text).length, minilm: tokenizers.minilm.encode(text).length }),
    rivals: {
      decision: { run: text => ours.route(text) },
      pipeline: { run: text => extract(text, { pooling: 'mean' }) },
      ...(seed && { seedDecision: { run: text => seed.route(text) } }),
      graph: { ...graphs.ours, given: text => feeds(tokenizers.ours.encode(text).slice(0, truncation.maxTokens)) },
      minilmGraph: { ...graphs.minilm, given: text => feeds(tokenizers.minilm.encode(text)) },
    },
  }
}

/** Milliseconds of each run, by rival. */
export async function measure(text, { runs, warmUp }) {
  const rivals = Object.entries(globalThis.bench.rivals).map(([name, { run, given = text => text }]) => {
    return { name, run, input: given(text), times: [] }
  })
  for (let round = -warmUp; round < runs; round++) {
    for (const { run, input, times } of rivals) {
      const start = performance.now()
      await run(input)
      if (round >= 0) times.push(performance.now() - start)
    }
  }
  return Object.fromEntries(rivals.map(({ name, times }) => [name, times]))
}

async function graph(folder) {
  const bytes = new Uint8Array(await (await fetch(`${folder}onnx/model_quantized.onnx`)).arrayBuffer())
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] })
  return { run: input => session.run(input) }
}

function feeds(ids) {
  const tensor = values => new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [1, ids.length])
  return { input_ids: tensor(ids), attention_mask: tensor(ids.map(() => 1)) }
}
