/** Asks the model that a question needs: the public face of `greenrouting/client`. */
export type {
  AnswerCheck,
  AnswerFacts,
  ApiKey,
  ChatOptions,
  ChatResponse,
  ChatStream,
  ClientOptions,
  ClientReport,
  CompletionFn,
  CompletionOptions,
  CompletionResult,
  CompressionReport,
  DecisionTracker,
  EscalationOptions,
  LogEntry,
  ModelConfig,
  ProviderConfig,
  StandardSchema,
  StreamPart,
  Watcher,
} from './client/contracts.ts'
export { GreenRoutingClient } from './client/greenrouting-client.ts'
export { finishOpenRouterSignIn, startOpenRouterSignIn } from './client/sign-in.ts'
export { GreenRoutingError, type GreenRoutingErrorCode, isGreenRoutingError } from './core/errors.ts'
export type { RequestNeeds } from './core/needs.ts'
export type {
  ApiFormat,
  ChatMessage,
  FinishReason,
  ProviderPart,
  Timeouts,
  TokenCounts,
  Usage,
} from './providers/contracts.ts'
export type { OpenRouterSignIn } from './providers/openrouter-sign-in.ts'
