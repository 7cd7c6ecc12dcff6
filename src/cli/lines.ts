/** A stream of bytes to its lines, however large it is as a whole. */
import { addAbortSignal, type Readable } from 'node:stream'
import { fileFailure } from './failure.ts'

export interface Line {
  /** Counted from 1. */
  readonly number: number
  /** Without its end of line; undefined for a line too long to keep. */
  readonly text: string | undefined
}

/** Far above any prompt, and low enough that a file without line ends does not fill the memory. Characters. */
const LONGEST_LINE = 2 ** 25

/**
 * Yields each line as soon as its end has arrived. UTF-8; a byte order mark and CRLF are tolerated, and only these end a
 * line: U+2028 may stand inside a JSON string, which Node's own readline cuts there. An interrupt ends the lines early.
 */
export async function* readLines(stream: Readable, interrupt: AbortSignal): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  let number = 0
  let begun = ''
  let tooLong = false
  const finish = (end: string): Line => {
    const text = tooLong ? undefined : `${begun}${end}`.replace(/\r$/, '')
    begun = ''
    tooLong = false
    return { number: ++number, text }
  }
  addAbortSignal(interrupt, stream)
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      const parts = decoder.decode(bytes, { stream: true }).split('\n')
      const rest = parts.pop()!
      for (const part of parts) yield finish(part)
      begun += rest
      if (begun.length > LONGEST_LINE) {
        begun = ''
        tooLong = true
      }
    }
  } catch (error) {
    if (interrupt.aborted) return
    throw fileFailure('go on reading', 'the input', error)
  }
  begun += decoder.decode()
  if (begun !== '' || tooLong) yield finish('')
}
