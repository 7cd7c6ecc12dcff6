/** The error in a provider's JSON, whichever of the shapes in use it has. */
import { list, record, text } from './loose.ts'

export interface ProviderComplaint {
  readonly message: string
  /** The HTTP status it stands for, where that can be told. */
  readonly status: number | undefined
  /** More money, not more patience, is what it takes. */
  readonly quotaUsedUp: boolean
}

/** Errors that come inside an answer of status 200 name their kind in words. */
const STATUS_OF: Readonly<Record<string, number>> = {
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  api_error: 500,
  server_error: 500,
  overloaded_error: 529,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
}

/**
 * `{ error: { message, code, type } }` (OpenAI, Groq, OpenRouter, Google, Anthropic), `{ error: '…' }` (Ollama),
 * `{ object: 'error', message }` (Mistral, vLLM), `{ detail }` (FastAPI; Mistral wraps it in a message), the first of an array
 * (Google). Undefined when the payload is no error. Nothing else of it is shown: some echo what the user wrote.
 */
export function complaintIn(payload: unknown): ProviderComplaint | undefined {
  const outer = record(Array.isArray(payload) ? payload[0] : payload)
  const stated = outer.error ?? outer.detail
  const isError = stated !== undefined && stated !== null
  if (!isError && outer.object !== 'error' && outer.type !== 'error') return undefined
  const inner = isError && typeof stated === 'object' ? record(list(stated)[0] ?? stated) : outer
  const words = [inner.code, inner.type, inner.status].map(text)
  const number = [inner.code, inner.status].map(Number).find(code => code >= 400 && code < 600)
  return {
    message:
      text(stated) || text(inner.message) || text(inner.msg) || text(record(list(record(inner.message).detail)[0]).msg),
    status: number ?? words.map(word => STATUS_OF[word]).find(status => status !== undefined),
    quotaUsedUp: words.includes('insufficient_quota'),
  }
}

/** Words without structure; a web page says nothing worth showing. */
export const plainComplaint = (said: string): ProviderComplaint => ({
  message: said.trimStart().startsWith('<') ? '' : said.trim(),
  status: undefined,
  quotaUsedUp: false,
})
