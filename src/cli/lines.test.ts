import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readLines } from './lines.ts'

async function linesOf(chunks: readonly (string | Uint8Array)[]): Promise<(string | undefined)[]> {
  const texts: (string | undefined)[] = []
  for await (const { number, text } of readLines(Readable.from(chunks), new AbortController().signal)) {
    texts.push(text)
    expect(number).toBe(texts.length)
  }
  return texts
}

test('lines end in LF or CRLF, the last one in neither', async () => {
  expect(await linesOf(['a\r\nb\n\nc'])).toEqual(['a', 'b', '', 'c'])
  expect(await linesOf(['a\n'])).toEqual(['a'])
  expect(await linesOf([])).toEqual([])
})

test('characters and line ends may fall on the border of two chunks', async () => {
  const bytes = Buffer.from('\uFEFFé🌱\r\n\u2028ü')
  expect(await linesOf([...bytes].map(byte => Uint8Array.of(byte)))).toEqual(['é🌱', '\u2028ü'])
})

test('a line too long to keep is passed over, and the next one is read', async () => {
  const megabyte = 'x'.repeat(2 ** 20)
  expect(await linesOf(['a\n', ...Array(40).fill(megabyte), '\nb'])).toEqual(['a', undefined, 'b'])
})

test('a line is there before the next one arrives', async () => {
  const stream = new Readable({ read: () => undefined })
  const lines = readLines(stream, new AbortController().signal)
  stream.push('a\nb')
  expect((await lines.next()).value).toEqual({ number: 1, text: 'a' })
  stream.push(null)
  expect((await lines.next()).value).toEqual({ number: 2, text: 'b' })
})

test('an interrupt ends the wait for more', async () => {
  const interrupt = new AbortController()
  const lines = readLines(new Readable({ read: () => undefined }), interrupt.signal)
  const next = lines.next()
  interrupt.abort()
  expect((await next).done).toBe(true)
})

test('a device that fails is an error, after the lines it gave', async () => {
  async function* failing() {
    yield 'a\n'
    throw Object.assign(new Error('EIO: i/o error, read'), { errno: -5 })
  }
  const lines = readLines(Readable.from(failing()), new AbortController().signal)
  expect((await lines.next()).value).toEqual({ number: 1, text: 'a' })
  await expect(lines.next()).rejects.toThrow('cannot go on reading the input: i/o error')
})
