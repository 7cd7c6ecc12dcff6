/** Routing for the `openai` package and for SDKs that take a `fetch`: the public face of `greenrouting/openai`. */

export { GreenRoutingError, type GreenRoutingErrorCode, isGreenRoutingError } from '../core/errors.ts'
export type { AnswerTracker, RoutingFacts } from './contracts.ts'
export type {
  OpenAIClient,
  OpenAIModel,
  OpenAIModelOfClient,
  RoutingFetchOptions,
  WrapOpenAIOptions,
} from './openai/contracts.ts'
export { routingOf } from './openai/facts.ts'
export { createRoutingFetch } from './openai/routing-fetch.ts'
export { wrapOpenAI } from './openai/wrap.ts'
