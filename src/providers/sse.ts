/** Server-sent events out of a body as it arrives: each is handed on as soon as its last byte is here. */
import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** Characters of one event, far above any provider's; an answer of 10 MB sent as one event fits. */
const LONGEST_EVENT = 32 * 1024 * 1024

export interface ServerEvent extends EventSourceMessage {
  /** The connection closed before the event did. */
  readonly cut: boolean
}

/** Throws eventsource-parser's error when an event has no end. */
export async function* serverEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent, void, void> {
  let ready: ServerEvent[] = []
  let overflow: Error | undefined
  let cut = false
  const parser = createParser({
    onEvent: event => ready.push({ ...event, cut }),
    onError: error => {
      if (error.type === 'max-buffer-size-exceeded') overflow = error
    },
    maxBufferSize: LONGEST_EVENT,
  })
  // Holds back the first bytes of a character that the next chunk completes.
  const decoder = new TextDecoder()
  const feed = (text: string): ServerEvent[] => {
    ready = []
    parser.feed(text)
    if (overflow) throw overflow
    return ready
  }
  for await (const chunk of chunks) yield* feed(decoder.decode(chunk, { stream: true }))
  // Some servers leave out the blank line after the last event.
  cut = true
  yield* feed(`${decoder.decode()}\n\n`)
}
