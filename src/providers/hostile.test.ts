import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGreenRoutingError } from '../core/errors.ts'
import type { ApiFormat } from './contracts.ts'
import { collect, endpointOf } from './endpoint.fixture.ts'
import { fetchAnswer } from './fetch-answer.ts'

const KEY = 'sk-test-0123456789abcdef'

/** Words of the formats, in any order and nesting, and the key echoed wherever a text may stand. */
const words = [
  'choices',
  'delta',
  'message',
  'content',
  'usage',
  'type',
  'error',
  'code',
  'status',
  'detail',
  'object',
  'candidates',
  'parts',
  'text',
  'finish_reason',
  'stop_reason',
  '__proto__',
  'constructor',
]
const { json } = fc.letrec(tie => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('error', 'stop', 'message_start', 'message_delta', `key ${KEY}`, '1e308'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...words), tie('json'), { maxKeys: 5 }),
  ),
}))

const event = fc.oneof(
  json.map(payload => `data: ${JSON.stringify(payload)}\n\n`),
  fc.constantFrom(
    'data: [DONE]\n\n',
    ': comment\n\n',
    'event: error\n',
    'data:\n\n',
    `data: ${KEY}\n\n`,
    '\r\r',
    'retry: x\n',
  ),
  fc.string({ unit: 'binary' }),
)

const body = fc.oneof(
  fc.array(event, { maxLength: 6 }).map(events => new TextEncoder().encode(events.join(''))),
  json.map(payload => new TextEncoder().encode(JSON.stringify(payload))),
  fc.uint8Array({ maxLength: 200 }),
)

const contentType = fc.constantFrom(
  'text/event-stream',
  'application/json',
  'application/problem+json',
  'text/plain',
  '',
  'text/html',
  'nonsense',
)

test('whatever a server sends ends in parts or in a typed error, and the key goes nowhere', async () => {
  const answer = fc.record({
    status: fc.constantFrom(200, 200, 200, 299, 401, 429, 500, 599),
    contentType,
    body,
    cuts: fc.array(fc.nat({ max: 200 })),
  })
  await fc.assert(
    fc.asyncProperty(
      answer,
      fc.constantFrom<ApiFormat>('openai', 'anthropic', 'google'),
      async ({ status, contentType, body, cuts }, format) => {
        const fetch = async (): Promise<Response> => {
          const places = [...cuts, body.length].sort((a, b) => a - b)
          const stream = new ReadableStream<Uint8Array>({
            start(controller) {
              for (const [index, end] of places.entries()) controller.enqueue(body.slice(places[index - 1] ?? 0, end))
              controller.close()
            },
          })
          return new Response(stream, { status, headers: { 'content-type': contentType } })
        }
        const request = { modelId: 'm', messages: [{ role: 'user', content: 'Question' } as const] }
        const asked = fetchAnswer(endpointOf('openai', 'https://api.example', { fetch, format }), request, {
          key: KEY,
          signal: new AbortController().signal,
        })
        try {
          const parts = await collect(asked)
          expect(parts.some(({ type }) => type === 'finish')).toBe(true)
          expect(status).toBeLessThan(300)
        } catch (error) {
          if (!isGreenRoutingError(error)) throw error
          expect(error.code).toMatch(/^provider-/)
          expect(`${error.message} ${JSON.stringify(error.details)}`).not.toContain(KEY)
        }
      },
    ),
    { numRuns: 600 },
  )
})
