import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { serverEvents } from './sse.ts'

async function read(chunks: readonly Uint8Array[]) {
  const events = []
  for await (const { data, event, cut } of serverEvents(
    (async function* () {
      yield* chunks
    })(),
  ))
    events.push({ data, event, cut })
  return events
}

/** Cuts bytes at the given places, in any order. */
function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places.map(place => place % (bytes.length + 1))), bytes.length].sort((a, b) => a - b)
  return ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end))
}

const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map(text => text.replaceAll(/[\r\n]/g, ''))

test('the same events however the bytes are cut', async () => {
  const event = fc.record({
    data: fc.array(line, { minLength: 1, maxLength: 3 }),
    comment: fc.option(line),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 6 }), fc.array(fc.nat()), async (events, places) => {
      const text = events
        .map(({ data, comment, newline }) =>
          [...(comment === null ? [] : [`: ${comment}`]), ...data.map(line => `data: ${line}`), '', ''].join(newline),
        )
        .join('')
      const read_ = await read(cutAt(new TextEncoder().encode(text), places))
      expect(read_.filter(({ cut }) => !cut).map(({ data }) => data)).toEqual(events.map(({ data }) => data.join('\n')))
    }),
  )
})

describe('events as servers send them', () => {
  const bytes = (text: string) => [new TextEncoder().encode(text)]

  test('with a byte order mark, names, comments, fields nobody knows', async () => {
    expect(await read(bytes('\uFEFF: hello\nevent: error\nid: 7\nretry: 10\nfuture: x\ndata: y\n\n'))).toEqual([
      { data: 'y', event: 'error', cut: false },
    ])
  })

  test('without the last blank line are marked as cut', async () => {
    expect(await read(bytes('data: a\n\ndata: b'))).toEqual([
      { data: 'a', event: undefined, cut: false },
      { data: 'b', event: undefined, cut: true },
    ])
  })

  test('without end are an error, not a full memory', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(4 * 1024 * 1024))
    const chunks = [new TextEncoder().encode('data: '), ...Array.from({ length: 9 }, () => chunk)]
    await expect(read(chunks)).rejects.toMatchObject({ type: 'max-buffer-size-exceeded' })
  })
})
