import { expect, test } from 'vitest'
import { anEncoder, sourceOf } from './model-source.ts'

const encoder = { url: 'https://x.test/models/minilm' }

test('nothing is the shipped model, an address its folder', () => {
  expect(sourceOf({})).toBeUndefined()
  expect(sourceOf({ model: 'https://x.test/m' })).toEqual({ kind: 'folder', url: 'https://x.test/m/' })
})

test('an encoder and a head, by folder or by the file in it', () => {
  const source = { kind: 'hub', encoder: { url: 'https://x.test/models/minilm/' }, head: 'https://x.test/heads/mine/' }
  expect(sourceOf({ encoder, head: 'https://x.test/heads/mine' })).toEqual(source)
  expect(sourceOf({ encoder, head: 'https://x.test/heads/mine/head.onnx' })).toEqual(source)
  const more = { ...encoder, dtype: 'fp32', library: 'https://x.test/a/../transformers.min.js' } as const
  expect(sourceOf({ encoder: more, head: 'https://x.test/heads/mine/' })).toEqual({
    ...source,
    encoder: { ...source.encoder, dtype: 'fp32', library: 'https://x.test/transformers.min.js' },
  })
})

test.each([
  [{ encoder }, 'loadPretrained.head must be given too'],
  [{ head: 'https://x.test/h' }, 'loadPretrained.encoder must be given too'],
  [{ encoder, head: 'https://x.test/h', model: 'https://x.test/m' }, 'loadPretrained.model must be left out'],
  [{ encoder: { url: 'http://[' }, head: 'https://x.test/h' }, 'loadPretrained.encoder is not an address: http://['],
  [{ encoder: { ...encoder, library: 'http://[' }, head: 'https://x.test/h' }, 'encoder.library is not an address'],
])('%j is refused', (choice, message) => {
  expect(() => sourceOf(choice)).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: expect.stringContaining(message) }),
  )
})

test('an encoder is read from its address alone, or with more said', () => {
  const read = (value: unknown) => anEncoder(value, 'loadPretrained.encoder', 'invalid-option')
  expect(read('/models/minilm')).toEqual({ url: '/models/minilm' })
  expect(read({ url: '/m', dtype: 'q4', library: undefined })).toEqual({ url: '/m', dtype: 'q4' })
  expect(() => read({ dtype: 'q8' })).toThrow('loadPretrained.encoder.url must be the address of a folder')
  expect(() => read({ url: '/m', dtype: 'q9' })).toThrow(
    'loadPretrained.encoder.dtype does not know "q9". Did you mean "q8"?',
  )
  expect(() => read({ url: '/m', dtipe: 'q8' })).toThrow('loadPretrained.encoder has an unknown key "dtipe"')
  expect(() => read(7)).toThrow('loadPretrained.encoder must be')
  expect(() => read(' ')).toThrow('loadPretrained.encoder must be a text that is not empty')
})
