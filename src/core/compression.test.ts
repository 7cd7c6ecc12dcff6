import { expect, test } from 'vitest'
import { getCompressionHint } from './compression.ts'
import { BenchmarkMatcher } from './matcher.ts'
import { ModelRegistry } from './model-registry.ts'
import { QueryProfile } from './query-profile.ts'

test.each([
  [1, 'aggressive', 0.65],
  [2, 'aggressive', 0.65],
  [3, 'moderate', 0.3],
  [4, 'none', 0],
  [5, 'none', 0],
])(
  'difficulty %d asks for %s compression, from a profile and from a decision alike',
  (difficulty, level, estimatedTokenSavings) => {
    const profile = QueryProfile.single('knowledge', difficulty)
    const hint = getCompressionHint(profile)
    expect(hint).toMatchObject({ level, estimatedTokenSavings, shouldCompress: level !== 'none' })
    expect(hint.systemInstruction === '').toBe(level === 'none')
    expect(getCompressionHint(new BenchmarkMatcher(new ModelRegistry([{ name: 'm' }])).match(profile))).toEqual(hint)
  },
)

test.each([[null], [undefined], ['What is 2+2?'], [{}], [{ profile: {} }], [{ difficulty: 1 }]])(
  'refuses %j',
  value => {
    expect(() => getCompressionHint(value as never)).toThrow(expect.objectContaining({ code: 'invalid-profile' }))
  },
)
