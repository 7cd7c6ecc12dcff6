/** The typed errors of a provider's failure: what happened, where, and what to do about it. */
import { type ErrorDetails, GreenRoutingError, type GreenRoutingErrorCode } from '../core/errors.ts'
import { publicUrl } from './address.ts'
import type { Endpoint } from './contracts.ts'
import type { ProviderComplaint } from './error-payload.ts'
import { ALLOW_PAGE, FETCH_MODEL } from './local-servers.ts'
import { inPage, pageLocation } from './page.ts'
import type { Phase } from './patience.ts'
import { redact, type Secrets } from './redact.ts'

/** What an error needs to know of the request it is about. */
export interface Subject {
  readonly endpoint: Endpoint
  readonly modelId: string
  readonly url: string
  readonly headerNames: readonly string[]
  readonly secrets: Secrets
}

/** `details.retryable` says whether the same request may succeed later. */
export function providerError(
  { endpoint, modelId }: Subject,
  code: GreenRoutingErrorCode,
  message: string,
  details: ErrorDetails = {},
  cause?: unknown,
): GreenRoutingError {
  return new GreenRoutingError(code, message, {
    details: { provider: endpoint.provider, model: modelId, retryable: false, ...details },
    cause,
  })
}

/** Statuses that may go away by themselves. */
const PASSING = [408, 409, 425, 429]
/** Not implemented, version not supported: they do not. */
const LASTING = [501, 505]

const isPassing = (status: number) => PASSING.includes(status) || (status >= 500 && !LASTING.includes(status))

export interface Refusal {
  readonly status: number
  readonly complaint: ProviderComplaint | undefined
  readonly retryAfterMs?: number | undefined
  /** What the server itself says about asking again. */
  readonly shouldRetry?: string | null
}

/** An HTTP status that is no answer, or an error inside one that stands for such a status. */
export function refusalError(subject: Subject, refusal: Refusal): GreenRoutingError {
  const { status, complaint, retryAfterMs, shouldRetry } = refusal
  const { endpoint, modelId, secrets } = subject
  const said = complaint?.message ? `: ${redact(complaint.message, secrets)}` : ''
  const quotaUsedUp = complaint?.quotaUsedUp === true
  const retryable = shouldRetry === 'true' || (shouldRetry !== 'false' && isPassing(status) && !quotaUsedUp)
  const toFetch = howToFetch(subject, refusal)
  const remedy = quotaUsedUp ? '' : (toFetch ?? remedyFor(subject, status))
  return providerError(
    subject,
    toFetch === undefined ? codeOf(status) : 'model-not-on-device',
    `${endpoint.label} answered ${status} for ${modelId}${said}${/[.!?…]$/.test(said) ? '' : '.'}${remedy}`,
    { status, retryable, ...(retryAfterMs !== undefined && { retryAfterMs }) },
  )
}

/** A wrong address is 404 too, but says nothing of a model. */
function howToFetch({ endpoint, modelId }: Subject, { status, complaint }: Refusal): string | undefined {
  const says = (words: string) => complaint?.message.includes(words)
  if (status !== 404 || !says('model') || !says('not found')) return undefined
  const command = FETCH_MODEL[endpoint.provider]?.(modelId)
  return command && ` Fetch it first: ${command} (or download() of its ollamaModel).`
}

function codeOf(status: number): GreenRoutingErrorCode {
  if (status === 401 || status === 403) return 'provider-auth'
  return isPassing(status) ? 'provider-busy' : 'provider-rejected'
}

function remedyFor({ url, endpoint }: Subject, status: number): string {
  if (status === 401 || status === 403) {
    const allowPage = ALLOW_PAGE[endpoint.provider]
    // Ollama answers 403, not a failed preflight, to a page it does not know.
    return status === 403 && allowPage && inPage()
      ? ` Is this page allowed in? ${allowPage(pageLocation()?.origin ?? '*')}`
      : ' Check the key.'
  }
  if (status === 404) return ` Is the model's id right, and the address ${publicUrl(url)}?`
  return isPassing(status) ? ' Try again later.' : ''
}

/** A server that sends the request elsewhere: followed, the key would go there too. */
export function redirectError(subject: Subject, response: Response): GreenRoutingError {
  const { endpoint, url } = subject
  const location = response.headers.get('location')
  let target = ''
  try {
    if (location !== null) target = ` to ${publicUrl(new URL(location, url).href)}`
  } catch {
    // An address that is none is not worth a second error.
  }
  return providerError(
    subject,
    'provider-rejected',
    `${endpoint.label} redirects ${publicUrl(url)}${target}. Keys are not sent along: set apiBase to the final address.`,
    { status: response.status },
  )
}

/** What came is not in the format of the provider's API. `what` ends the sentence. */
export const malformedError = (subject: Subject, what: string): GreenRoutingError =>
  providerError(
    subject,
    'provider-malformed',
    `${nameOf(subject)} ${what}. Is apiBase (${publicUrl(subject.url)}) the address of its API?`,
  )

/** The connection ended before the answer did. */
export const brokenOffError = (subject: Subject, cause?: unknown): GreenRoutingError =>
  failedError(subject, 'broke off its answer before the end.', cause)

/** The answer turned into an error: as the status it stands for where that can be told. */
export function errorInAnswer(subject: Subject, complaint: ProviderComplaint): GreenRoutingError {
  if (complaint.status !== undefined) return refusalError(subject, { status: complaint.status, complaint })
  const said = complaint.message === '' ? '.' : `: ${redact(complaint.message, subject.secrets)}`
  return failedError(subject, `broke off its answer with an error${said}`)
}

const failedError = (subject: Subject, what: string, cause?: unknown): GreenRoutingError =>
  providerError(subject, 'provider-failed', `${nameOf(subject)} ${what}`, { retryable: true }, cause)

export function timeoutError(subject: Subject, phase: Phase, ms: number): GreenRoutingError {
  const { what, setting } = WAITED[phase]
  const message = `${nameOf(subject)} ${what} for ${ms / 1000} s. Raise timeouts.${setting} if the model needs longer.`
  return providerError(subject, 'provider-timeout', message, { phase, ms })
}

const WAITED: Readonly<Record<Phase, { readonly what: string; readonly setting: string }>> = {
  connect: { what: 'did not answer', setting: 'connectMs' },
  'first byte': { what: 'sent nothing', setting: 'firstByteMs' },
  'next byte': { what: 'sent nothing more', setting: 'betweenBytesMs' },
}

const nameOf = ({ endpoint, modelId }: Subject) => `${endpoint.label} (${modelId})`
