import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redact } from './redact.ts'

const none = { keys: [], texts: [] }

test('no key is left, wherever it stands and however long the message is', () => {
  const key = fc.string({ minLength: 8, maxLength: 60 }).filter(key => key.trim() !== '' && !'[key]…'.includes(key))
  fc.assert(
    fc.property(key, fc.array(fc.string(), { maxLength: 6 }), (key, around) => {
      expect(redact(around.join(key), { keys: [key], texts: [] })).not.toContain(key)
      expect(redact(around.join(encodeURIComponent(key)), { keys: [key], texts: [] })).not.toContain(key)
    }),
  )
})

describe('keys of other people', () => {
  test.each([
    'sk-proj-abcdefghijklmnop',
    'sk-ant-api03-abcdefghijklmnop',
    'sk-or-v1-0123456789abcdef',
    'gsk_0123456789abcdef',
    'xai-0123456789abcdef',
    'AIzaSyA0123456789abcdefghijklmn',
    'hf_0123456789abcdef',
    'sk-ab**********yz',
  ])('%s', key => {
    expect(redact(`The key ${key} is wrong.`, none)).toBe('The key [key] is wrong.')
  })

  test('behind Bearer', () => {
    expect(redact('authorization: Bearer abc.def', none)).toBe('authorization: [key]')
  })
})

test.each(['ask-me-anything', 'task-runner', 'The skeleton is broken', 'pkg-config'])('words stay: %s', words => {
  expect(redact(words, none)).toBe(words)
})

test('what the user wrote is taken out, short words stay', () => {
  const texts = ['My secret diary of 2026', 'Hi']
  expect(redact('Cannot answer "My secret diary of 2026". Hint: Hi', { keys: [], texts })).toBe(
    'Cannot answer "[text]". Hint: Hi',
  )
})

test('one line, not too long', () => {
  expect(redact('a\n\n\tb\u0000c', none)).toBe('a b c')
  expect(redact('x'.repeat(1000), none)).toHaveLength(301)
})
