/**
 * What the adapter reads of the AI SDK's `LanguageModelV4`; all else that a model takes and gives passes through, also what
 * later versions add. Types only.
 */
import type { RoutingFacts } from '../contracts.ts'

export interface PromptPart {
  readonly type: string
  readonly text?: string | undefined
  /** `image/png`, or `image` alone. */
  readonly mediaType?: string | undefined
  /** Of a tool's result. */
  readonly output?: { readonly type: string; readonly value?: unknown } | undefined
}

export interface PromptMessage {
  readonly role: string
  readonly content: string | readonly PromptPart[]
}

export interface CallOptions {
  readonly prompt: readonly PromptMessage[]
  readonly tools?: readonly unknown[] | undefined
  readonly responseFormat?: { readonly type: string } | undefined
  readonly abortSignal?: AbortSignal | undefined
}

/** By provider. */
export type ProviderMetadata = Readonly<Record<string, unknown>>

/** What ends an answer, streamed or not. */
export interface AnswerEnd {
  readonly usage: {
    readonly inputTokens: { readonly total: number | undefined; readonly cacheRead: number | undefined }
    readonly outputTokens: { readonly total: number | undefined; readonly reasoning: number | undefined }
  }
  readonly finishReason: { readonly unified: string }
  readonly providerMetadata?: ProviderMetadata | undefined
}

export interface GenerateResult extends AnswerEnd {
  readonly response?: { readonly modelId?: string | undefined } | undefined
}

export interface StreamPart {
  readonly type: string
}

export interface StreamResult {
  readonly stream: ReadableStream<StreamPart>
}

type Urls = Record<string, RegExp[]>

/** A model to choose: any `LanguageModelV4`. */
export interface RoutableModel {
  readonly specificationVersion: 'v4'
  readonly provider: string
  readonly modelId: string
  readonly supportedUrls: PromiseLike<Urls> | Urls
  doGenerate(options: CallOptions): PromiseLike<GenerateResult>
  doStream(options: CallOptions): PromiseLike<StreamResult>
}

/** A `LanguageModelV4` that takes and gives what its models do. */
export interface RoutedModel<Model extends RoutableModel> {
  readonly specificationVersion: 'v4'
  readonly provider: 'greenrouting'
  readonly modelId: 'auto'
  /** What every model fetches by itself, so that any of them can be asked; the AI SDK downloads the rest. */
  readonly supportedUrls: PromiseLike<Urls>
  /** Rejects as the last model that was asked, or with a `GreenRoutingError` where none could be. */
  readonly doGenerate: Model['doGenerate']
  /** The same. Once a model has said something, its stream is passed on whatever comes. */
  readonly doStream: Model['doStream']
}

/** `providerMetadata` of an answer, beside what its model says there. */
export interface RoutingMetadata {
  readonly greenrouting: RoutingFacts
}
