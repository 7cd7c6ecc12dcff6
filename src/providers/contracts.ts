/** What a provider is asked and what comes back, whatever its wire format. Types only. */
import type { AbortSignalLike } from '../core/contracts.ts'

/** One message of a conversation. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** Why an answer ended. `content-filter` covers refusals that the provider itself declares. */
export type FinishReason = 'stop' | 'length' | 'content-filter' | 'tool-calls' | 'other'

/** Tokens as a provider reports them, each an integer of at least 0; what it does not report is absent. */
export interface TokenCounts {
  /** All of the input, cached tokens included. */
  readonly inputTokens?: number
  /** All of the output, reasoning included. */
  readonly outputTokens?: number
  /** Of the output, what was reasoning. */
  readonly reasoningTokens?: number
  /** Of the input, what came from the provider's cache. */
  readonly cachedInputTokens?: number
}

/** Tokens of one answer. */
export interface Usage extends TokenCounts {
  readonly inputTokens: number
  readonly outputTokens: number
  /** True when input or output was estimated from the length of the text, because the provider did not say. */
  readonly estimated: boolean
}

/** One piece of an answer. Later counts replace earlier ones. */
export type ProviderPart =
  | { readonly type: 'text'; readonly text: string }
  /** Thinking aloud: counted, not part of the answer. */
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'usage'; readonly usage: TokenCounts }
  | { readonly type: 'finish'; readonly reason: FinishReason }
  /** Milliseconds in line behind other questions, said before the first piece: not the model's time, and not its energy. */
  | { readonly type: 'waited'; readonly ms: number }

/** An answer as it comes; the generator's `return` gives it up. */
export type ProviderAnswer = AsyncGenerator<ProviderPart, void, void>

export interface ProviderRequest {
  /** What the provider's API calls the model. */
  readonly modelId: string
  readonly messages: readonly ChatMessage[]
  /** Most tokens of the answer; default the provider's. */
  readonly maxOutputTokens?: number | undefined
  /** Default the provider's. */
  readonly temperature?: number | undefined
  /** How long a reasoning model may think, in the provider's word (`low`, `medium`, `high`); default the model's. */
  readonly effort?: string | undefined
  /** Further fields of the request's body, merged over ours; one whose value is undefined is left out. */
  readonly body?: Readonly<Record<string, unknown>> | undefined
}

/** Milliseconds without a sign of life after which a request is given up. */
export interface Timeouts {
  /** Until the server's headers. */
  readonly connectMs: number
  /** From the headers to the first byte of the answer. */
  readonly firstByteMs: number
  /** From one piece of the answer to the next; comments and keep-alives count as pieces. */
  readonly betweenBytesMs: number
}

/** A wire format: OpenAI's chat completions (most providers and local servers), Anthropic's messages, Gemini's generateContent. */
export type ApiFormat = 'openai' | 'anthropic' | 'google'

/** Where a model's API answers, and how it is spoken to. */
export interface Endpoint {
  /** The provider's name, as in a model's profile. */
  readonly provider: string
  /** The provider's name for a person. */
  readonly label: string
  /** Absolute address; paths are appended. */
  readonly apiBase: string
  readonly format: ApiFormat
  readonly quirks: Quirks
  /** Sent with every request; what they hold is as secret as a key. */
  readonly headers: Readonly<Record<string, string>>
  readonly timeouts: Timeouts
  readonly fetch: typeof fetch
}

/** Where providers of the OpenAI format differ. */
export interface Quirks {
  /** The field that limits the answer's tokens; default `max_tokens`. */
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens'
  /** Ask for token counts with `stream_options.include_usage`; default true. */
  readonly askForUsage?: boolean
  /** Effort goes into `reasoning.effort` instead of `reasoning_effort`. */
  readonly nestedEffort?: boolean
}

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

/** What one event of an answer says; `end` when nothing follows, `failed` when the provider gave up. */
export type WirePart = ProviderPart | { readonly type: 'end' } | { readonly type: 'failed'; readonly reason: string }

/** A wire format: how to ask, and how to read one event of the answer, or the whole of one that was not streamed. */
export interface Wire {
  request(endpoint: Endpoint, key: string | undefined, request: ProviderRequest): WireRequest
  read(payload: unknown): readonly WirePart[]
}

export interface CallOptions {
  readonly key: string | undefined
  readonly signal: AbortSignalLike
}
