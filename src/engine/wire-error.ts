/** An error as plain data, because structured clone drops a custom error's class, code and details. */
import {
  type ErrorDetails,
  GreenRoutingError,
  type GreenRoutingErrorCode,
  isGreenRoutingError,
} from '../core/errors.ts'

export interface WireError {
  readonly code: GreenRoutingErrorCode
  readonly message: string
  readonly details: ErrorDetails
  /** What lay behind it, innermost last. */
  readonly causes: readonly { readonly name: string; readonly message: string }[]
}

const MAX_CAUSES = 5

export function toWire(error: unknown): WireError {
  const typed = isGreenRoutingError(error)
    ? error
    : new GreenRoutingError('internal', `Unexpected: ${error instanceof Error ? error.message : String(error)}.`, {
        cause: error,
      })
  const causes: { name: string; message: string }[] = []
  for (let cause = typed.cause; cause !== undefined && causes.length < MAX_CAUSES; cause = (cause as Error).cause) {
    if (!(cause instanceof Error)) {
      causes.push({ name: 'Error', message: String(cause) })
      break
    }
    causes.push({ name: cause.name, message: cause.message })
  }
  return { code: typed.code, message: typed.message, details: typed.details, causes }
}

export function fromWire(wire: WireError): GreenRoutingError {
  const cause = wire.causes.reduceRight<Error | undefined>((inner, { name, message }) => {
    const error = new Error(message, inner && { cause: inner })
    error.name = name
    return error
  }, undefined)
  return new GreenRoutingError(wire.code, wire.message, { details: wire.details, cause })
}
