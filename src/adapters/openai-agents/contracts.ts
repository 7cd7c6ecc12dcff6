/** The parts of the OpenAI Agents SDK's models that are needed. Types only, and structural. */

/** What a model is asked. */
export interface AgentsRequest {
  readonly systemInstructions?: string
  /** A text, or the items of the conversation. */
  readonly input: string | readonly unknown[]
  readonly tools: readonly unknown[]
  readonly handoffs: readonly unknown[]
  /** `text`, or a JSON schema. */
  readonly outputType: unknown
  readonly signal?: AbortSignal
}

/** The part of `Model` that every model has. */
export interface AgentsModel {
  getResponse(request: never): Promise<object>
  getStreamedResponse(request: never): AsyncIterable<object>
}

/** The same, to be asked. */
export interface AskedModel {
  getResponse(request: AgentsRequest): Promise<AgentsResponse>
  getStreamedResponse(request: AgentsRequest): AsyncIterable<AgentsEvent>
  getRetryAdvice?(args: RetryAdviceRequest): unknown
}

export interface AgentsResponse {
  readonly usage: unknown
  readonly output: unknown
  readonly providerData?: Readonly<Record<string, unknown>>
}

export interface AgentsEvent {
  readonly type: string
  readonly response?: AgentsResponse
}

export interface RetryAdviceRequest {
  readonly request: AgentsRequest
}
