import { describe, expect, test } from 'vitest'
import { mediaOf, messagesOf, questionsOf } from './messages.ts'

const user = (content: unknown) => ({ type: 'human', content })

describe('the questions', () => {
  test('are what people wrote, in order', () => {
    const messages = [
      { type: 'system', content: 'Be kind.' },
      user('one'),
      { type: 'ai', content: 'two' },
      { type: 'tool', content: 'three' },
      { type: 'generic', role: 'user', content: 'four' },
      ['user', 'five'],
      ['ai', 'six'],
      { role: 'assistant', content: 'seven' },
    ]
    expect(questionsOf(messages).map(({ content }) => content)).toEqual(['one', 'four', 'five'])
  })

  test('are the texts of their blocks', () => {
    const blocks = ['a', { type: 'text', text: 'b' }, { type: 'image', url: 'x' }, { type: 'text', text: 'c' }]
    expect(questionsOf([user(blocks)])).toEqual([{ role: 'user', content: 'a\nb\nc' }])
  })

  test.each([[[null, undefined, 3, {}, [], user(null), user([null, 3, {}, { text: 4 }])]]])(
    'no shape breaks them',
    messages => {
      expect(questionsOf(messages).every(({ content }) => content === '')).toBe(true)
      expect(mediaOf(messages)).toEqual({})
    },
  )

  test('what is no input has none', () => {
    expect(messagesOf(null as never)).toEqual([])
    expect(messagesOf({ toChatMessages: () => null } as never)).toEqual([])
  })
})

test.each([
  [{ type: 'image_url', image_url: { url: 'https://x' } }, { images: true }],
  [{ type: 'image', source_type: 'base64', data: '' }, { images: true }],
  [{ type: 'input_image' }, { images: true }],
  [{ type: 'file', mimeType: 'image/png' }, { images: true }],
  [{ type: 'media', mimeType: 'audio/wav' }, { audio: true }],
  [{ type: 'audio', mime_type: 'audio/wav' }, { audio: true }],
  [{ type: 'input_audio' }, { audio: true }],
  [{ type: 'file', file: { file_id: 'f' } }, { pdf: true }],
  [{ type: 'document', source: { type: 'base64', media_type: 'application/pdf' } }, { pdf: true }],
  [{ type: 'document', source: { type: 'text', media_type: 'text/plain' } }, {}],
  [{ type: 'text', text: 'an image' }, {}],
])('%j needs %j', (block, needs) => {
  expect(mediaOf([user('text'), user([block])])).toEqual(needs)
})
