import { expect, test } from 'vitest'
import { tokensOf } from './outcome.ts'

const nothing = { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined }

test.each<[string, unknown, object | undefined]>([
  [
    'all that a provider says',
    {
      inputTokens: { total: 10, noCache: 5, cacheRead: 4, cacheWrite: 1 },
      outputTokens: { total: 5, text: 3, reasoning: 2 },
    },
    { inputTokens: 10, cachedInputTokens: 4, outputTokens: 5, reasoningTokens: 2 },
  ],
  [
    'totals of parts where it says no total',
    { inputTokens: { ...nothing, noCache: 5, cacheRead: 4, cacheWrite: 1 }, outputTokens: { text: 3, reasoning: 2 } },
    { inputTokens: 10, cachedInputTokens: 4, outputTokens: 5, reasoningTokens: 2 },
  ],
  ['one side alone', { inputTokens: nothing, outputTokens: { total: 5 } }, { outputTokens: 5 }],
  ['nothing', { inputTokens: nothing, outputTokens: {} }, undefined],
  ['nothing of older forms', { inputTokens: 10, outputTokens: 5 }, undefined],
  ['nothing nonsensical', { inputTokens: { total: Number.NaN }, outputTokens: { total: -1 } }, undefined],
  ['nothing of nothing', undefined, undefined],
])('%s', (_, usage, tokens) => {
  expect(tokensOf(usage)).toEqual(tokens)
})
