/** A model that `@mlc-ai/web-llm` runs on the graphics card (WebGPU), handed in by the app: its package stays the app's. */
import type { CompletionFn } from '../client/contracts.ts'
import { refuse, withMethods } from '../core/checks.ts'
import { checkOptions } from '../core/options.ts'
import { abortError } from '../providers/abort-error.ts'
import type { ProviderPart } from '../providers/contracts.ts'
import { openaiCompatible } from '../providers/openai-compatible.ts'
import type { Availability, DownloadOptions, OnDeviceModel, OnDeviceProfile } from './contracts.ts'
import { readDownload } from './download.ts'
import { Loading } from './loading.ts'
import { aProfile, notOnDevice, profileOf, TO_DOWNLOAD } from './profile.ts'
import { inLine, Turns } from './turns.ts'
import { streamInTurn } from './use.ts'
import { webLlmRequest } from './web-llm-request.ts'

const WHERE = 'webLlmModel'

/** What is used of the package: `import * as webLlm from '@mlc-ai/web-llm'`, or the same of a worker's engine. */
export interface WebLlm {
  CreateMLCEngine(
    modelId: string,
    config?: { initProgressCallback?: (report: { progress: number }) => void },
  ): Promise<WebLlmEngine>
  hasModelInCache(modelId: string): Promise<boolean>
}

export interface WebLlmEngine {
  // biome-ignore lint/suspicious/noExplicitAny: overloads by whether the request streams.
  chatCompletion(request: any): Promise<any>
  interruptGenerate(): unknown
  unload(): Promise<void>
}

export interface WebLlmOptions {
  /** Its `modelId` is WebLLM's: `Llama-3.2-1B-Instruct-q4f16_1-MLC`. */
  readonly profile: OnDeviceProfile
  readonly webLlm: WebLlm
}

const aModule = withMethods<WebLlm>(
  'the package (import * as webLlm from "@mlc-ai/web-llm")',
  'CreateMLCEngine',
  'hasModelInCache',
)

/**
 * Further fields of a call (`body`) go to WebLLM as they are; one that holds a `response_format` is answered in JSON, by its schema
 * where it has one, in OpenAI's words or WebLLM's. Throws `invalid-option` and `invalid-model`.
 */
export function webLlmModel(options: WebLlmOptions): OnDeviceModel {
  const read = checkOptions(WHERE, options, { profile: aProfile, webLlm: aModule })
  const webLlm = read.webLlm ?? refuse('invalid-option', `${WHERE}.webLlm`, 'given', undefined)
  const config = profileOf(WHERE, read.profile, 'web-llm')
  const { name, modelId = name } = config
  const turns = new Turns()
  const engine = new Loading<WebLlmEngine>({
    model: name,
    library: 'WebLLM',
    load: report => webLlm.CreateMLCEngine(modelId, { initProgressCallback: ({ progress }) => report(progress) }),
  })

  const availability = async (): Promise<Availability> => {
    try {
      if (!(await hasGraphics())) return 'unavailable'
      if (await webLlm.hasModelInCache(modelId)) return 'available'
      return engine.isRunning ? 'downloading' : 'downloadable'
    } catch {
      return 'unavailable'
    }
  }

  const completionFn: CompletionFn = async function* (_, messages, call) {
    const found = await availability()
    if (found !== 'available') {
      throw notOnDevice(name, found === 'unavailable' ? 'WebGPU is missing.' : TO_DOWNLOAD)
    }
    const { signal } = call
    const request = webLlmRequest(messages, call)
    const waited = inLine()
    const before: ProviderPart[] = []
    let ready: WebLlmEngine | undefined
    const pieces = streamInTurn<unknown>(turns, {
      signal,
      // Loaded in its turn, so that one load is one question's time.
      async start() {
        before.push(waited())
        ready = await engine.start()
        if (signal.aborted) throw abortError(signal)
        return ready.chatCompletion(request)
      },
      stop: () => void Promise.resolve(ready?.interruptGenerate()).catch(() => undefined),
      onPiece: () => true,
      onEnd: () => undefined,
    })
    for await (const piece of pieces) {
      yield* before.splice(0)
      yield* partsOf(piece)
    }
  }

  return {
    config: { ...config, completionFn },
    availability,
    async download(given?: DownloadOptions) {
      const options = readDownload(WHERE, given)
      if (!(await hasGraphics()))
        throw notOnDevice(name, 'WebLLM needs WebGPU, which this browser does not offer here.')
      await engine.download(options)
    },
    async dispose() {
      await (await engine.drop())?.unload()
    },
  }
}

async function hasGraphics(): Promise<boolean> {
  const { gpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<unknown> } }
  return gpu !== undefined && (await gpu.requestAdapter()) !== null
}

/** In OpenAI's format; one that was interrupted did not fail. */
function* partsOf(piece: unknown): Generator<ProviderPart> {
  for (const part of openaiCompatible.read(piece)) {
    if (part.type === 'failed') yield { type: 'finish', reason: 'other' }
    else if (part.type !== 'end') yield part
  }
}
