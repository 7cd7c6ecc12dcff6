/** Asks a provider and hands its answer on piece by piece, or says in a typed error why there is none. */

import { refuse } from '../core/checks.ts'
import { type GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { parseJson, readChunks, readText } from './body.ts'
import type { CallOptions, Endpoint, ProviderAnswer, ProviderRequest, WireRequest } from './contracts.ts'
import { complaintIn, plainComplaint } from './error-payload.ts'
import { Patience } from './patience.ts'
import { brokenOffError, redirectError, refusalError, type Subject, timeoutError } from './provider-error.ts'
import { readAnswer } from './read-answer.ts'
import { retryAfterMs } from './retry-after.ts'
import { unreachableError } from './unreachable-error.ts'
import { WIRES } from './wires.ts'

/** What is read of an error's body: enough for any message, too little to hurt. Bytes. */
const MOST_OF_AN_ERROR = 64 * 1024
/** Counts may follow the end of the text; nobody waits longer for them. Milliseconds. */
const AFTER_THE_END_MS = 2000

/** Ends with a `finish`, after which only counts may come, or throws. Ending it early, or the signal, ends the request. */
export async function* fetchAnswer(endpoint: Endpoint, request: ProviderRequest, options: CallOptions): ProviderAnswer {
  const { timeouts } = endpoint
  const sent = WIRES[endpoint.format].request(endpoint, options.key, request)
  const subject = subjectOf(endpoint, request, options, sent)
  const patience = new Patience(options.signal, (phase, ms) => timeoutError(subject, phase, ms))
  let finished = false
  try {
    const response = await ask(subject, sent, patience)
    const chunks = readChunks(response, patience, () =>
      finished ? { ...timeouts, betweenBytesMs: Math.min(AFTER_THE_END_MS, timeouts.betweenBytesMs) } : timeouts,
    )
    for await (const part of readAnswer(subject, response.headers.get('content-type') ?? '', chunks)) {
      finished ||= part.type === 'finish'
      yield part
    }
    if (!finished) throw brokenOffError(subject)
  } catch (error) {
    // The answer is complete; what went wrong came after it.
    if (finished && !options.signal.aborted) return
    if (isGreenRoutingError(error)) throw error
    throw patience.reason ?? brokenOffError(subject, error)
  } finally {
    patience.end()
  }
}

function subjectOf(
  endpoint: Endpoint,
  { modelId, messages }: ProviderRequest,
  { key }: CallOptions,
  { url, headers }: WireRequest,
): Subject {
  return {
    endpoint,
    modelId,
    url,
    headerNames: ['content-type', ...Object.keys({ ...headers, ...endpoint.headers })],
    secrets: {
      keys: [...(key === undefined ? [] : [key]), ...Object.values(endpoint.headers)],
      texts: messages.map(({ content }) => content),
    },
  }
}

async function ask(subject: Subject, { url, headers, body }: WireRequest, patience: Patience): Promise<Response> {
  const { fetch, timeouts, headers: further } = subject.endpoint
  const init: RequestInit = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...further },
    body: asJson(body),
    // A followed redirect would take the key along.
    redirect: 'manual',
  }
  let response: Response
  try {
    response = await patience.during('connect', timeouts.connectMs, signal => fetch(url, { ...init, signal }))
  } catch (error) {
    throw patience.reason ?? unreachableError(subject, error)
  }
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    throw redirectError(subject, response)
  }
  if (!response.ok) throw await responseError(subject, response, patience)
  return response
}

function asJson(body: WireRequest['body']): string {
  try {
    return JSON.stringify(body)
  } catch {
    // A cycle, or a bigint: only the caller's own fields can hold one.
    refuse('invalid-option', 'body', 'data that JSON can hold', body)
  }
}

async function responseError(subject: Subject, response: Response, patience: Patience): Promise<GreenRoutingError> {
  const { status, headers } = response
  let said = ''
  try {
    said = await readText(
      readChunks(response, patience, () => subject.endpoint.timeouts),
      MOST_OF_AN_ERROR,
    )
  } catch {
    // A body that breaks off or never comes: the status says enough.
    if (patience.reason?.code === 'aborted') throw patience.reason
  }
  const json = parseJson(said)
  return refusalError(subject, {
    status,
    complaint: complaintIn(json) ?? plainComplaint(json === undefined ? said : ''),
    retryAfterMs: retryAfterMs(headers),
    shouldRetry: headers.get('x-should-retry'),
  })
}
