import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { QueryProfile } from '../core/contracts.ts'
import { clampText, countWhole, inProportion } from './text.ts'
import { createTokenizer, type QueryTokenizer } from './tokenizer.ts'

let tokenizer: QueryTokenizer

beforeAll(async () => {
  const json = await readFile(new URL('../../models/default/tokenizer.json', import.meta.url))
  tokenizer = createTokenizer(new Uint8Array(json), { maxTokens: 200, headTokens: 150 })
})

describe('the count of tokens', () => {
  it('is of the whole text, where the ids are cut', () => {
    const short = tokenizer.encode('What is the capital of France?')
    expect(short.count).toBe(short.ids.length - 2)
    expect(short.count).toBeGreaterThanOrEqual(6)
    const long = tokenizer.encode('What is the capital of France? '.repeat(100))
    expect(long.ids).toHaveLength(200)
    expect(long.count / (100 * short.count)).toBeCloseTo(1, 1)
  })

  it('goes on in proportion where only the ends of a text are looked at', () => {
    const line = 'The quick brown fox jumps over the lazy dog. '
    const seen = tokenizer.encode(line.repeat(150)).count / 150
    expect(tokenizer.encode(line.repeat(2000)).count / (2000 * seen)).toBeCloseTo(1, 1)
  })

  it.each(['?', '\u200b', '𓀀', '日本'])('is at least one: %j', text => {
    expect(tokenizer.encode(text).count).toBeGreaterThanOrEqual(1)
  })
})

describe('a text that was clamped on its way to the worker', () => {
  const profile = { inputTokens: 1000 } as QueryProfile

  it('is counted whole', () => {
    const whole = 'word '.repeat(200_000)
    const counted = countWhole(profile, clampText(whole), whole)
    expect(counted.inputTokens! / 1000).toBeCloseTo(whole.length / clampText(whole).length, 2)
    expect(countWhole(profile, 'x', `x${' '.repeat(10)}`)).toBe(profile)
  })

  it('never counts more than a profile may say, nor what nobody counted', () => {
    const whole = 'x'.repeat(1_000_000)
    expect(countWhole({ inputTokens: 9e6 } as QueryProfile, 'x'.repeat(1000), whole).inputTokens).toBe(1e7)
    expect(countWhole({} as QueryProfile, clampText(whole), whole)).toEqual({})
  })

  it('white space that was folded away takes no tokens', () => {
    expect(inProportion(5, 'a b c d e', `a b c d e${' '.repeat(5000)}`)).toBe(5)
  })
})
