import { createHash } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { finish, start } from './openrouter-sign-in.ts'

afterEach(() => vi.unstubAllGlobals())

/** OpenRouter, which remembers the challenge a code belongs to. */
function openRouter(challenge: string, { status = 200, body }: { status?: number; body?: string } = {}) {
  const asked: { url: string; body: { code: string; code_verifier: string; code_challenge_method: string } }[] = []
  vi.stubGlobal('fetch', async (url: string, { body: text }: { body: string }) => {
    const sent = JSON.parse(text)
    asked.push({ url, body: sent })
    if (body !== undefined) return new Response(body, { status })
    const matches = createHash('sha256').update(sent.code_verifier).digest('base64url') === challenge
    return matches && sent.code === 'c0de'
      ? Response.json({ key: 'sk-or-v1-users-own', user_id: 'user_1' })
      : Response.json(
          { error: { code: 403, message: `Invalid code ${sent.code} or verifier ${sent.code_verifier}` } },
          { status: 403 },
        )
  })
  return asked
}

test('leads to a key of the user', async () => {
  const { url, verifier } = await start('https://app.example/back?tab=1')
  const { origin, pathname, searchParams } = new URL(url)
  expect(origin + pathname).toBe('https://openrouter.ai/auth')
  expect(Object.fromEntries(searchParams)).toEqual({
    callback_url: 'https://app.example/back?tab=1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const asked = openRouter(searchParams.get('code_challenge')!)
  expect(await finish('c0de', verifier)).toBe('sk-or-v1-users-own')
  expect(asked[0]!.url).toBe('https://openrouter.ai/api/v1/auth/keys')
})

test('is never the same twice', async () => {
  expect((await start('https://app.example')).verifier).not.toBe((await start('https://app.example')).verifier)
})

test('refused says so without code or verifier', async () => {
  const { verifier } = await start('https://app.example')
  openRouter('another')
  const error = await finish('c0de-123', verifier).catch(error => error)
  expect(error).toMatchObject({ code: 'provider-auth', details: { status: 403 } })
  expect(error.message).not.toContain(verifier)
  expect(error.message).not.toContain('c0de-123')
})

test.each([
  ['a web page', 200, '<html>', 'provider-malformed'],
  ['no key', 200, '{}', 'provider-malformed'],
  ['trouble', 503, '', 'provider-busy'],
])('answered with %s', async (_, status, body, code) => {
  openRouter('x', { status, body })
  await expect(finish('c', 'v')).rejects.toMatchObject({ code })
})

test('without network, and given up', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('fetch failed')
  })
  await expect(finish('c', 'v')).rejects.toMatchObject({ code: 'provider-unreachable' })
  await expect(finish('c', 'v', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
})

test('of nobody is refused', async () => {
  await expect(start('')).rejects.toMatchObject({ code: 'invalid-option' })
  await expect(finish('', 'v')).rejects.toMatchObject({ code: 'invalid-option' })
  vi.stubGlobal('crypto', {})
  await expect(start('https://app.example')).rejects.toMatchObject({
    code: 'invalid-option',
    message: expect.stringContaining('https'),
  })
})
