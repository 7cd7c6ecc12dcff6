import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { queryText } from '../../client/messages.ts'
import { readConversation } from './conversation.ts'

const user = (content: unknown) => ({ role: 'user', content })
const chat = (body: object) => readConversation('chat', body as never)
const responses = (body: object) => readConversation('responses', body as never)

describe('what is routed by', () => {
  test('is the last question, of a list of messages or of parts', () => {
    const messages = [
      { role: 'developer', content: 'Be kind.' },
      user('What is the capital of France, and why?'),
      { role: 'assistant', content: null, tool_calls: [{}] },
      { role: 'tool', content: 'Paris' },
    ]
    expect(chat({ messages }).messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'assistant'])
    expect(queryText(chat({ messages }).messages)).toBe('What is the capital of France, and why?')
    const parts = [
      user([
        { type: 'text', text: 'What is' },
        { type: 'text', text: 'in this long picture here?' },
      ]),
    ]
    expect(queryText(chat({ messages: parts }).messages)).toBe('What is\nin this long picture here?')
  })

  test('is the input of a response, a text or items', () => {
    expect(responses({ input: 'Hi', instructions: 'Be kind.' }).messages).toEqual([
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hi' },
    ])
    const input = [
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
      { type: 'function_call', name: 'look', arguments: '{}' },
      { type: 'function_call_output', output: 'seen' },
    ]
    expect(queryText(responses({ input }).messages)).toBe('Hi')
  })

  test('is the instructions where the user says nothing', () => {
    expect(queryText(chat({ messages: [{ role: 'system', content: 'Write a poem.' }] }).messages)).toBe('Write a poem.')
    expect(queryText(responses({ instructions: 'Write a poem.' }).messages)).toBe('Write a poem.')
  })

  test('is a word for the attachment where there are no others', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }
    expect(queryText(chat({ messages: [user([image])] }).messages)).toBe('[image]')
    expect(queryText(chat({ messages: [user([image, { type: 'text', text: 'What is it?' }])] }).messages)).toBe(
      'What is it?',
    )
  })
})

describe('what a model must be able to do', () => {
  test.each([
    [{ tools: [{ type: 'function' }] }, { tools: true }],
    [{ functions: [{ name: 'look' }] }, { tools: true }],
    [{ tools: [] }, {}],
    [{ response_format: { type: 'json_object' } }, { json: true }],
    [{ response_format: { type: 'json_schema', json_schema: {} } }, { json: true }],
    [{ response_format: { type: 'text' } }, {}],
    [{ messages: [user([{ type: 'image_url', image_url: { url: '/a.png' } }])] }, { images: true }],
    [{ messages: [user([{ type: 'input_audio', input_audio: {} }])] }, { audio: true }],
    [{ messages: [user([{ type: 'file', file: { file_id: 'f' } }])] }, { pdf: true }],
    [{ messages: [user([{ type: 'file', file: { file_data: 'data:image/png;base64,A' } }])] }, { images: true }],
    [{ messages: [user([{ type: 'file', file: { filename: 'talk.mp3' } }])] }, { audio: true }],
  ])('of a chat completion: %j', (body, needs) => {
    expect(chat(body).needs).toEqual(needs)
  })

  test.each([
    [{ tools: [{ type: 'web_search' }] }, { tools: true }],
    [{ text: { format: { type: 'json_schema' } } }, { json: true }],
    [{ text: { format: { type: 'text' } } }, {}],
    [{ input: [user([{ type: 'input_image', image_url: '/a' }])] }, { images: true }],
    [{ input: [user([{ type: 'input_file', file_data: 'data:application/pdf;base64,A' }])] }, { pdf: true }],
    [{ input: [{ type: 'function_call_output', output: [{ type: 'input_image' }] }] }, { images: true }],
    [{ input: [{ type: 'computer_call_output', output: { type: 'computer_screenshot' } }] }, { images: true }],
  ])('of a response: %j', (body, needs) => {
    expect(responses(body).needs).toEqual(needs)
  })
})

test('nothing a body may hold makes it throw', () => {
  const keys = fc.constantFrom('messages', 'input', 'role', 'content', 'type', 'text', 'tools', 'output', 'file')
  const { value } = fc.letrec(tie => ({
    value: fc.oneof({ maxDepth: 5 }, fc.constantFrom('user', 'file', null, 1), tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 3 }),
    object: fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
  }))
  fc.assert(
    fc.property(fc.dictionary(keys, value), fc.constantFrom('chat' as const, 'responses' as const), (body, api) => {
      const { messages } = readConversation(api, body)
      expect(messages.every(({ content }) => typeof content === 'string')).toBe(true)
    }),
  )
})
