/** What the adapter takes of an OpenAI client, and its options. Types only, and structural: any version and any look-alike fits. */
import type { AdapterOptions } from '../contracts.ts'

/** The two APIs that answer questions. */
export type Api = 'chat' | 'responses'

interface Resource {
  create(...args: never[]): PromiseLike<unknown>
}

/** The part of `new OpenAI()` that is needed; a client of the same shape for another server will do. */
export interface OpenAIClient {
  readonly chat?: { readonly completions?: Resource }
  readonly responses?: Resource
}

/** A model of the pool. */
export interface OpenAIModel {
  /** What its API calls the model. */
  readonly modelId: string
  /**
   * Asks for token counts at the end of a stream (`stream_options.include_usage`) where the caller did not; default true.
   * Off for servers that refuse the field: tokens are then estimated from the length of the text.
   */
  readonly askForUsage?: boolean | undefined
}

/** The same, with the client that reaches it. */
export interface OpenAIModelOfClient extends OpenAIModel {
  /** Another server's client, with its own address, key and retries; default the one that is wrapped. */
  readonly client?: OpenAIClient | undefined
}

/** Models by the router's names: a text is what the API calls the model. */
export type WrapOpenAIOptions = AdapterOptions<string | OpenAIModelOfClient>

/** Models by the router's names: a text is what the API calls the model. All answer at the address that is asked. */
export interface RoutingFetchOptions extends AdapterOptions<string | OpenAIModel> {
  /** Sends the requests; default the global one. */
  readonly fetch?: typeof fetch | undefined
}
