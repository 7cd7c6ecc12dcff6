/** A stream of chunks that is read along with: of the same class as the client's own, so that `tee()` and the rest are there. */
import type { Meter } from './meter.ts'

type Chunks = AsyncIterable<unknown> & {
  readonly controller?: AbortController
  readonly constructor: unknown
}

type StreamClass = new (iterator: () => AsyncIterator<unknown>, controller: AbortController) => AsyncIterable<unknown>

export const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

export function meteredStream(stream: AsyncIterable<unknown>, meter: Meter): AsyncIterable<unknown> {
  let ended = false
  const chunks = async function* (): AsyncGenerator<unknown, void, void> {
    try {
      for await (const chunk of stream) if (meter.take(chunk)) yield chunk
    } finally {
      // Who iterates again gets the SDK's own error.
      if (!ended) meter.end()
      ended = true
    }
  }
  const { controller, constructor: Class } = stream as Chunks
  // Look-alikes stream with plain generators.
  return typeof controller?.abort === 'function' ? new (Class as StreamClass)(chunks, controller) : chunks()
}
