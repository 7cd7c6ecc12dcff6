/**
 * WebLLM's engine without a graphics card: what it loads, locks, interrupts, counts and refuses is what `MLCEngine` 0.2.86
 * does, with the package's own types and `Chat`; only the tokens are made up. Misuse that would corrupt the real one throws.
 */
import {
  Chat,
  type ChatCompletion,
  type ChatCompletionChunk,
  type ChatCompletionRequest,
  type ChatOptions,
  type Completion,
  Completions,
  type CompletionUsage,
  type CreateEmbeddingResponse,
  Embeddings,
  type InitProgressCallback,
  type MLCEngineInterface,
} from '@mlc-ai/web-llm'

export interface FakeScript {
  /** Token by token; default the model's id and `.`. */
  readonly text?: readonly string[]
  /** Awaited before each token, the first being that of the prompt. */
  readonly pace?: (index: number) => Promise<void>
  /** Instead of a token. */
  readonly failAt?: number
}

/** Seconds, made up. */
export const SECONDS = { whole: 4, first: 1 }

export class FakeEngine implements MLCEngineInterface {
  readonly chat = new Chat(this)
  readonly completions = new Completions(this)
  readonly embeddings = new Embeddings(this)
  /** What was called, in order: `reload small`, `answer small`, `interrupt`, `unload`. */
  readonly log: string[] = []
  readonly requests: ChatCompletionRequest[] = []
  /** How often each script of a model has been gone through is up to the test: it may change them. */
  readonly scripts = new Map<string, FakeScript>()
  /** Awaited by each load. */
  loadPace: (modelId: string) => Promise<void> = async () => undefined
  readonly chatOptions = new Map<string, ChatOptions | undefined>()
  #loaded: string[] = []
  #busy = 0
  #interrupted = false
  #unloaded: (() => void) | undefined
  #progress: InitProgressCallback | undefined

  constructor(...loaded: string[]) {
    this.#loaded = loaded
  }

  get loaded(): readonly string[] {
    return this.#loaded
  }

  async reload(modelId: string | string[], chatOptions?: ChatOptions | ChatOptions[]): Promise<void> {
    await this.#unload()
    for (const id of [modelId].flat()) {
      this.log.push(`reload ${id}`)
      this.chatOptions.set(id, chatOptions as ChatOptions | undefined)
      const aborted = new Promise<'aborted'>(resolve => {
        this.#unloaded = () => resolve('aborted')
      })
      // As the real one does, which only warns.
      if ((await Promise.race([this.loadPace(id), aborted])) === 'aborted') return
      this.#loaded.push(id)
    }
  }

  async unload(): Promise<void> {
    this.log.push('unload')
    await this.#unload()
  }

  async #unload(): Promise<void> {
    if (this.#busy > 0) throw new Error('The model was taken away from a running answer.')
    this.#loaded = []
    this.#unloaded?.()
  }

  interruptGenerate(): Promise<void> {
    if (this.log.at(-1) !== 'interrupt') this.log.push('interrupt')
    this.#interrupted = true
    return Promise.resolve()
  }

  async getMessage(modelId?: string): Promise<string> {
    this.#use(modelId)
    return ''
  }

  // biome-ignore lint/suspicious/noExplicitAny: the interface's overloads.
  async chatCompletion(request: ChatCompletionRequest): Promise<any> {
    const model = this.#use(request.model)
    if (request.stream_options && !request.stream) throw new Error('InvalidStreamOptionsError')
    this.requests.push(request)
    // It writes into the messages where a model calls tools.
    if (request.tools) request.messages.unshift({ role: 'system', content: 'The tools are …' })
    const pieces = this.#generate(request, model)
    return request.stream ? pieces : whole(pieces, model)
  }

  async *#generate(request: ChatCompletionRequest, model: string): AsyncGenerator<ChatCompletionChunk, void, void> {
    // The lock is free: what waits for it in the real engine is a mistake here.
    if (this.#busy > 0) throw new Error('Two answers at once.')
    this.#busy++
    this.log.push(`answer ${model}`)
    await undefined
    this.#interrupted = false
    const { text = [model, '.'], pace, failAt } = this.scripts.get(model) ?? {}
    let written = 0
    try {
      for (const [index, content] of text.entries()) {
        await pace?.(index)
        if (this.#interrupted) break
        if (failAt === index) throw new Error('The device was lost.')
        written++
        yield chunk(model, [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }])
      }
      const finish_reason = this.#interrupted ? 'abort' : 'stop'
      yield chunk(model, [{ index: 0, delta: {}, finish_reason }])
      if (request.stream_options?.include_usage || !request.stream) yield { ...chunk(model, []), usage: usage(written) }
    } finally {
      this.#busy--
    }
  }

  #use(modelId: string | null | undefined): string {
    if (this.#loaded.length === 0) throw named('ModelNotLoadedError')
    if (modelId && !this.#loaded.includes(modelId)) throw named('SpecifiedModelNotFoundError')
    if (!modelId && this.#loaded.length > 1) throw named('UnclearModelToUseError')
    return modelId || this.#loaded[0]!
  }

  // biome-ignore lint/suspicious/noExplicitAny: the interface's overloads.
  async completion(): Promise<any> {
    this.log.push('completion')
    return { object: 'text_completion' } as Partial<Completion>
  }

  async embedding(): Promise<CreateEmbeddingResponse> {
    if (this.#busy > 0) throw new Error('Two answers at once.')
    this.log.push('embedding')
    return { data: [], model: '', object: 'list', usage: {} } as unknown as CreateEmbeddingResponse
  }

  setInitProgressCallback = (callback: InitProgressCallback): void => {
    this.#progress = callback
  }
  getInitProgressCallback = (): InitProgressCallback | undefined => this.#progress
  setAppConfig = (): void => undefined
  setLogLevel = (): void => undefined
  runtimeStatsText = async (): Promise<string> => ''
  resetChat = async (): Promise<void> => undefined
  listResumableSessions = async () => []
  resumeChatCompletion = async (): Promise<never> => Promise.reject(named('Unsupported'))
  deleteResumableSession = async (): Promise<void> => undefined
  getMaxStorageBufferBindingSize = async (): Promise<number> => 1 << 30
  getGPUVendor = async (): Promise<string> => 'none'
  forwardTokensAndSample = async (): Promise<number> => 0
}

const named = (name: string): Error => Object.assign(new Error(name), { name })

const chunk = (model: string, choices: ChatCompletionChunk['choices']): ChatCompletionChunk => ({
  id: 'chat-1',
  object: 'chat.completion.chunk',
  created: 1_790_000_000,
  model,
  choices,
})

const usage = (written: number): CompletionUsage => ({
  prompt_tokens: 10,
  completion_tokens: written,
  total_tokens: 10 + written,
  extra: {
    e2e_latency_s: SECONDS.whole,
    prefill_tokens_per_s: 10 / SECONDS.first,
    decode_tokens_per_s: written / (SECONDS.whole - SECONDS.first),
    time_to_first_token_s: SECONDS.first,
    time_per_output_token_s: written > 0 ? (SECONDS.whole - SECONDS.first) / written : 0,
  },
})

async function whole(pieces: AsyncIterable<ChatCompletionChunk>, model: string): Promise<ChatCompletion> {
  let content = ''
  let finish_reason: ChatCompletion.Choice['finish_reason'] = 'stop'
  let counted: CompletionUsage | undefined
  for await (const { choices, usage } of pieces) {
    content += choices[0]?.delta.content ?? ''
    finish_reason = choices[0]?.finish_reason ?? finish_reason
    counted = usage ?? counted
  }
  const message = { role: 'assistant', content } as const
  const choices = [{ index: 0, logprobs: null, message, finish_reason }]
  return { id: 'chat-1', object: 'chat.completion', created: 1_790_000_000, model, choices, usage: counted! }
}
