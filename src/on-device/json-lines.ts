/** Reads a body of one JSON value a line, as it comes; a line that is none is left out. */
import { parseJson } from '../providers/body.ts'

export async function* readLines(response: Response): AsyncGenerator<unknown, void, void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (reader === undefined) return
  let rest = ''
  try {
    for (;;) {
      const { done, value = '' } = await reader.read()
      const lines = `${rest}${value}${done ? '\n' : ''}`.split('\n')
      rest = lines.pop()!
      for (const line of lines) {
        const found = parseJson(line)
        if (found !== undefined) yield found
      }
      if (done) return
    }
  } finally {
    void reader.cancel().catch(() => undefined)
  }
}
