/** What the adapter reads of LangChain.js (`langchain` 1, `@langchain/core` 1), by shape; the rest passes through. Types only. */
import type { AbortSignalLike, RoutingDecision } from '../../core/contracts.ts'
import type { RequestNeeds } from '../../core/needs.ts'
import type { RoutingFacts } from '../contracts.ts'

/** A chat model of any LangChain package, without tools bound to it. */
export interface RoutableModel {
  // biome-ignore lint/suspicious/noExplicitAny: every package has its own input and options, all of which pass through.
  invoke(input: any, options?: any): PromiseLike<unknown>
}

/** What `createAgent` hands a middleware before each call of a model. */
export interface ModelCall {
  /** The model the agent would ask. */
  readonly model: unknown
  readonly messages: readonly unknown[]
  readonly tools?: readonly unknown[] | undefined
  readonly toolChoice?: unknown
  readonly responseFormat?: unknown
  readonly runtime?: { readonly signal?: AbortSignalLike | undefined } | undefined
}

/** What `createMiddleware` of langchain would return. */
export interface RoutingMiddleware {
  /** Says to LangChain's types that it adds no state, no context and no tools. */
  readonly '~middlewareTypes'?: {
    readonly Schema: undefined
    readonly ContextSchema: undefined
    readonly FullContext: unknown
    readonly Tools: readonly []
    readonly StreamTransformers: readonly []
  }
  readonly name: 'GreenRouting'
  /** Rejects as the last model that was asked, or with a `GreenRoutingError` where none could be. */
  wrapModelCall<Call extends ModelCall, Answer>(
    request: Call,
    handler: (request: Call) => PromiseLike<Answer> | Answer,
  ): Promise<Answer>
}

/** `response_metadata` of an answer, beside what its model says there. */
export interface RoutingMetadata {
  readonly greenrouting: RoutingFacts
}

/** What a chat model takes: a text, messages as LangChain writes them, or what a prompt template makes. */
export type ChatInput = string | readonly unknown[] | { toChatMessages(): readonly unknown[] }

export interface ChooseOptions extends RequestNeeds {
  /** Rejects the choice with `aborted`; default none. */
  readonly signal?: AbortSignalLike | undefined
}

/** Who should answer, ready to be asked. */
export interface Choice<Model> {
  /** The router's name for the model. */
  readonly name: string
  readonly model: Model
  /** The others that can do what is needed, best first: `model.withFallbacks(others)`. */
  readonly others: readonly Model[]
  readonly decision: RoutingDecision
  /** Counts the answer in the tracker, with the tokens that its message reports. `by` where another model gave it. */
  record(message: unknown, by?: Model): void
}

/** Rejects with a `GreenRoutingError`. */
export type ModelChooser<Model> = (input: ChatInput, options?: ChooseOptions) => Promise<Choice<Model>>
