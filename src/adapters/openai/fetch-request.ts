/** A request of `fetch` that asks for a routed answer, read without using it up. */
import { parseJson } from '../../providers/body.ts'
import { type Loose, record } from '../../providers/loose.ts'
import type { Api } from './contracts.ts'
import { isAuto } from './conversation.ts'

export interface RoutedRequest {
  readonly api: Api
  readonly body: Loose
  /** As it came. */
  readonly text: string
  /** The SDK asks again after a failure. */
  readonly isRetry: boolean
  readonly signal: AbortSignal | undefined
}

/** Undefined for every request that is none of ours, which then goes on as it is. */
export async function readRequest(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<RoutedRequest | undefined> {
  const request = typeof input === 'string' || input instanceof URL ? undefined : input
  const method = init?.method ?? request?.method ?? 'GET'
  const api = apiOf(request?.url ?? String(input))
  if (method.toUpperCase() !== 'POST' || api === undefined) return undefined
  const text = await textOf(init?.body, request)
  const body = record(text === undefined ? undefined : parseJson(text))
  if (text === undefined || !isAuto(body)) return undefined
  const headers = new Headers(init?.headers ?? request?.headers)
  return {
    api,
    body,
    text,
    // The OpenAI SDK counts, from 0.
    isRetry: Number(headers.get('x-stainless-retry-count')) > 0,
    signal: init?.signal ?? request?.signal ?? undefined,
  }
}

function apiOf(url: string): Api | undefined {
  const path = /^[^?#]*/.exec(url)![0]
  if (/\/chat\/completions\/?$/.test(path)) return 'chat'
  return /\/responses\/?$/.test(path) ? 'responses' : undefined
}

/** Streams and forms are no JSON and are left alone. */
async function textOf(body: unknown, request: Request | undefined): Promise<string | undefined> {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array || body instanceof ArrayBuffer) return new TextDecoder().decode(body)
  if (body !== undefined && body !== null) return undefined
  return request?.body ? request.clone().text() : undefined
}

/** What is handed to `fetch` with another body: everything else as it came. */
export function initWith(init: RequestInit | undefined, body: Loose): RequestInit {
  const headers = init?.headers && new Headers(init.headers)
  // Of the old body.
  headers?.delete('content-length')
  return { ...init, ...(headers && { headers }), body: JSON.stringify(body) }
}
