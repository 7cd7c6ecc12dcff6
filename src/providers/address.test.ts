import { describe, expect, test } from 'vitest'
import { endpointUrl, publicUrl, readApiBase } from './address.ts'

describe('an endpoint', () => {
  test.each([
    ['https://api.example/v1', 'https://api.example/v1/chat/completions'],
    ['https://api.example/v1/', 'https://api.example/v1/chat/completions'],
    ['https://api.example/v1/chat/completions', 'https://api.example/v1/chat/completions'],
    ['https://api.example/openai?api-version=3', 'https://api.example/openai/chat/completions?api-version=3'],
  ])('of %s', (base, url) => {
    expect(endpointUrl(base, '/chat/completions')).toBe(url)
  })
})

describe('an address', () => {
  test('of a local server gets its path', () => {
    expect(readApiBase('http://localhost:11434', 'p', '/v1')).toBe('http://localhost:11434/v1')
    expect(readApiBase('http://localhost:11434/api', 'p', '/v1')).toBe('http://localhost:11434/api')
  })

  test.each([
    ['/api/llm', /p is not an address/],
    ['nonsense', /p is not an address/],
    ['ftp://example.com', /p must start with http/],
    ['javascript:alert(1)', /p must start with http/],
    ['https://user:sesame@example.com', /p may not hold a user or password/],
  ])('%s is refused, and not shown', (address, message) => {
    expect(() => readApiBase(address, 'p')).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
    )
    try {
      readApiBase(address, 'p')
    } catch (error) {
      expect((error as Error).message).not.toContain('sesame')
    }
  })

  test('is shown without what may be secret', () => {
    expect(publicUrl('https://me:sesame@example.com/v1/chat?key=sesame#sesame')).toBe('https://example.com/v1/chat')
  })
})
