/** The beginning of a stream, read until the model says something: before that another can be asked in its stead. */
import { orAborted } from '../../client/abort.ts'
import { text } from '../../providers/loose.ts'
import type { AnswerEnd, CallOptions, RoutableModel, StreamPart, StreamResult } from './contracts.ts'

/** They tell about the answer, or that one will come; an empty piece of text opens many a stream. */
const SILENT = new Set(['stream-start', 'response-metadata', 'raw', 'ping', 'text-start', 'text-end'])

export type FinishPart = StreamPart & AnswerEnd

export const isFinish = (part: StreamPart): part is FinishPart => part.type === 'finish'

/** The model gave up, or the connection did. */
export const isBroken = ({ finishReason }: FinishPart): boolean =>
  finishReason?.unified === 'error' || finishReason?.unified === 'interrupted'

const isSilent = (part: StreamPart): boolean =>
  SILENT.has(part.type) || (part.type === 'text-delta' && text((part as { readonly delta?: unknown }).delta) === '')

export class Opening {
  readonly result: StreamResult
  /** `performance.now()` at the request. */
  readonly startedAt: number
  /** What has been read, in order. */
  readonly parts: readonly StreamPart[]
  /** Nothing was said, and nothing will be. */
  readonly failed: boolean
  /** `performance.now()` at the last of the parts. */
  readonly readAt = performance.now()
  readonly #reader: ReadableStreamDefaultReader<StreamPart>

  private constructor(
    result: StreamResult,
    reader: ReadableStreamDefaultReader<StreamPart>,
    startedAt: number,
    parts: readonly StreamPart[],
    failed: boolean,
  ) {
    this.result = result
    this.#reader = reader
    this.startedAt = startedAt
    this.parts = parts
    this.failed = failed
  }

  /** Rejects as the model does, or with `aborted`. */
  static async of(model: RoutableModel, options: CallOptions): Promise<Opening> {
    const startedAt = performance.now()
    const result = await model.doStream(options)
    const reader = result.stream.getReader()
    const parts: StreamPart[] = []
    try {
      for (;;) {
        const read = reader.read()
        const { done, value } = await (options.abortSignal ? orAborted(read, options.abortSignal) : read)
        if (!done) parts.push(value)
        if (!done && isSilent(value)) continue
        const failed = done || value.type === 'error' || (isFinish(value) && isBroken(value))
        return new Opening(result, reader, startedAt, parts, failed)
      }
    } catch (error) {
      reader.cancel(error).catch(() => undefined)
      throw error
    }
  }

  /** The next part that has not been read yet. */
  read(): Promise<ReadableStreamReadResult<StreamPart>> {
    return this.#reader.read()
  }

  /** Gives the stream up. */
  cancel(reason?: unknown): Promise<void> {
    return this.#reader.cancel(reason)
  }
}
