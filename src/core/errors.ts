/**
 * Every error this package throws. `code` is a closed union to switch on, `message` names the thing and the remedy,
 * `details` holds the plain data behind the message. Messages and details never hold keys or query texts.
 */
export type GreenRoutingErrorCode =
  // The caller's input
  | 'invalid-option' // an unknown key, a wrong type or a value out of range
  | 'invalid-query' // not a string, or nothing in it to classify
  | 'invalid-profile' // capability weights, difficulty or length out of range
  | 'invalid-model' // a model profile that cannot be registered
  | 'duplicate-model' // two models of one name
  | 'unknown-model' // a name the registry does not hold
  | 'empty-registry' // nothing to choose from
  | 'no-able-model' // every model is known not to do what the request needs
  | 'invalid-import' // a document of another service that is not what it should be
  | 'invalid-report' // a tracker file or a stored ledger that cannot be read, or of a newer version
  | 'unknown-zone' // a grid zone that the table does not hold
  // The model folder
  | 'manifest-invalid' // manifest.json is missing a field, or is not a manifest
  | 'file-not-found' // the server answered 4xx
  | 'fetch-failed' // no answer, or the server answered 5xx
  | 'file-corrupt' // bytes whose size or digest is not the manifest's
  | 'model-invalid' // the bytes are right but the runtime refuses them
  | 'peer-missing' // an optional package is not installed, or not in a version that can be used
  // The engine
  | 'device-unavailable' // the asked-for device does not exist here
  | 'worker-failed' // the worker could not start
  | 'worker-crashed' // the worker died or stopped answering; the next call starts a new one
  | 'inference-failed' // the runtime threw while classifying
  // What is kept on the device
  | 'storage-unavailable' // IndexedDB is missing, blocked, or does not answer
  | 'storage-full' // no room: what was recorded stays in memory
  // Answers from providers
  | 'model-not-on-device' // a model on the device that is not there, or not yet
  | 'missing-key' // a provider that needs a key was given none
  | 'browser-key' // a key in plain text in a page, without dangerouslyAllowBrowser
  | 'unknown-provider' // a model of which nothing says who answers for it
  | 'provider-auth' // 401 or 403: the key was refused
  | 'provider-rejected' // another 4xx, or a redirect: the same request will fail again
  | 'provider-busy' // 408, 409, 425, 429 or 5xx: the same request may succeed later
  | 'provider-unreachable' // no answer at all: network, address or CORS
  | 'provider-timeout' // too long without an answer, or without the next piece of one
  | 'provider-malformed' // an answer in another format than the provider's
  | 'provider-failed' // an answer that broke off, or turned into an error on the way
  | 'completion-failed' // the caller's completionFn threw
  | 'all-models-failed' // every model of the pool was tried
  | 'answer-restarted' // another model began anew after text had been given out that cannot be taken back
  // Anywhere
  | 'aborted' // the caller's signal
  | 'disposed' // the router was disposed of
  | 'internal' // a fault of ours

/** JSON-like data that survives a structured clone. */
export type PlainData =
  | null
  | undefined
  | boolean
  | number
  | string
  | readonly PlainData[]
  | { readonly [key: string]: PlainData }

export type ErrorDetails = Readonly<Record<string, PlainData>>

const brand = Symbol.for('greenrouting.error')

export class GreenRoutingError extends Error {
  readonly code: GreenRoutingErrorCode
  readonly details: ErrorDetails

  constructor(code: GreenRoutingErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    // The platform's own name for it, so that `error.name === 'AbortError'` keeps working.
    this.name = code === 'aborted' ? 'AbortError' : 'GreenRoutingError'
    this.code = code
    this.details = options.details ?? {}
    Object.defineProperty(this, brand, { value: true })
  }
}

/** Recognises the error across copies of the package and realms, where `instanceof` fails. */
export function isGreenRoutingError(value: unknown): value is GreenRoutingError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
}
