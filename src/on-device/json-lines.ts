/** Reads a body of one JSON value a line, as it comes; a line that is none is left out. */
import { parseJson } from '../providers/body.ts'
import { piecesOf } from './pieces.ts'

export async function* readLines({ body }: Response): AsyncGenerator<unknown, void, void> {
  if (body === null) return
  let rest = ''
  for await (const piece of piecesOf(body.pipeThrough(new TextDecoderStream()))) {
    const lines = `${rest}${piece}`.split('\n')
    rest = lines.pop()!
    yield* valuesOf(lines)
  }
  yield* valuesOf([rest])
}

const valuesOf = (lines: readonly string[]): unknown[] => lines.map(parseJson).filter(value => value !== undefined)
