import type { AbortSignalLike } from '../core/contracts.ts'
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'

/** What a call rejects with that was given up: the reason where that is an error of ours, as when a client is disposed of. */
export const abortError = ({ reason }: AbortSignalLike): GreenRoutingError =>
  isGreenRoutingError(reason) ? reason : new GreenRoutingError('aborted', 'The call was aborted.', { cause: reason })
