import { describe, expect, test } from 'vitest'
import { estimateTokens, joinUsage, usageOf } from './usage.ts'

describe('an estimate', () => {
  // Tokens by o200k_base (OpenAI's tiktoken), counted once.
  test.each([
    ['The quick brown fox jumps over the lazy dog.', 10],
    ['你好，今天天气怎么样？', 7],
    ['Привет, как у тебя дела сегодня?', 9],
  ])('of %s is within a factor of two', (text, tokens) => {
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(tokens / 2)
    expect(estimateTokens(text)).toBeLessThanOrEqual(tokens * 2)
  })

  test('fills in what the provider does not say, and says so', () => {
    expect(usageOf({}, ['12345678', '1234'], '12345')).toEqual({ inputTokens: 3, outputTokens: 2, estimated: true })
    expect(usageOf({ outputTokens: 9 }, ['1234'], 'x')).toEqual({ inputTokens: 1, outputTokens: 9, estimated: true })
    expect(usageOf({ inputTokens: 0, outputTokens: 0 }, ['1234'], 'x')).toEqual({
      inputTokens: 0,
      outputTokens: 0,
      estimated: false,
    })
  })
})

test('a part is never more than the whole', () => {
  expect(usageOf({ inputTokens: 5, outputTokens: 3, reasoningTokens: 40, cachedInputTokens: 9 }, [], '')).toEqual({
    inputTokens: 5,
    outputTokens: 43,
    reasoningTokens: 40,
    cachedInputTokens: 5,
    estimated: false,
  })
})

test('totals are estimates when one of them is', () => {
  const real = { inputTokens: 1, outputTokens: 2, reasoningTokens: 1, estimated: false }
  const guess = { inputTokens: 3, outputTokens: 4, estimated: true }
  expect(joinUsage([real, real])).toEqual({ inputTokens: 2, outputTokens: 4, reasoningTokens: 2, estimated: false })
  expect(joinUsage([real, guess])).toEqual({ inputTokens: 4, outputTokens: 6, reasoningTokens: 1, estimated: true })
})
