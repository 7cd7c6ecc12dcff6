/** One line of an input file, read. */
import { isGreenRoutingError } from '../core/index.ts'
import { checkQuery, isPlainObject } from '../core/internal.ts'
import type { Line } from './lines.ts'

export interface InputRecord {
  /** Holds `id` if the line has one, whatever it is. */
  readonly id: { readonly id?: unknown }
  readonly text: string
}

/** Why a line cannot be used. Never quotes it: a log is no place for prompts. */
export class BadLine extends Error {}

export function readRecord(line: Line): InputRecord {
  const value = readObject(line)
  const text = readText(value)
  if (typeof value.id === 'number' && Number.isInteger(value.id) && !Number.isSafeInteger(value.id)) {
    throw new BadLine('has an "id" too large to be given back digit for digit; write it as a text')
  }
  return { id: Object.hasOwn(value, 'id') ? { id: value.id } : {}, text }
}

export function readObject({ text: line }: Line): Readonly<Record<string, unknown>> {
  if (line === undefined) throw new BadLine('is too long to be a query')
  const value = parseJson(line)
  if (!isPlainObject(value)) throw new BadLine('is not a JSON object like {"id": 1, "text": "…"}')
  return value
}

export function readText(value: Readonly<Record<string, unknown>>): string {
  if (!Object.hasOwn(value, 'text')) throw new BadLine('has no "text"')
  return usable(() => checkQuery(value.text, '"text"'))
}

/** What `read` makes of a field; a refusal of the core becomes one of the line. */
export function usable<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw isGreenRoutingError(error) ? new BadLine(`cannot be used: ${error.message}`) : error
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new BadLine('is not JSON')
  }
}

/** What makes a line be passed over, where any other error ends the run. */
export function isSkippable(error: unknown): error is Error {
  return error instanceof BadLine || isGreenRoutingError(error)
}

export function describeSkipped(line: Line, error: Error): string {
  return `line ${line.number} ${error instanceof BadLine ? '' : 'failed: '}${error.message}`
}
