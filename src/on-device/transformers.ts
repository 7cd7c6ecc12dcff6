/** A model that transformers.js generates text with, handed in by the app: its package stays the app's. */
import type { CompletionFn } from '../client/contracts.ts'
import { anything, type Check, refuse } from '../core/checks.ts'
import { checkOptions } from '../core/options.ts'
import { abortError } from '../providers/abort-error.ts'
import type { ProviderPart } from '../providers/contracts.ts'
import { record } from '../providers/loose.ts'
import type { Availability, DownloadOptions, OnDeviceModel, OnDeviceProfile } from './contracts.ts'
import { readDownload } from './download.ts'
import { Loading } from './loading.ts'
import { Mailbox } from './mailbox.ts'
import { aProfile, notOnDevice, profileOf, TO_DOWNLOAD } from './profile.ts'
import { inLine, Turns } from './turns.ts'

const WHERE = 'transformersModel'
const TASK = 'text-generation'

/** Most tokens of an answer where the call says nothing: the library's own default is 20. */
const MOST_TOKENS = 1024

// biome-ignore-start lint/suspicious/noExplicitAny: the library's own types are generic in ways that say nothing here.
/** What is used of the package: `import * as transformers from '@huggingface/transformers'`. */
export interface Transformers {
  pipeline(task: any, model?: any, options?: any): Promise<any>
  readonly TextStreamer: new (tokenizer: any, options?: any) => any
  readonly InterruptableStoppingCriteria: new () => { interrupt(): void }
  readonly ModelRegistry: { is_pipeline_cached(task: string, modelId: string, options?: any): Promise<boolean> }
}

interface TextGenerator {
  (messages: readonly object[], options: object): Promise<unknown>
  readonly tokenizer: any
  dispose(): Promise<unknown>
}
// biome-ignore-end lint/suspicious/noExplicitAny: as above

export interface TransformersOptions {
  /** Its `modelId` is the hub's: `onnx-community/Qwen2.5-0.5B-Instruct`. */
  readonly profile: OnDeviceProfile
  readonly transformers: Transformers
  /** Handed on to `pipeline`: `device`, `dtype` and the like. Default the library's. */
  readonly pipelineOptions?: Readonly<Record<string, unknown>> | undefined
}

const aModule: Check<Transformers> = (value, path, code) => {
  const { pipeline, TextStreamer, ModelRegistry } = (value ?? {}) as Partial<Transformers>
  return typeof pipeline === 'function' && TextStreamer !== undefined && ModelRegistry !== undefined
    ? (value as Transformers)
    : refuse(code, path, 'the package (import * as transformers from "@huggingface/transformers")', value)
}

/** Throws `invalid-option` and `invalid-model`. */
export function transformersModel(options: TransformersOptions): OnDeviceModel {
  const spec = {
    profile: aProfile,
    transformers: aModule,
    pipelineOptions: anything as Check<TransformersOptions['pipelineOptions']>,
  }
  const { profile, transformers: given, pipelineOptions = {} } = checkOptions(WHERE, options, spec)
  const transformers = given ?? refuse('invalid-option', `${WHERE}.transformers`, 'given', undefined)
  const config = profileOf(WHERE, profile, 'transformers.js')
  const { name, modelId = name } = config
  const turns = new Turns()
  const model = new Loading<TextGenerator>({
    model: name,
    library: 'transformers.js',
    load: report => {
      const progress_callback = (event: unknown) => {
        const { status, progress } = record(event)
        if (status === 'progress_total' && typeof progress === 'number') report(progress / 100)
      }
      return transformers.pipeline(TASK, modelId, { ...pipelineOptions, progress_callback })
    },
  })

  const availability = async (): Promise<Availability> => {
    try {
      const isCached = await transformers.ModelRegistry.is_pipeline_cached(TASK, modelId, pipelineOptions)
      if (isCached) return 'available'
    } catch {
      // Without a connection the library cannot say what it would need.
      return 'unavailable'
    }
    return model.isRunning ? 'downloading' : 'downloadable'
  }

  const completionFn: CompletionFn = async function* (_, messages, { signal, maxOutputTokens, temperature }) {
    // A question does not wait for a download.
    if (!model.isLoaded && (await availability()) !== 'available') throw notOnDevice(name, TO_DOWNLOAD)
    const waited = inLine()
    const release = await turns.take(signal)
    const box = new Mailbox<string | ProviderPart>()
    box.put(waited())
    const most = maxOutputTokens ?? MOST_TOKENS
    let tokens = 0
    let stop = (): void => undefined
    const answer = async (): Promise<void> => {
      const stopping = new transformers.InterruptableStoppingCriteria()
      stop = () => stopping.interrupt()
      // In its turn, so that one load is one question's time.
      const generate = await model.start()
      if (signal.aborted) throw abortError(signal)
      const streamer = new transformers.TextStreamer(generate.tokenizer, {
        skip_prompt: true,
        skip_special_tokens: true,
        callback_function: (piece: string) => box.put(piece),
        token_callback_function: (ids: readonly unknown[]) => (tokens += ids.length),
      })
      await generate(
        messages.map(message => ({ ...message })),
        {
          max_new_tokens: most,
          streamer,
          stopping_criteria: stopping,
          ...(temperature ? { do_sample: true, temperature } : { do_sample: false }),
        },
      )
    }
    const giveUp = (): void => stop()
    signal.addEventListener('abort', giveUp)
    // Whatever the library throws: the next turn begins when it has ended, which may be after the reader has left.
    void answer()
      .then(
        () => box.close(),
        error => box.fail(error),
      )
      .finally(() => {
        signal.removeEventListener('abort', giveUp)
        release()
      })
    try {
      yield* box
      if (signal.aborted) throw abortError(signal)
      yield* endOf(tokens, most)
    } finally {
      stop()
    }
  }

  return {
    config: { ...config, completionFn },
    availability,
    download: async (given?: DownloadOptions) => model.download(readDownload(WHERE, given)),
    async dispose() {
      await (await model.drop())?.dispose()
    },
  }
}

/** What was read the library does not count. */
function* endOf(outputTokens: number, most: number): Generator<ProviderPart> {
  yield { type: 'usage', usage: { outputTokens } }
  yield { type: 'finish', reason: outputTokens >= most ? 'length' : 'stop' }
}
