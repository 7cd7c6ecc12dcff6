/** A response's body, read with limited patience. */
import type { Timeouts } from './contracts.ts'
import type { Patience } from './patience.ts'

/** `limits` is asked before each piece. */
export async function* readChunks(
  response: Response,
  patience: Patience,
  limits: () => Timeouts,
): AsyncGenerator<Uint8Array, void, void> {
  const reader = response.body?.getReader()
  if (!reader) return
  let first = true
  for (;;) {
    const { firstByteMs, betweenBytesMs } = limits()
    const [phase, ms] = first ? (['first byte', firstByteMs] as const) : (['next byte', betweenBytesMs] as const)
    const { done, value } = await patience.during(phase, ms, () => reader.read())
    if (done) return
    if (value.byteLength > 0) first = false
    yield value
  }
}

/** The text of a body, or of its first `mostBytes`. */
export async function readText(chunks: AsyncIterable<Uint8Array>, mostBytes: number): Promise<string> {
  const decoder = new TextDecoder()
  const parts: string[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    parts.push(decoder.decode(chunk, { stream: true }))
    bytes += chunk.byteLength
    if (bytes > mostBytes) break
  }
  return parts.join('') + decoder.decode()
}

/** Undefined for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
