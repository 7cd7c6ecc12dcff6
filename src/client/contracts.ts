/** What the client takes and gives. Types only. */
import type { EarlierAttempt, MeasuredAnswer } from '../core/answer-outcome.ts'
import type { CompressionHint, CompressionLevel } from '../core/compression.ts'
import type { AbortSignalLike, EnergyEstimate, Router, RoutingDecision, ScoringConfig } from '../core/contracts.ts'
import type { EnergyReport } from '../core/energy-report.ts'
import type { GreenRoutingErrorCode } from '../core/errors.ts'
import type { ModelProfileInput } from '../core/model-profile.ts'
import type { RequestNeeds } from '../core/needs.ts'
import type { LoadOptions } from '../load-pretrained.ts'
import type {
  ApiFormat,
  ChatMessage,
  FinishReason,
  ProviderPart,
  Timeouts,
  TokenCounts,
  Usage,
} from '../providers/contracts.ts'

/** A key, or a function that is asked for it before each request; the key is never kept, shown or written. */
export type ApiKey = string | (() => string | Promise<string>)

export interface CompletionOptions {
  /** What the provider's API calls the model; the model's name when it has no other. */
  readonly modelId: string
  /** Aborted when the answer is no longer wanted. */
  readonly signal: AbortSignal
  readonly maxOutputTokens?: number | undefined
  readonly temperature?: number | undefined
  readonly effort?: string | undefined
  readonly body?: Readonly<Record<string, unknown>> | undefined
}

/** An answer whole, or piece by piece as it comes. */
export type CompletionResult =
  | string
  | { readonly content: string; readonly usage?: TokenCounts; readonly finishReason?: FinishReason }
  | AsyncIterable<string | ProviderPart>

/** Your own way of asking a model: any SDK, any server, a model on the device. */
export type CompletionFn = (
  model: string,
  messages: readonly ChatMessage[],
  options: CompletionOptions,
) => CompletionResult | Promise<CompletionResult>

/** How a provider is reached. */
export interface ProviderConfig {
  /** Default none; the providers known by name need one, except local servers and addresses of your own. */
  readonly apiKey?: ApiKey | undefined
  /** Where its API answers, relative to the page: a proxy of your own, say. Default the provider's. */
  readonly apiBase?: string | undefined
  /** Its wire format; default the provider's, `openai` for one not known by name. */
  readonly apiFormat?: ApiFormat | undefined
  /** Sent with every request, and kept as secret as a key; default none. A page's server must allow each by name. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/**
 * A model of the pool and how it is asked. Of a name that is known only what differs needs saying. Without a provider, a
 * `modelId` such as `ollama/llama3.1:8b` names it.
 */
export interface ModelConfig extends ModelProfileInput, ProviderConfig {
  readonly apiBase?: string
  /** Asks the model instead of the provider's API; default the client's. */
  readonly completionFn?: CompletionFn | undefined
  /** Further fields of every request's body, as the provider's API names them; default none. */
  readonly body?: Readonly<Record<string, unknown>> | undefined
  /** Default the client's. */
  readonly timeouts?: Partial<Timeouts> | undefined
}

/** What a cheap answer is watched for. */
export type Watcher = 'refusal' | 'unsure' | 'empty' | 'truncated'

/** A schema of zod, valibot, arktype and others (standardschema.dev): the part that is needed. */
export interface StandardSchema {
  readonly '~standard': {
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>
  }
}

interface StandardResult {
  readonly issues?: readonly { readonly message: string }[] | undefined
}

/** True for an answer that will do; false or the reason for one that will not. Throwing is a reason too. */
export type AnswerCheck = (content: string, model: string) => boolean | string | Promise<boolean | string>

/** When the answer of a cheap model is given up for that of a better one. */
export interface EscalationOptions {
  /** Default all four: `truncated` not where you set `maxOutputTokens`, at which the next model would be cut too. */
  readonly on?: readonly Watcher[] | undefined
  /** What the answer must be, as JSON: a JSON Schema (draft 2020-12), or a Standard Schema. Default any text. */
  readonly schema?: Readonly<Record<string, unknown>> | StandardSchema | undefined
  /** Asked about each whole answer; default none. */
  readonly check?: AnswerCheck | undefined
  /** Keeps back the first tokens of an answer, or all of it until it has passed; default 0: text is given out at once. */
  readonly hold?: number | 'until-verified' | undefined
  /** Most models asked after the first; 1 to 10, default 2. */
  readonly maxEscalations?: number | undefined
}

/** What became known of an answer: tokens and milliseconds of the attempt that gave it. */
export interface AnswerFacts {
  readonly usage: Usage
  /** From the request to the end of the answer, without what a model on the device had it wait in line. */
  readonly durationMs: number
  /** Likewise to the first piece; absent where none came. */
  readonly timeToFirstChunkMs?: number
  /** Attempts before it that came to nothing but took tokens; absent where there was none. */
  readonly earlier?: readonly EarlierAttempt[]
  /** Watts times seconds, where all attempts ran on the user's device and its watts are known. */
  readonly measured?: MeasuredAnswer
}

/** What the client records decisions in; an `EnergyTracker` is one. */
export interface DecisionTracker {
  record(decision: RoutingDecision, facts: AnswerFacts): void
  report(): EnergyReport
}

export interface ClientOptions {
  /** The models to choose from: names of known profiles, or configurations. */
  readonly models: readonly (string | ModelConfig)[]
  /** Chooses among them; may be shared. Default: the client loads its own with its first question, and owns it. */
  readonly router?: Router | undefined
  /** How the client's own router weighs quality, energy and cost; default `{ preset: 'balanced' }`. */
  readonly scoring?: ScoringConfig | undefined
  /** How the client's own router is loaded; default as `loadPretrained()`. */
  readonly load?: Pick<LoadOptions, 'model' | 'device' | 'assets' | 'cache' | 'onProgress'> | undefined
  /** Keys and addresses by provider (`openai`, `anthropic`, `google`, `openrouter`, `ollama` …); default none. */
  readonly providers?: Readonly<Record<string, ProviderConfig>> | undefined
  /** Asks every model that has none of its own; default the providers' APIs. */
  readonly completionFn?: CompletionFn | undefined
  /** Allows keys in plain text in a page, where every visitor can read them; default false. */
  readonly dangerouslyAllowBrowser?: boolean | undefined
  /** Asks for shorter answers to easy questions; `holdOut` (0..1) leaves that share without, to compare. Default true. */
  readonly compress?: boolean | { readonly holdOut: number } | undefined
  /** Watches answers and asks a better model where one is not good enough; default false. */
  readonly escalate?: boolean | EscalationOptions | undefined
  /** Asks the next model of the ranking when one cannot answer; default true. */
  readonly fallback?: boolean | undefined
  /** How often a busy provider (429, 5xx) is asked again; 0 to 10, default 2. */
  readonly maxRetries?: number | undefined
  /** Milliseconds waited for a busy provider at most: one that asks for more is passed over. Default 10,000. */
  readonly maxRetryWaitMs?: number | undefined
  /** Milliseconds; default 60,000 to connect, 120,000 to the first byte, 60,000 from one piece to the next. */
  readonly timeouts?: Partial<Timeouts> | undefined
  /** Where answers are counted; default an `EnergyTracker` of the client's own. */
  readonly tracker?: DecisionTracker | undefined
  /** Default the global one. */
  readonly fetch?: typeof fetch | undefined
}

export interface ChatOptions {
  /** Gives up the call, which rejects at once with `aborted`; the request ends. Default none. */
  readonly signal?: AbortSignalLike | undefined
  /** A decision at hand, as from `classify`: nothing is classified again. Default none. */
  readonly decision?: RoutingDecision | undefined
  /** What the model must be able to do besides; the pool is narrowed to those that can. Default nothing. */
  readonly needs?: RequestNeeds | undefined
  /** Default the client's. */
  readonly compress?: boolean | undefined
  /** Default the client's; `true` means with the client's settings. */
  readonly escalate?: boolean | EscalationOptions | undefined
  /** Most tokens of the answer; default the provider's (8,192 for Anthropic, which asks for a number). */
  readonly maxOutputTokens?: number | undefined
  /** 0..2; default the provider's. */
  readonly temperature?: number | undefined
  /** Further fields of the request's body, over the model's own; default none. */
  readonly body?: Readonly<Record<string, unknown>> | undefined
}

/** One event of an answer's story. */
export interface LogEntry {
  readonly event: 'chosen' | 'retried' | 'failed' | 'rejected' | 'answered'
  readonly model: string
  /** Milliseconds since the call. */
  readonly atMs: number
  /** One sentence for a person. */
  readonly detail: string
  /** Of the error, where one occurred. */
  readonly code?: GreenRoutingErrorCode
  /** What the attempt took, where it took anything. */
  readonly usage?: Usage
}

/** Plain data. */
export interface ChatResponse {
  readonly content: string
  /** The model that gave the answer. */
  readonly routedTo: string
  readonly finishReason: FinishReason
  /** Percent less than the pool's largest, everything that was tried included: below 0 when that took more. Null when unknown. */
  readonly energySavingsPct: number | null
  /** What the router said. `log` tells whether it came to that. */
  readonly decision: RoutingDecision
  /** Tokens of the answer. */
  readonly usage: Usage
  /** Of everything that was tried. Null when unknown. */
  readonly energy: EnergyEstimate | null
  /** What was asked of the model to keep the answer short. */
  readonly compression: CompressionHint
  /** Whether the answer passed every check; undefined when none was made. */
  readonly verified: boolean | undefined
  readonly log: readonly LogEntry[]
}

export type StreamPart =
  | { readonly type: 'text'; readonly text: string; readonly model: string }
  /** Forget the text so far: another model begins anew. */
  | { readonly type: 'restart'; readonly from: string; readonly model: string; readonly reason: string }
  | { readonly type: 'finish'; readonly response: ChatResponse }

/** An answer as it comes. Leaving a loop over it, or over its text, ends the request. */
export interface ChatStream extends AsyncIterable<StreamPart> {
  /** Text alone. Rejects with `answer-restarted` where text would have to be taken back: iterate the parts, or set `hold`. */
  readonly textStream: AsyncIterable<string>
  /** The whole answer; nobody needs to wait for it. */
  readonly response: Promise<ChatResponse>
}

/** Answers of one level of the hint, with the hint and without. */
export interface CompressionReport {
  readonly level: Exclude<CompressionLevel, 'none'>
  readonly hinted: { readonly answers: number; readonly meanOutputTokens: number | null }
  readonly plain: { readonly answers: number; readonly meanOutputTokens: number | null }
  /** 1 − hinted mean / plain mean; null until there are five of each. */
  readonly measuredSavings: number | null
}

export interface ClientReport extends EnergyReport {
  readonly tokens: {
    readonly inputTokens: number
    readonly outputTokens: number
    /** Answers that were counted, given up ones included. */
    readonly answers: number
    /** Of these, those whose tokens were estimated from the text. */
    readonly estimatedAnswers: number
  }
  /** Empty before the first question. */
  readonly compression: readonly CompressionReport[]
}
