/** The parts of an answer out of a response's body, whichever of the two ways it was sent. */
import { parseJson, readText } from './body.ts'
import type { ProviderPart } from './contracts.ts'
import { complaintIn, plainComplaint } from './error-payload.ts'
import { brokenOffError, errorInAnswer, malformedError, type Subject } from './provider-error.ts'
import { serverEvents } from './sse.ts'
import { WIRES } from './wires.ts'

/** Characters, or bytes, of one answer. A server that sends more will not stop. */
const LONGEST_ANSWER = 64 * 1024 * 1024

/** By what the server says it sends: events, or JSON from one that does not stream. Ends with or without a `finish`. */
export async function* readAnswer(
  subject: Subject,
  contentType: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<ProviderPart, void, void> {
  if (/html|xml/i.test(contentType)) {
    throw malformedError(subject, `answered with a web page (${contentType}), as a login page or a wrong address does`)
  }
  const isJson = /^application\/(.+\+)?json\b/i.test(contentType)
  let length = 0
  for await (const part of isJson ? readWhole(subject, chunks) : readEvents(subject, chunks)) {
    if (part.type === 'text' || part.type === 'reasoning') {
      length += part.text.length
      if (length > LONGEST_ANSWER) throw malformedError(subject, 'sends an answer without end')
    }
    yield part
  }
}

async function* readWhole(subject: Subject, chunks: AsyncIterable<Uint8Array>) {
  const payload = parseJson(await readText(chunks, LONGEST_ANSWER))
  if (payload === undefined) throw malformedError(subject, 'answered with broken JSON')
  let parts = 0
  for (const part of read(subject, payload)) {
    if (part.type === 'end') return
    parts++
    yield part
  }
  if (parts === 0) throw malformedError(subject, 'answered with JSON of another format')
}

async function* readEvents(subject: Subject, chunks: AsyncIterable<Uint8Array>) {
  let events = 0
  let finished = false
  try {
    for await (const { data, event, cut } of serverEvents(chunks)) {
      // An event without data is a keep-alive.
      if (data.trim() === '') continue
      events++
      if (data.trim() === '[DONE]') {
        // Some servers say that it is over, but not why.
        if (!finished) yield { type: 'finish', reason: 'other' } as const
        return
      }
      const payload = parseJson(data)
      if (payload === undefined) {
        if (event === 'error') throw errorInAnswer(subject, plainComplaint(data))
        throw cut ? brokenOffError(subject) : malformedError(subject, 'sent an event that is not JSON')
      }
      for (const part of read(subject, payload)) {
        if (part.type === 'end') return
        finished ||= part.type === 'finish'
        yield part
      }
    }
  } catch (error) {
    if ((error as { type?: unknown }).type !== 'max-buffer-size-exceeded') throw error
    throw malformedError(subject, 'sends an event without end')
  }
  if (events === 0) throw malformedError(subject, 'answered with something that is not a stream of events')
}

function* read(subject: Subject, payload: unknown) {
  const complaint = complaintIn(payload)
  if (complaint) throw errorInAnswer(subject, complaint)
  for (const part of WIRES[subject.endpoint.format].read(payload)) {
    if (part.type === 'failed') throw errorInAnswer(subject, plainComplaint(part.reason))
    yield part
  }
}
