/** Which model a caller asks for, with absolute addresses: a worker would resolve against its own script, not the page. */
import { GreenRoutingError } from './core/index.ts'
import { aText, type Check, checkOptions, oneOf, refuse } from './core/internal.ts'
import { HUB_DTYPES, type HubDtype, type ModelSource } from './engine/protocol.ts'

/** An encoder in the layout of the Hugging Face hub, served from an address of yours. */
export interface EncoderOptions {
  /** Its folder, the one with config.json, tokenizer.json, tokenizer_config.json and onnx/. */
  readonly url: string
  /** Which of the graphs in onnx/, as transformers.js names them; default `q8` on WASM, `fp32` on WebGPU. */
  readonly dtype?: HubDtype | undefined
  /**
   * Address of transformers.min.js out of @huggingface/transformers, for a page without a bundler; default the package
   * of that name, which the app's bundler finds.
   */
  readonly library?: string | undefined
}

/** What `loadPretrained` may be told of the model; nothing means the shipped one. */
export interface ModelChoice {
  readonly model?: string | undefined
  readonly encoder?: EncoderOptions | undefined
  readonly head?: string | undefined
}

/** Undefined for the shipped model. Throws `invalid-option` for a choice that is none. */
export function sourceOf({ model, encoder, head }: ModelChoice): ModelSource | undefined {
  if (encoder === undefined && head === undefined) {
    return model === undefined ? undefined : { kind: 'folder', url: folderUrl(model, 'model') }
  }
  const missing = encoder === undefined ? 'encoder' : 'head'
  if (encoder === undefined || head === undefined) {
    refuse('invalid-option', `loadPretrained.${missing}`, 'given too: an encoder and its head go together', undefined)
  }
  if (model !== undefined) refuse('invalid-option', 'loadPretrained.model', 'left out beside encoder and head', model)
  const { url, dtype, library } = encoder
  return {
    kind: 'hub',
    encoder: {
      url: folderUrl(url, 'encoder'),
      ...(dtype && { dtype }),
      ...(library !== undefined && { library: addressOf(library, 'encoder.library').href }),
    },
    // Of head.onnx its folder: what the head is stands beside it.
    head: folderUrl(head.replace(/[^/]*\.onnx$/, '') || './', 'head'),
  }
}

const ENCODER = { url: aText, dtype: oneOf(HUB_DTYPES), library: aText }

/** The address alone will do. */
export const anEncoder: Check<EncoderOptions> = (value, path, code) => {
  if (typeof value === 'string') return { url: aText(value, path, code) }
  const { url, ...rest } = checkOptions(path, value, ENCODER, code)
  return { url: url ?? refuse(code, `${path}.url`, 'the address of a folder', url), ...rest }
}

/** With a slash at its end. */
export function folderUrl(folder: string, option: string): string {
  const url = addressOf(folder, option)
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url.href
}

function addressOf(address: string, option: string): URL {
  try {
    return new URL(address, globalThis.document?.baseURI ?? globalThis.location?.href)
  } catch (cause) {
    throw new GreenRoutingError('invalid-option', `loadPretrained.${option} is not an address: ${address}.`, {
      details: { path: option },
      cause,
    })
  }
}
