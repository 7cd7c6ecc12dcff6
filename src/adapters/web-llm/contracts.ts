/** What the adapter reads of WebLLM's engine (`@mlc-ai/web-llm` 0.2), by shape; the rest passes through. Types only. */
import type { AdapterOptions } from '../contracts.ts'

/** `MLCEngine`, in the page or in a worker of any kind. */
export interface RoutableEngine {
  readonly chat: { readonly completions: { create(request: never): Promise<unknown> } }
  // biome-ignore-start lint/suspicious/noExplicitAny: overloads by whether the request streams, all of which pass through.
  chatCompletion(request: any): Promise<any>
  completion(request: any): Promise<any>
  embedding(request: any): Promise<any>
  reload(modelId: string | string[], options?: any): Promise<void>
  // biome-ignore-end lint/suspicious/noExplicitAny: as above
  unload(): Promise<void>
  interruptGenerate(): unknown
  getMessage(modelId?: string): Promise<string>
}

/** WebLLM's own, as `engine.reload` takes them. */
export type ChatOptions = Readonly<Record<string, unknown>>

export interface EngineOptions extends Omit<AdapterOptions<string>, 'fallback'> {
  /** WebLLM's ids of the models to choose from (`Llama-3.1-8B-Instruct-q4f16_1-MLC`), by the router's names. */
  readonly models: Readonly<Record<string, string>>
  /**
   * When the chosen model is loaded in place of those in memory. `when-needed`: unless one in memory is good enough for
   * the question, or no worse than the chosen. `always`: whenever it is another. `never`: the best in memory answers,
   * good enough or not. Default `when-needed`.
   */
  readonly reload?: 'when-needed' | 'always' | 'never' | undefined
  /**
   * Has a model loaded, which may be a download of gigabytes: the place to ask the user, or to give chat options. One that
   * throws has not loaded it. Default `(modelId, reload) => reload()`.
   */
  readonly load?:
    | ((modelId: string, reload: (chatOptions?: ChatOptions) => Promise<void>) => PromiseLike<void>)
    | undefined
  /** Loads the next model of the ranking where one cannot be loaded; an error of an answer is the caller's. Default true. */
  readonly fallback?: boolean | undefined
}

export interface CallOptions {
  /** Ends the answer or the load, and rejects at once with `aborted`. Default none. */
  readonly signal?: AbortSignal | undefined
}

/** The engine's own overloads, each with options. */
export type WithOptions<Create> = Create extends {
  (request: infer Whole): infer WholeAnswer
  (request: infer Streamed): infer StreamedAnswer
  (request: infer Either): infer EitherAnswer
}
  ? {
      (request: Whole, options?: CallOptions): WholeAnswer
      (request: Streamed, options?: CallOptions): StreamedAnswer
      (request: Either, options?: CallOptions): EitherAnswer
    }
  : never

/** The engine, where `chat.completions.create({ model: 'auto' })` is routed and takes a signal. */
export type RoutedEngine<Engine extends RoutableEngine> = Engine & {
  readonly chat: { readonly completions: { readonly create: WithOptions<Engine['chat']['completions']['create']> } }
}
