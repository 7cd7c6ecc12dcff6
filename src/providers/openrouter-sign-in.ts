/**
 * Sign-in with OpenRouter (OAuth with PKCE): the user gets a key of their own, and the page needs no server.
 * https://openrouter.ai/docs/guides/overview/auth/oauth (2026-11)
 */
import pkceChallenge from 'pkce-challenge'
import { aSignal, aText } from '../core/checks.ts'
import type { AbortSignalLike } from '../core/contracts.ts'
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { checkOptions } from '../core/options.ts'
import { parseJson, readChunks, readText } from './body.ts'
import type { Endpoint } from './contracts.ts'
import { complaintIn } from './error-payload.ts'
import { record, text } from './loose.ts'
import { Patience } from './patience.ts'
import { malformedError, providerError, type Subject, timeoutError } from './provider-error.ts'
import { redact } from './redact.ts'
import { unreachableError } from './unreachable-error.ts'

const AUTHORISE = 'https://openrouter.ai/auth'
const KEYS = 'https://openrouter.ai/api/v1/auth/keys'

/** Bytes of an answer that holds one key. */
const MOST_BYTES = 64 * 1024

const TIMEOUTS = { connectMs: 30_000, firstByteMs: 30_000, betweenBytesMs: 30_000 }

export interface OpenRouterSignIn {
  /** Where to send the user. */
  readonly url: string
  /** Secret until the sign-in is finished: keep it in `sessionStorage`. */
  readonly verifier: string
}

/** `callbackUrl` is where OpenRouter sends the user back to, with `?code=…` added. Needs https or localhost. */
export async function start(callbackUrl: string): Promise<OpenRouterSignIn> {
  const callback = aText(callbackUrl, 'callbackUrl', 'invalid-option')
  if (globalThis.crypto?.subtle === undefined) {
    throw new GreenRoutingError(
      'invalid-option',
      'Signing in needs a page on https or localhost: browsers hash nowhere else.',
    )
  }
  const { code_verifier, code_challenge, code_challenge_method } = await pkceChallenge()
  const query = new URLSearchParams({ callback_url: callback, code_challenge, code_challenge_method })
  return { url: `${AUTHORISE}?${query}`, verifier: code_verifier }
}

/** The user's key, for the `code` that OpenRouter sent along and the verifier of the start. Both work once. */
export async function finish(
  code: string,
  verifier: string,
  options: { readonly signal?: AbortSignalLike | undefined } = {},
): Promise<string> {
  const { signal = new AbortController().signal } = checkOptions('finishOpenRouterSignIn', options, { signal: aSignal })
  const body = {
    code: aText(code, 'code', 'invalid-option'),
    code_verifier: aText(verifier, 'verifier', 'invalid-option'),
    code_challenge_method: 'S256',
  }
  const subject = subjectOf([body.code, body.code_verifier])
  const patience = new Patience(signal, (phase, ms) => timeoutError(subject, phase, ms))
  try {
    const response = await patience.during('connect', TIMEOUTS.connectMs, signal =>
      fetch(KEYS, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal,
      }),
    )
    const chunks = readChunks(response, patience, () => TIMEOUTS)
    const json = parseJson(await readText(chunks, MOST_BYTES))
    if (!response.ok) throw refused(subject, response.status, complaintIn(json)?.message ?? '')
    const key = text(record(json).key)
    if (key === '') throw malformedError(subject, 'answered without a key')
    return key
  } catch (error) {
    throw isGreenRoutingError(error) ? error : unreachableError(subject, error)
  } finally {
    patience.end()
  }
}

function refused(subject: Subject, status: number, said: string): GreenRoutingError {
  const why = said === '' ? '' : `: ${redact(said, subject.secrets)}`
  const code = status >= 500 || status === 429 ? 'provider-busy' : 'provider-auth'
  return providerError(subject, code, `OpenRouter answered ${status} to the sign-in${why}. Start it again.`, { status })
}

function subjectOf(keys: readonly string[]): Subject {
  const endpoint: Endpoint = {
    provider: 'openrouter',
    label: 'OpenRouter',
    apiBase: KEYS,
    format: 'openai',
    quirks: {},
    headers: {},
    timeouts: TIMEOUTS,
    fetch,
  }
  return { endpoint, modelId: 'signing in', url: KEYS, headerNames: ['content-type'], secrets: { keys, texts: [] } }
}
