import type { AbortSignalLike } from '../core/contracts.ts'
import { GreenRoutingError } from '../core/errors.ts'

/** What every call rejects with that its caller gave up. */
export const abortError = (signal: AbortSignalLike): GreenRoutingError =>
  new GreenRoutingError('aborted', 'The call was aborted.', { cause: signal.reason })
