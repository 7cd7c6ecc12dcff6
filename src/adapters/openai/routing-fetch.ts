/** A `fetch` whose model `auto` is whichever the router chooses, for SDKs that take no other way in. */
import { aFunction } from '../../core/checks.ts'
import type { RoutingDecision } from '../../core/contracts.ts'
import { type GreenRoutingError, type GreenRoutingErrorCode, isGreenRoutingError } from '../../core/errors.ts'
import { ModelPool, routingFacts } from '../model-pool.ts'
import type { RoutingFetchOptions } from './contracts.ts'
import { readConversation } from './conversation.ts'
import { remember } from './facts.ts'
import { initWith, type RoutedRequest, readRequest } from './fetch-request.ts'
import { type Member, readMembers } from './members.ts'
import { meterOf } from './meter.ts'
import { meteredResponse } from './metered-body.ts'
import { Reading } from './reading.ts'
import { bodyFor } from './sent-body.ts'

/** Another model, or the same one later, may answer. */
const isBusy = (status: number): boolean => [408, 409, 425, 429].includes(status) || status >= 500

/** Faults of the request: asking again would change nothing. */
const REFUSALS: readonly GreenRoutingErrorCode[] = ['invalid-query', 'no-able-model', 'unknown-model']

/** Decisions remembered for retries, at most. */
const MOST_FAILED = 32

class Busy extends Error {
  readonly response: Response

  constructor(response: Response) {
    super()
    this.response = response
  }
}

/**
 * A `fetch` that routes: a POST to `…/chat/completions` or `…/responses` with `model: 'auto'` in its JSON goes to the model
 * that the router chooses, or, where there is no answer or a 408, 409, 425, 429 or 5xx, to the next one. The last such
 * response is given out, so that an SDK's own retries go on working; a retry is asked by the same decision. Every other
 * request, and every other status, passes untouched. Streams pass piece by piece.
 *
 * Throws a `GreenRoutingError` for options that cannot be meant. The fetch itself answers a request that cannot be routed
 * with a 400 in OpenAI's format, whose `error.code` is the `GreenRoutingErrorCode`; it rejects as the underlying fetch does,
 * or with a `GreenRoutingError` where the router fails or the signal aborts it.
 */
export function createRoutingFetch(options: RoutingFetchOptions): typeof fetch {
  const { fetch: given, ...rest } = options ?? {}
  if (given !== undefined) aFunction(given, 'createRoutingFetch.fetch', 'invalid-option')
  const models = readMembers('createRoutingFetch', rest.models, false)
  const pool = new ModelPool<Member>('createRoutingFetch', { ...rest, models })
  const failed = new Map<string, RoutingDecision>()

  return async (input, init) => {
    const send = given ?? globalThis.fetch
    const request = await readRequest(input, init)
    if (request === undefined) return send(input, init)
    const conversation = readConversation(request.api, request.body)
    let decision: RoutingDecision
    try {
      decision = takeFailed(request) ?? (await pool.decide(conversation.messages, conversation.needs, request.signal))
    } catch (error) {
      if (isGreenRoutingError(error) && REFUSALS.includes(error.code)) return refusal(error)
      throw error
    }
    let last: Response | undefined
    const ask = async (member: Member, name: string): Promise<Response> => {
      const { body, hidesUsage } = bodyFor(request.api, request.body, member)
      // Nobody will read it.
      await last?.body?.cancel().catch(() => undefined)
      last = undefined
      const meter = meterOf(new Reading(request.api, conversation.messages), hidesUsage, outcome =>
        pool.record(decision, name, outcome),
      )
      const response = await send(input, initWith(init, body))
      const facts = routingFacts(decision, name)
      remember(response, facts)
      if (isBusy(response.status)) {
        last = response
        throw new Busy(response)
      }
      if (!response.ok) return response
      const metered = meteredResponse(response, meter)
      remember(metered, facts)
      return metered
    }
    try {
      return (await pool.ask(decision, ask, request.signal)).answer
    } catch (error) {
      if (!request.signal?.aborted) keepFailed(request, decision)
      if (error instanceof Busy) return error.response
      throw error
    }
  }

  function takeFailed({ text, isRetry }: RoutedRequest): RoutingDecision | undefined {
    const decision = failed.get(text)
    failed.delete(text)
    return isRetry ? decision : undefined
  }

  function keepFailed({ text }: RoutedRequest, decision: RoutingDecision): void {
    failed.set(text, decision)
    for (const oldest of failed.keys()) {
      if (failed.size <= MOST_FAILED) break
      failed.delete(oldest)
    }
  }
}

/** In the words of OpenAI's errors, which every SDK turns into one of its own. */
function refusal({ code, message }: GreenRoutingError): Response {
  const error = { message, type: 'invalid_request_error', param: null, code }
  return Response.json({ error }, { status: 400 })
}
