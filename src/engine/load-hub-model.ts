/** Brings a head of ours and an encoder in the hub's layout together. */
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { createHubEncoder, type HubEncoder, importLibrary, type ReadHubFile } from './hub-encoder.ts'
import { keepManifest } from './kept-manifest.ts'
import { finish, infoOf, type LoadContext, type LoadedModel, ModelProgress, openHead } from './load-model.ts'
import type { Device, HeadManifest } from './manifest.ts'
import { obtainFile } from './model-file.ts'
import { fetchFiles, type WantedFile } from './model-files.ts'
import { locateHead } from './model-folder.ts'
import type { HubDtype, HubSource } from './protocol.ts'
import { prepareText } from './text.ts'

/** What transformers.js takes when it is told nothing. */
const DTYPES: Readonly<Record<Device, HubDtype>> = { wasm: 'q8', webgpu: 'fp32' }

/** How transformers.js names the graphs of a folder. */
const SUFFIXES: Readonly<Partial<Record<HubDtype, string>>> = { fp32: '', q8: '_quantized' }

/** Told apart from the encoder's, which may have a file of the same name. */
const HEAD = 'the head'

/** Weights that a graph keeps in files beside it: fetched when the library asks for them, as only the graph knows. */
const EXTERNAL_DATA = /^onnx\/[^/]+\.onnx_data(_\d+)?$/

export async function loadHubModel(source: HubSource, context: LoadContext): Promise<LoadedModel> {
  const { device, runtime } = context
  const { encoder, head: headFolder } = source
  const progress = new ModelProgress(context.onProgress)
  const { manifest, urls } = await locateHead(headFolder, context)
  const dtype = encoder.dtype ?? DTYPES[device]
  const wanted = [{ path: HEAD, url: urls[manifest.head]!, expected: manifest.files[manifest.head] }]
  const files = await fetchFiles(
    [...wanted, ...encoderFiles(source, manifest, dtype, device)],
    context,
    progress.download,
  )
  await keepManifest(context.cache, source, manifest)
  progress.compile()
  const head = await progress.whileAlive(openHead(runtime, files.contents.get(HEAD)!, manifest))
  const library = await progress.whileAlive(importLibrary(encoder.library, runtime.lent))
  const reader = readerOf(files.contents, encoder.url, context)
  const encode = await createHubEncoder({
    library,
    read: reader.read,
    dtype,
    runtime: runtime.lent,
    embedding: manifest.embedding,
    truncation: manifest.truncation,
  }).catch(cause => {
    throw reader.failure ?? refused(cause, encoder.url, context)
  })
  const fetched = { ...files, downloadedBytes: files.downloadedBytes + reader.bytes }
  const embed = async (text: string) => ({ floats: await fitting(encode, prepareText(text), manifest, encoder.url) })
  return finish({ embed, head, info: infoOf(context, manifest, fetched) }, progress)
}

function encoderFiles({ encoder }: HubSource, { files }: HeadManifest, dtype: HubDtype, device: Device): WantedFile[] {
  const graph = `onnx/model${SUFFIXES[dtype] ?? `_${dtype}`}.onnx`
  return ['config.json', 'tokenizer.json', 'tokenizer_config.json', graph].map(path => ({
    path,
    url: new URL(path, encoder.url).href,
    expected: files[path],
    // The devices run different graphs only where the caller left the choice.
    ...(path === graph && encoder.dtype === undefined && { onlyOn: device }),
  }))
}

function readerOf(
  contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  folder: string,
  context: LoadContext,
): { readonly read: ReadHubFile; readonly bytes: number; readonly failure: unknown } {
  const state = { bytes: 0, failure: undefined as unknown }
  return Object.assign(state, {
    async read(path: string) {
      const known = path === HEAD ? undefined : contents.get(path)
      if (known || !EXTERNAL_DATA.test(path)) return known
      try {
        const { bytes } = await obtainFile(new URL(path, folder).href, undefined, context, {})
        state.bytes += bytes.byteLength
        return bytes
      } catch (error) {
        state.failure = error
        throw error
      }
    },
  })
}

/** Head and encoder must have been trained together; their width is what can be told of it. */
async function fitting(encode: HubEncoder, text: string, head: HeadManifest, url: string): Promise<Float32Array> {
  const embedding = await encode(text)
  if (embedding.length === head.hiddenSize) return embedding
  throw new GreenRoutingError(
    'model-invalid',
    `The encoder at ${url} gives ${embedding.length} floats and the head ${head.name} takes ${head.hiddenSize}: use the encoder that the head was trained on.`,
    { details: { url, floats: embedding.length, hiddenSize: head.hiddenSize } },
  )
}

function refused(cause: unknown, url: string, { runtime }: LoadContext): unknown {
  if (isGreenRoutingError(cause)) return cause
  const meaning = runtime.lent.explainStart(cause)
  if (meaning.code !== 'model-invalid') return meaning
  const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.+$/, '')
  return new GreenRoutingError('model-invalid', `The encoder at ${url} cannot be used: ${reason}.`, {
    details: { url },
    cause,
  })
}
