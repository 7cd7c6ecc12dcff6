import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dataOf, EventBlocks } from './event-blocks.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (blocks: readonly Uint8Array[]) => blocks.map(block => new TextDecoder().decode(block))

describe('blocks of events', () => {
  test.each(['\n', '\r\n', '\r'])('end at a blank line, and are handed on when it is there: %j', end => {
    const blocks = new EventBlocks()
    expect(text(blocks.add(bytes(`data: 1${end}`)))).toEqual([])
    expect(text(blocks.add(bytes(end))).join('')).toBe(`data: 1${end}${end}`)
    expect(text([blocks.end()])).toEqual([''])
  })

  test('are all the bytes, however they are cut', () => {
    const stream = fc.array(fc.constantFrom('data: é', 'data: {"a":1}', ': hello', '\n', '\r\n', '\r'), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(stream, fc.array(fc.nat(7), { minLength: 1, maxLength: 20 }), (pieces, cuts) => {
        const all = bytes(pieces.join(''))
        const blocks = new EventBlocks()
        const out: Uint8Array[] = []
        for (let from = 0, cut = 0; from < all.length; cut++) {
          const to = from + 1 + cuts[cut % cuts.length]!
          out.push(...blocks.add(all.subarray(from, to)))
          from = to
        }
        out.push(blocks.end())
        expect(Buffer.concat(out)).toEqual(Buffer.from(all))
      }),
    )
  })

  test('hold one event each, also when a chunk ends in the middle of one', () => {
    const all = bytes('data: {"a":1}\n\n: note\n\ndata: {"a":\ndata: 2}\n\ndata: [DONE]\n\n')
    const blocks = new EventBlocks()
    const found = [...blocks.add(all.subarray(0, 20)), ...blocks.add(all.subarray(20))]
    expect(found.map(dataOf)).toEqual([{ a: 1 }, undefined, { a: 2 }, undefined])
  })
})
