import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clampText, prepareText } from './text.ts'

describe('prepareText', () => {
  it('folds white space and trims', () => {
    expect(prepareText('  a\n\n\tb\u00a0c  ')).toBe('a b c')
    expect(prepareText(' \n\t ')).toBe('')
  })

  it('reads a shouted text as a spoken one, and leaves abbreviations and cased text alone', () => {
    expect(prepareText('WHAT IS THE CAPITAL OF FRANCE?')).toBe('what is the capital of france?')
    expect(prepareText('WHO, NASA?')).toBe('WHO, NASA?')
    expect(prepareText('What does NATO mean? UNESCO? UNICEF?')).toBe('What does NATO mean? UNESCO? UNICEF?')
  })

  it('keeps both ends of a long text', () => {
    const prepared = prepareText(`first ${'x'.repeat(1_000_000)} last`)
    expect(prepared.startsWith('first ')).toBe(true)
    expect(prepared.endsWith(' last')).toBe(true)
    expect(prepared.length).toBeLessThanOrEqual(2 * 4096 + 1)
  })

  it('is well-formed, bounded and idempotent on any string, lone surrogates included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20_000, size: 'max' }), text => {
        const prepared = prepareText(text)
        expect(() => encodeURIComponent(prepared)).not.toThrow()
        expect(prepared.length).toBeLessThanOrEqual(2 * 4096 + 1)
        expect(prepareText(prepared)).toBe(prepared)
      }),
      // Shrinking a text of this size takes minutes and teaches nothing.
      { endOnFailure: true },
    )
    expect(prepareText(`${'a'.repeat(4095)} ${'b'.repeat(4097)}`)).not.toContain('  ')
    expect(prepareText('a\ud800b\udc00c')).toBe('a\ufffdb\ufffdc')
    expect(prepareText('👩‍🔬')).toBe('👩‍🔬')
  })

  it('cuts no surrogate pair in two without mending it', () => {
    expect(() => encodeURIComponent(prepareText('😀'.repeat(10_000)))).not.toThrow()
    expect(() => encodeURIComponent(prepareText(`a${'😀'.repeat(10_000)}`))).not.toThrow()
  })
})

describe('clampText', () => {
  it('keeps a question that drowns in spaces', () => {
    const spaces = ' '.repeat(70_000)
    expect(clampText(`${spaces}What is 2+2?${spaces}`)).toBe('What is 2+2?')
  })

  it('only trims a short text and bounds a long one', () => {
    fc.assert(fc.property(fc.string(), text => clampText(text) === text.trim()))
    expect(clampText('y'.repeat(5_000_000)).length).toBeLessThan(140_000)
  })
})
