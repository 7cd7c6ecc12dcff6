import { expect, test } from 'vitest'
import facts from './facts/models.json' with { type: 'json' }
import { resolveModel } from './model-names.ts'

test('every id, alias and price’s name leads to its own model, and no name to two', () => {
  for (const { id, aliases = [], price } of facts.models as readonly {
    id: string
    aliases?: string[]
    price?: { modelId: string }
  }[]) {
    for (const name of [id, ...aliases, ...(price ? [price.modelId] : [])]) {
      expect(resolveModel(name)?.model, name).toBe(id)
    }
  }
})

test.each([
  ['openai/gpt-4.1', 'gpt-4.1', undefined],
  ['gpt-4.1-2025-04-14', 'gpt-4.1', undefined],
  ['azure/GPT-4.1', 'gpt-4.1', undefined],
  ['meta-llama/llama-3.1-8b-instruct:free', 'llama-3.1-8b-instruct', undefined],
  ['claude-3-7-sonnet-20250219-thinking-64k', 'claude-3.7-sonnet', 'high'],
  ['claude-opus-4-5-20251101-thinking-64k-high-effort', 'claude-opus-4.5', 'high'],
  ['claude-sonnet-4-6-thinking-auto-low-effort', 'claude-sonnet-4.6', 'low'],
  ['claude-4-1-opus-20250805-base', 'claude-opus-4.1', 'none'],
  ['gpt-5.2-2025-12-11-nothinking', 'gpt-5.2', 'none'],
  ['gemini-2.5-flash-06-05-highthinking', 'gemini-2.5-flash', 'high'],
  ['gpt-5.4-mini:low', 'gpt-5.4-mini', 'low'],
  ['gpt-5.4-xhigh', 'gpt-5.4', 'xhigh'],
  // An ending that belongs to the name.
  ['qwen3-235b-a22b-thinking-2507', 'qwen3-235b-a22b-thinking-2507', undefined],
  ['amazon.nova-lite-v1:0', 'nova-lite', undefined],
])('%s is %s at %s', (name, model, effort) => {
  expect(resolveModel(name)).toEqual(effort === undefined ? { model } : { model, effort })
})

test.each(['', 'gpt', 'gpt-4.1-micro', ':low', '__proto__', 'a'.repeat(1000), null as never])(
  '%j is no model',
  name => {
    expect(resolveModel(name)).toBeUndefined()
  },
)
