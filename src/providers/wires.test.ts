import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ApiFormat, ProviderRequest } from './contracts.ts'
import { endpointOf } from './endpoint.fixture.ts'
import { PRESETS } from './presets.ts'
import { WIRES } from './wires.ts'

const ORIGIN = 'https://proxy.example'

const request: ProviderRequest = {
  modelId: 'm',
  messages: [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: '' },
    { role: 'user', content: 'Again' },
    { role: 'assistant', content: 'Hello' },
    { role: 'user', content: 'Bye' },
    { role: 'system', content: 'Be brief.' },
  ],
  maxOutputTokens: 100,
  temperature: 0.5,
  effort: 'low',
}

function sent(provider: string, more: Partial<ProviderRequest> = {}, key: string | undefined = 'k') {
  const endpoint = endpointOf(provider, ORIGIN)
  const { url, headers, body } = WIRES[endpoint.format].request(endpoint, key, { ...request, ...more })
  // As it goes over the wire: what is undefined does not.
  return { url, headers, body: JSON.parse(JSON.stringify(body)) }
}

describe('a request', () => {
  test('to OpenAI', () => {
    expect(sent('openai')).toEqual({
      url: `${ORIGIN}/v1/chat/completions`,
      headers: { authorization: 'Bearer k' },
      body: {
        model: 'm',
        messages: request.messages,
        stream: true,
        stream_options: { include_usage: true },
        max_completion_tokens: 100,
        temperature: 0.5,
        reasoning_effort: 'low',
      },
    })
  })

  test('to Anthropic: instructions apart, neighbours joined, empty ones left out', () => {
    expect(sent('anthropic')).toEqual({
      url: `${ORIGIN}/v1/messages`,
      headers: { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
      body: {
        model: 'm',
        system: 'Be kind.\n\nBe brief.',
        messages: [
          { role: 'user', content: 'Hi\n\nAgain' },
          { role: 'assistant', content: 'Hello' },
          { role: 'user', content: 'Bye' },
        ],
        max_tokens: 100,
        stream: true,
        temperature: 0.5,
        output_config: { effort: 'low' },
      },
    })
    expect(sent('anthropic', { maxOutputTokens: undefined }).body.max_tokens).toBe(8192)
  })

  test('to Google', () => {
    expect(sent('google')).toEqual({
      url: `${ORIGIN}/v1beta/models/m:streamGenerateContent?alt=sse`,
      headers: { 'x-goog-api-key': 'k' },
      body: {
        systemInstruction: { parts: [{ text: 'Be kind.\n\nBe brief.' }] },
        contents: [
          { role: 'user', parts: [{ text: 'Hi\n\nAgain' }] },
          { role: 'model', parts: [{ text: 'Hello' }] },
          { role: 'user', parts: [{ text: 'Bye' }] },
        ],
        generationConfig: { maxOutputTokens: 100, temperature: 0.5, thinkingConfig: { thinkingLevel: 'low' } },
      },
    })
    expect(sent('google', { modelId: 'tunedModels/x' }).url).toContain('/v1beta/tunedModels/x:')
  })

  test.each([
    ['openrouter', { reasoning: { effort: 'low' }, max_tokens: 100 }, ['stream_options', 'reasoning_effort']],
    ['mistral', { max_tokens: 100 }, ['stream_options', 'max_completion_tokens']],
    ['groq', { max_tokens: 100, stream_options: { include_usage: true } }, []],
    ['deepseek', { max_tokens: 100, stream_options: { include_usage: true } }, []],
    ['ollama', { max_tokens: 100, stream_options: { include_usage: true } }, []],
  ])('to %s has its quirks', (provider, has, hasNot) => {
    const { body } = sent(provider)
    expect(body).toMatchObject(has)
    for (const name of hasNot) expect(body).not.toHaveProperty(name)
  })

  test.each(Object.keys(PRESETS))('to %s says nothing that was not asked for', provider => {
    const bare = { maxOutputTokens: undefined, temperature: undefined, effort: undefined }
    const { body } = sent(provider, { ...bare, messages: [{ role: 'user', content: 'Hi' }] })
    const { max_tokens: _, ...rest } = body
    expect(Object.keys(rest).sort()).toEqual(
      {
        openai: ['messages', 'model', 'stream', ...(body.stream_options ? ['stream_options'] : [])],
        anthropic: ['messages', 'model', 'stream'],
        google: ['contents', 'generationConfig'],
      }[PRESETS[provider]!.format ?? 'openai'],
    )
    if (provider === 'google') expect(body.generationConfig).toEqual({})
  })

  test('takes further fields over its own, one level deep, and leaves out the undefined', () => {
    expect(sent('openai', { body: { seed: 7, stream_options: undefined, model: 'other' } }).body).toMatchObject({
      seed: 7,
      model: 'other',
    })
    expect(sent('openai', { body: { stream_options: undefined } }).body).not.toHaveProperty('stream_options')
    expect(sent('google', { body: { generationConfig: { topK: 3 } } }).body.generationConfig).toMatchObject({
      topK: 3,
      maxOutputTokens: 100,
    })
  })

  test('without a key sends none', () => {
    for (const provider of Object.keys(PRESETS)) {
      const endpoint = endpointOf(provider, ORIGIN)
      const { headers } = WIRES[endpoint.format].request(endpoint, undefined, request)
      expect(Object.keys(headers).filter(name => /auth|key/.test(name))).toEqual([])
    }
  })
})

describe('an event', () => {
  const read = (format: ApiFormat, payload: unknown) => WIRES[format].read(payload)

  test.each([
    ['stop', 'stop'],
    ['eos', 'stop'],
    ['length', 'length'],
    ['model_length', 'length'],
    ['content_filter', 'content-filter'],
    ['tool_calls', 'tool-calls'],
    ['something_new', 'other'],
  ])('of OpenAI that ends with %s', (finish_reason, reason) => {
    expect(read('openai', { choices: [{ delta: {}, finish_reason }] })).toEqual([{ type: 'finish', reason }])
  })

  test.each([
    ['end_turn', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'content-filter'],
    ['tool_use', 'tool-calls'],
    ['pause_turn', 'other'],
  ])('of Anthropic that ends with %s', (stop_reason, reason) => {
    expect(read('anthropic', { type: 'message_delta', delta: { stop_reason } })).toEqual([{ type: 'finish', reason }])
  })

  test.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['OTHER', 'other'],
  ])('of Google that ends with %s', (finishReason, reason) => {
    expect(read('google', { candidates: [{ finishReason }] })).toEqual([{ type: 'finish', reason }])
  })

  test('of Google that blocks the question', () => {
    expect(read('google', { promptFeedback: { blockReason: 'SAFETY' } })).toEqual([
      { type: 'finish', reason: 'content-filter' },
    ])
  })

  test.each([
    ['DeepSeek, vLLM', 'openai', { choices: [{ delta: { reasoning_content: 'hm', content: null } }] }],
    ['OpenRouter, Groq', 'openai', { choices: [{ delta: { reasoning: 'hm', content: '' } }] }],
    [
      'Mistral',
      'openai',
      { choices: [{ delta: { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] } }] },
    ],
    ['Anthropic', 'anthropic', { type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'hm' } }],
    ['Google', 'google', { candidates: [{ content: { parts: [{ text: 'hm', thought: true }] } }] }],
  ] as [string, ApiFormat, unknown][])('of reasoning is not text: %s', (_, format, payload) => {
    expect(read(format, payload)).toEqual([{ type: 'reasoning', text: 'hm' }])
  })

  test('of Mistral in pieces', () => {
    const content = [
      { type: 'text', text: 'a' },
      { type: 'reference', reference_ids: [1] },
      { type: 'text', text: 'b' },
    ]
    expect(read('openai', { choices: [{ delta: { content } }] })).toEqual([{ type: 'text', text: 'ab' }])
  })

  test('of OpenAI that refuses in a field of its own', () => {
    expect(read('openai', { choices: [{ delta: { refusal: 'No.' } }] })).toEqual([{ type: 'text', text: 'No.' }])
  })

  test('counts all of the input and all of the output, however it is split', () => {
    expect(
      read('anthropic', {
        type: 'message_start',
        message: {
          usage: {
            input_tokens: 0,
            cache_read_input_tokens: 40,
            cache_creation_input_tokens: 2,
            output_tokens: 1,
            output_tokens_details: { thinking_tokens: 1 },
          },
        },
      }),
    ).toEqual([
      { type: 'usage', usage: { inputTokens: 42, outputTokens: 1, reasoningTokens: 1, cachedInputTokens: 40 } },
    ])
    // The counts of the input, which the first event said, are not repeated.
    const later = {
      input_tokens: null,
      cache_read_input_tokens: null,
      cache_creation_input_tokens: null,
      output_tokens: 9,
    }
    expect(read('anthropic', { type: 'message_delta', delta: { stop_reason: null }, usage: later })).toEqual([
      { type: 'usage', usage: { outputTokens: 9 } },
    ])
    expect(
      read('google', { usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 3, thoughtsTokenCount: 4 } }),
    ).toEqual([{ type: 'usage', usage: { inputTokens: 5, outputTokens: 7, reasoningTokens: 4 } }])
    expect(read('openai', { x_groq: { usage: { prompt_tokens: 5, completion_tokens: 3 } }, choices: [] })).toEqual([
      { type: 'usage', usage: { inputTokens: 5, outputTokens: 3 } },
    ])
    expect(
      read('openai', { usage: { prompt_tokens: 5, completion_tokens: 3, prompt_cache_hit_tokens: 2 }, choices: [] }),
    ).toEqual([{ type: 'usage', usage: { inputTokens: 5, outputTokens: 3, cachedInputTokens: 2 } }])
  })

  test('of any shape is read without complaint', () => {
    const keys = [
      'choices',
      'delta',
      'message',
      'content',
      'usage',
      'type',
      'candidates',
      'parts',
      'text',
      'finish_reason',
      'usageMetadata',
      '__proto__',
      'prompt_tokens',
      'completion_tokens',
      'thinking',
    ]
    const { tree } = fc.letrec(tie => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.jsonValue(),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie('tree'), { maxKeys: 4 }),
      ),
    }))
    fc.assert(
      fc.property(fc.constantFrom<ApiFormat>('openai', 'anthropic', 'google'), tree, (format, payload) => {
        for (const part of read(format, payload)) {
          if (part.type === 'text' || part.type === 'reasoning') expect(part.text).toEqual(expect.any(String))
          if (part.type === 'usage') {
            for (const count of Object.values(part.usage)) expect(Number.isSafeInteger(count) && count >= 0).toBe(true)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })
})
