/** A model that `@mlc-ai/web-llm` runs on the graphics card (WebGPU), handed in by the app: its package stays the app's. */
import type { CompletionFn } from '../client/contracts.ts'
import { type Check, refuse } from '../core/checks.ts'
import { checkOptions } from '../core/options.ts'
import { abortError } from '../providers/abort-error.ts'
import type { FinishReason, ProviderPart } from '../providers/contracts.ts'
import { counts, list, record, sum, text } from '../providers/loose.ts'
import type { Availability, DownloadOptions, OnDeviceModel, OnDeviceProfile } from './contracts.ts'
import { readDownload, rising } from './download.ts'
import { notOnDevice, profileOf, TO_DOWNLOAD } from './profile.ts'
import { Turns } from './turns.ts'
import { streamInTurn } from './use.ts'

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

const aModule: Check<WebLlm> = (value, path, code) => {
  const { CreateMLCEngine, hasModelInCache } = (value ?? {}) as Partial<WebLlm>
  return typeof CreateMLCEngine === 'function' && typeof hasModelInCache === 'function'
    ? (value as WebLlm)
    : refuse(code, path, 'the package (import * as webLlm from "@mlc-ai/web-llm")', value)
}

/** Throws `invalid-option` and `invalid-model`. */
export function webLlmModel(options: WebLlmOptions): OnDeviceModel {
  const read = checkOptions(WHERE, options, { profile: value => value as OnDeviceProfile, webLlm: aModule })
  const webLlm = read.webLlm ?? refuse('invalid-option', `${WHERE}.webLlm`, 'given', undefined)
  const config = profileOf(WHERE, read.profile as OnDeviceProfile, 'web-llm')
  const { name, modelId = name } = config
  const turns = new Turns()
  let engine: Promise<WebLlmEngine> | undefined
  let state: 'downloading' | undefined

  const start = (report: (share: unknown) => void): Promise<WebLlmEngine> => {
    engine ??= webLlm.CreateMLCEngine(modelId, { initProgressCallback: ({ progress }) => report(progress) })
    // One that failed can be tried again.
    engine.catch(() => (engine = undefined))
    return engine
  }

  const availability = async (): Promise<Availability> => {
    try {
      if (!(await hasGraphics())) return 'unavailable'
      return (await webLlm.hasModelInCache(modelId)) ? 'available' : (state ?? 'downloadable')
    } catch {
      return 'unavailable'
    }
  }

  const completionFn: CompletionFn = async function* (_, messages, { signal, maxOutputTokens, temperature }) {
    const found = await availability()
    if (found !== 'available') {
      throw notOnDevice(name, found === 'unavailable' ? 'WebGPU is missing.' : TO_DOWNLOAD)
    }
    const ready = await start(() => undefined)
    const request = {
      messages: messages.map(message => ({ ...message })),
      stream: true,
      stream_options: { include_usage: true },
      ...(maxOutputTokens !== undefined && { max_tokens: maxOutputTokens }),
      ...(temperature !== undefined && { temperature }),
    }
    const pieces = streamInTurn<unknown>(turns, {
      signal,
      start: () => ready.chatCompletion(request) as Promise<AsyncIterable<unknown>>,
      stop: () => void Promise.resolve(ready.interruptGenerate()).catch(() => undefined),
      onPiece: () => true,
      onEnd: () => undefined,
    })
    for await (const piece of pieces) yield* partsOf(piece)
  }

  return {
    config: { ...config, completionFn },
    availability,
    async download(given?: DownloadOptions) {
      const { signal, onProgress } = readDownload(WHERE, given)
      if (!(await hasGraphics()))
        throw notOnDevice(name, 'WebLLM needs WebGPU, which this browser does not offer here.')
      if (signal?.aborted) throw abortError(signal)
      const report = rising(onProgress)
      state = 'downloading'
      try {
        // WebLLM has no way to end a download; what has come stays in its cache.
        await untilAborted(start(report), signal)
        report(1)
      } finally {
        state = undefined
      }
    },
    async dispose() {
      const running = engine
      engine = undefined
      await (await running?.catch(() => undefined))?.unload()
    },
  }
}

async function hasGraphics(): Promise<boolean> {
  const { gpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<unknown> } }
  return gpu !== undefined && (await gpu.requestAdapter()) !== null
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(abortError(signal)), { once: true })
    work.then(resolve, reject)
  })
}

const REASONS: Readonly<Record<string, FinishReason>> = { stop: 'stop', length: 'length', tool_calls: 'tool-calls' }

function* partsOf(piece: unknown): Generator<ProviderPart> {
  const { choices, usage } = record(piece)
  const { delta, finish_reason } = record(list(choices)[0])
  const said = text(record(delta).content)
  if (said !== '') yield { type: 'text', text: said }
  if (usage) {
    const { prompt_tokens, completion_tokens } = record(usage)
    const found = counts({
      inputTokens: sum(prompt_tokens),
      outputTokens: sum(completion_tokens),
      reasoningTokens: undefined,
      cachedInputTokens: undefined,
    })
    yield { type: 'usage', usage: found }
  }
  if (typeof finish_reason === 'string') yield { type: 'finish', reason: REASONS[finish_reason] ?? 'other' }
}
