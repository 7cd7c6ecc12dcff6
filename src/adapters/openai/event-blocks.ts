/** Cuts a body of server-sent events at the blank lines between them, bytes as they came. */
import { parseJson } from '../../providers/body.ts'

const LF = 10
const CR = 13

export class EventBlocks {
  #rest: Uint8Array = new Uint8Array()
  /** Nothing since the last end of a line. */
  #lineIsEmpty = true
  #last = 0

  /** The events that are complete now, each with its blank line. */
  add(chunk: Uint8Array): Uint8Array[] {
    const blocks: Uint8Array[] = []
    let from = 0
    const cut = (to: number) => {
      blocks.push(this.#take(chunk.subarray(from, to)))
      from = to
    }
    for (const [index, byte] of chunk.entries()) {
      const endsPair = byte === LF && this.#last === CR
      this.#last = byte
      if (endsPair) {
        // The second half of a blank line that has been handed on already.
        if (from === index && this.#rest.length === 0) cut(index + 1)
      } else if (byte !== LF && byte !== CR) this.#lineIsEmpty = false
      else if (this.#lineIsEmpty) cut(index + 1)
      else this.#lineIsEmpty = true
    }
    this.#rest = join(this.#rest, chunk.subarray(from))
    return blocks
  }

  /** What came after the last blank line. */
  end(): Uint8Array {
    return this.#take(new Uint8Array())
  }

  #take(piece: Uint8Array): Uint8Array {
    const block = join(this.#rest, piece)
    this.#rest = new Uint8Array()
    return block
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** The JSON of an event's data; undefined for comments, `[DONE]` and anything else. */
export function dataOf(block: Uint8Array): unknown {
  const lines = new TextDecoder().decode(block).split(/\r\n|\r|\n/)
  const data = lines.filter(line => line.startsWith('data:')).map(line => line.slice('data:'.length).trimStart())
  return parseJson(data.join('\n'))
}
