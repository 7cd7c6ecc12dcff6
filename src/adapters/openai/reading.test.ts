import { describe, expect, test } from 'vitest'
import type { Api } from './contracts.ts'
import { Reading } from './reading.ts'

const outcomeOf = (api: Api, ...payloads: unknown[]) => {
  const reading = new Reading(api, [{ role: 'user', content: 'twelve bytes' }])
  for (const payload of payloads) reading.take(payload)
  return reading.outcome()
}

describe('what an answer took', () => {
  test('of a chat completion, with its details', () => {
    const usage = {
      prompt_tokens: 20,
      completion_tokens: 9,
      prompt_tokens_details: { cached_tokens: 8 },
      completion_tokens_details: { reasoning_tokens: 4 },
    }
    const outcome = outcomeOf('chat', { model: 'm-1', choices: [{ message: { content: 'Hi' } }], usage })
    expect(outcome).toMatchObject({
      responseModel: 'm-1',
      usage: { inputTokens: 20, cachedInputTokens: 8, outputTokens: 9, reasoningTokens: 4, estimated: false },
    })
    expect(outcome).not.toHaveProperty('timeToFirstChunkMs')
  })

  test('of a stream of chunks, from the last', () => {
    const outcome = outcomeOf(
      'chat',
      { choices: [{ delta: { content: 'Hi' } }], usage: null },
      { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } },
    )
    expect(outcome).toMatchObject({ usage: { inputTokens: 3, outputTokens: 2, estimated: false } })
    expect(outcome).toHaveProperty('timeToFirstChunkMs')
  })

  test('is estimated where the server does not count, calls of tools included', () => {
    const calls = [{ index: 0, function: { name: 'look', arguments: '{"at":"it"}' } }]
    expect(outcomeOf('chat', { choices: [{ delta: { content: 'Hi' } }] })?.usage).toEqual({
      inputTokens: 3,
      outputTokens: 1,
      estimated: true,
    })
    expect(outcomeOf('chat', { choices: [{ delta: { tool_calls: calls } }] })?.usage).toMatchObject({ outputTokens: 4 })
  })

  test('of a response, whole or as events', () => {
    const usage = {
      input_tokens: 7,
      input_tokens_details: { cached_tokens: 2 },
      output_tokens: 5,
      output_tokens_details: { reasoning_tokens: 1 },
    }
    const expected = { inputTokens: 7, cachedInputTokens: 2, outputTokens: 5, reasoningTokens: 1, estimated: false }
    expect(outcomeOf('responses', { object: 'response', model: 'm-1', output: [], usage })).toMatchObject({
      usage: expected,
      responseModel: 'm-1',
    })
    const delta = { type: 'response.output_text.delta', delta: 'Hi' }
    expect(outcomeOf('responses', delta, { type: 'response.completed', response: { usage } })?.usage).toEqual(expected)
    expect(outcomeOf('responses', delta)?.usage).toMatchObject({ outputTokens: 1, estimated: true })
  })

  test('is nothing where nothing came, and no payload makes it throw', () => {
    expect(outcomeOf('chat')).toBeUndefined()
    for (const payload of [null, 1, 'x', [], { choices: 1 }, { choices: [null], usage: 'x' }, { response: [] }]) {
      expect(outcomeOf('chat', payload)?.usage).toMatchObject({ estimated: true })
      expect(outcomeOf('responses', payload)?.usage).toMatchObject({ estimated: true })
    }
  })
})
