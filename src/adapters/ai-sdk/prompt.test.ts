import type { LanguageModelV4CallOptions, LanguageModelV4FilePart } from '@ai-sdk/provider'
import { describe, expect, test } from 'vitest'
import { call, harness } from './harness.fixture.ts'
import { needsOf, questionsOf } from './prompt.ts'

type Message = LanguageModelV4CallOptions['prompt'][number]

const file = (mediaType: string): LanguageModelV4FilePart => ({
  type: 'file',
  mediaType,
  data: { type: 'data', data: 'AAAA' },
})
const user = (...content: (Message & { role: 'user' })['content']): Message => ({ role: 'user', content })
const TOOL = { type: 'function' as const, name: 'weather', inputSchema: {} }

test('the question is what the user said, in all parts of text', () => {
  const prompt: Message[] = [
    { role: 'system', content: 'Be kind.' },
    user({ type: 'text', text: 'Look at this.' }, file('image/png'), { type: 'text', text: 'What is it?' }),
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Hm.' },
        { type: 'text', text: 'A cat.' },
      ],
    },
    user({ type: 'text', text: 'Thanks.' }),
  ]
  expect(questionsOf({ prompt }).map(({ content }) => content)).toEqual(['Look at this.\nWhat is it?', 'Thanks.'])
})

test.each([
  ['image/webp', 'What is in this picture?'],
  ['audio', 'What is said in this recording?'],
  ['application/pdf', 'What does this document say?'],
  ['video/mp4', 'What does this file hold?'],
])('a file without a word asks what such a file is sent for: %s', async (mediaType, question) => {
  const { model, asked } = harness()
  await model.doGenerate({ prompt: [user(file(mediaType), { type: 'text', text: ' ' })] })
  expect(asked).toEqual([question])
})

describe('needs', () => {
  test.each<[string, Partial<LanguageModelV4CallOptions>, object]>([
    ['nothing', {}, {}],
    ['tools', { tools: [TOOL] }, { tools: true }],
    ['no tools', { tools: [] }, {}],
    ['JSON', { responseFormat: { type: 'json' } }, { json: true }],
    ['text', { responseFormat: { type: 'text' } }, {}],
    ['a picture', { prompt: [user(file('image/*'))] }, { images: true }],
    ['a picture of no known kind', { prompt: [user(file('image'))] }, { images: true }],
    ['sound', { prompt: [user(file('Audio/MP3'))] }, { audio: true }],
    ['a PDF file', { prompt: [user(file('application/pdf'))] }, { pdf: true }],
    ['a text file', { prompt: [user(file('text/plain'))] }, {}],
    [
      'a picture that was sent before',
      { prompt: [user(file('image/png')), ...call('And now something else, please.').prompt] },
      { images: true },
    ],
    ['a picture that the model made', { prompt: [{ role: 'assistant', content: [file('image/png')] }] }, {}],
    [
      'a picture that a tool gave back',
      {
        prompt: [
          { role: 'assistant', content: [{ type: 'tool-call', toolCallId: '1', toolName: 'draw', input: {} }] },
          {
            role: 'tool',
            content: [
              {
                type: 'tool-result',
                toolCallId: '1',
                toolName: 'draw',
                output: { type: 'content', value: [{ type: 'text', text: 'Here.' }, file('image/png')] },
              },
            ],
          },
        ],
      },
      { tools: true, images: true },
    ],
  ])('%s', async (_, options, needs) => {
    const none = { tools: false, json: false, images: false, audio: false, pdf: false }
    expect(needsOf({ ...call(), ...options })).toEqual({ ...none, ...needs })
  })

  test.each<[string, Partial<LanguageModelV4CallOptions>]>([
    ['tools', { tools: [TOOL] }],
    ['JSON', { responseFormat: { type: 'json', schema: { type: 'object' } } }],
    ['pictures', { prompt: [user({ type: 'text', text: 'What is in this?' }, file('image/png'))] }],
  ])('leave the models that can do with %s', async (_, options) => {
    const { model } = harness()
    const { providerMetadata } = await model.doGenerate({ ...call(), ...options })
    expect(providerMetadata).toMatchObject({ greenrouting: { model: 'large', selectedModel: 'large' } })
  })
})
