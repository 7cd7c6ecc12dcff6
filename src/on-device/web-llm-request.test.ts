import { describe, expect, test } from 'vitest'
import { webLlmRequest } from './web-llm-request.ts'

const messages = [{ role: 'user', content: 'Question' }] as const
const schema = { type: 'object', properties: { sum: { type: 'number' } }, required: ['sum'] }
const anyObject = { type: 'json_object', schema: '{"type":"object","additionalProperties":true}' }

describe('a question to WebLLM', () => {
  test('says no more than was said', () => {
    expect(webLlmRequest(messages, {})).toEqual({ messages, stream: true, stream_options: { include_usage: true } })
  })

  test('takes the call’s settings and further fields, and is answered in pieces whatever they say', () => {
    const body = { top_p: 0.5, stream: false, stream_options: { more: 1 }, extra_body: { enable_thinking: false } }
    expect(webLlmRequest(messages, { maxOutputTokens: 9, temperature: 0, body })).toEqual({
      messages,
      max_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      stream: true,
      stream_options: { include_usage: true, more: 1 },
      extra_body: { enable_thinking: false },
    })
  })

  test.each([
    [
      'a schema in OpenAI’s words',
      { type: 'json_schema', json_schema: { name: 'sum', schema, strict: true } },
      { type: 'json_object', schema: JSON.stringify(schema) },
    ],
    ['a schema in its own', { type: 'json_object', schema: '{}' }, { type: 'json_object', schema: '{}' }],
    ['JSON of any shape', { type: 'json_object' }, anyObject],
    ['a schema that is not there', { type: 'json_schema' }, anyObject],
    ['a grammar', { type: 'grammar', grammar: 'main ::= "a"' }, { type: 'grammar', grammar: 'main ::= "a"' }],
    ['a text', { type: 'text' }, { type: 'text' }],
  ])('is held to %s', (_, response_format, expected) => {
    expect(webLlmRequest(messages, { body: { response_format } })).toMatchObject({ response_format: expected })
  })
})
