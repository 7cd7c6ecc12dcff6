/** What goes wrong by the user's hand or the machine's: said in one line, without a stack. */
import { getSystemErrorMap } from 'node:util'

/** `1`: it could not be done, or not all of it. `2`: the command line makes no sense. */
export type FailureCode = 1 | 2

export class Failure extends Error {
  readonly exitCode: FailureCode

  constructor(message: string, exitCode: FailureCode = 1, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.exitCode = exitCode
  }
}

export const usageFailure = (message: string): Failure => new Failure(message, 2)

/** `cannot read queries.jsonl: no such file or directory`. */
export function fileFailure(action: string, path: string, cause: unknown): Failure {
  return new Failure(`cannot ${action} ${path}: ${describeSystemError(cause)}`, 1, cause)
}

export function describeSystemError(cause: unknown): string {
  const { errno, message } = cause as NodeJS.ErrnoException
  return getSystemErrorMap().get(errno ?? 0)?.[1] ?? message
}

/** The reader of our output went away, as `head` does: nothing to complain about. */
export function isBrokenPipe(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'EPIPE'
}
