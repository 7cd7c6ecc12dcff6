/** A response whose body is read along with: each piece is handed on when it comes, and nothing is read ahead. */
import { parseJson } from '../../providers/body.ts'
import { dataOf, EventBlocks } from './event-blocks.ts'
import type { Meter } from './meter.ts'

/** One that has no body is given back as it is. */
export function meteredResponse(response: Response, meter: Meter): Response {
  if (response.body === null) return response
  const { status, statusText, headers, url } = response
  const isEvents = /^text\/event-stream\b/i.test(headers.get('content-type') ?? '')
  const body = meteredBody(response.body, isEvents ? eventsThrough(meter) : wholeThrough(meter), meter)
  const metered = new Response(body, { status, statusText, headers })
  // A constructed response has none of its own.
  Object.defineProperty(metered, 'url', { value: url })
  return metered
}

/** What of each piece is handed on; undefined stands for the end. */
type Through = (piece: Uint8Array | undefined) => readonly Uint8Array[]

/** Held back until the event is complete, which no reader can use before. */
function eventsThrough(meter: Meter): Through {
  const blocks = new EventBlocks()
  return piece => {
    const complete = piece === undefined ? [blocks.end()] : blocks.add(piece)
    return complete.filter(block => {
      const data = dataOf(block)
      return block.length > 0 && (data === undefined || meter.take(data))
    })
  }
}

function wholeThrough(meter: Meter): Through {
  const decoder = new TextDecoder()
  let text = ''
  return piece => {
    text += decoder.decode(piece, { stream: piece !== undefined })
    if (piece !== undefined) return [piece]
    const payload = parseJson(text)
    if (payload !== undefined) meter.take(payload)
    return []
  }
}

function meteredBody(body: ReadableStream<Uint8Array>, through: Through, meter: Meter): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let ended = false
  const end = () => {
    // A reader that leaves off also ends what was being read.
    if (!ended) meter.end()
    ended = true
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          // A pull that gives nothing would not be followed by another.
          for (let given = 0; given === 0; ) {
            const { done, value } = await reader.read()
            for (const piece of through(value)) {
              controller.enqueue(piece)
              given++
            }
            if (!done) continue
            if (ended) return
            end()
            controller.close()
            return
          }
        } catch (error) {
          end()
          throw error
        }
      },
      cancel(reason) {
        end()
        return reader.cancel(reason)
      },
    },
    // Nothing is read before it is asked for.
    { highWaterMark: 0 },
  )
}
