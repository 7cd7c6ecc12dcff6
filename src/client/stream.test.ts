import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gate } from '../providers/endpoint.fixture.ts'
import type { ChatStream, StreamPart } from './contracts.ts'
import { clientAt, useMock } from './harness.fixture.ts'

const mock = useMock()

/** Node ends a program for each of these; here they fail the test that left them. */
const unhandled: unknown[] = []
const note = (reason: unknown): void => void unhandled.push(reason)
beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
})
afterEach(async () => {
  await new Promise(resolve => setTimeout(resolve, 20))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

async function read(stream: ChatStream): Promise<{ parts: StreamPart[]; error: unknown }> {
  const parts: StreamPart[] = []
  try {
    for await (const part of stream) parts.push(part)
    return { parts, error: undefined }
  } catch (error) {
    return { parts, error }
  }
}

const kinds = (parts: readonly StreamPart[]) => parts.map(part => (part.type === 'text' ? part.text : part.type))

/** Breaks off after the first of its pieces has arrived. */
const dying = () => ({ text: ['Half', ' an', ' answer'], killAfter: 1, pace: (index: number) => wait(index * 150) })
const wait = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

test('gives out text as it comes, then the response', async () => {
  const steps = [gate(), gate(), gate()]
  mock().say('small', { text: ['one ', 'two ', 'three'], pace: index => steps[index]!.opened })
  const parts = clientAt(mock()).stream('Question')[Symbol.asyncIterator]()
  for (const [index, text] of ['one ', 'two ', 'three'].entries()) {
    // The server holds the next piece back until this one has been read here.
    steps[index]!.open()
    expect((await parts.next()).value).toEqual({ type: 'text', text, model: 'small' })
  }
  const { value } = await parts.next()
  expect(value).toMatchObject({ type: 'finish', response: { content: 'one two three', routedTo: 'small' } })
  expect(await parts.next()).toEqual({ done: true, value: undefined })
})

test('the totals are right when the last part is there', async () => {
  const client = clientAt(mock())
  for await (const part of client.stream('Question')) {
    if (part.type === 'finish') expect(client.report()).toMatchObject({ queries: 1, tokens: { answers: 1 } })
  }
})

test('text alone, the response alone, both at once, and late', async () => {
  const stream = clientAt(mock()).stream([{ role: 'user', content: 'Question' }])
  const texts = async () => {
    let all = ''
    for await (const text of stream.textStream) all += text
    return all
  }
  const [text, { content }, { parts }] = await Promise.all([texts(), stream.response, read(stream)])
  expect([text, content]).toEqual(['Hello there.', 'Hello there.'])
  expect(kinds(parts)).toEqual(['Hello', ' there', '.', 'finish'])
  expect(await texts()).toBe('Hello there.')
  expect(mock().requests).toHaveLength(1)
})

test('begins without a reader, and needs none', async () => {
  const client = clientAt(mock())
  client.stream('Question')
  await expect.poll(() => client.report().queries).toBe(1)
})

describe('leaving the loop', () => {
  test.each(['parts', 'text'])('over %s ends the request', async which => {
    mock().say('small', { stallAfter: 1 })
    const client = clientAt(mock())
    const stream = client.stream('Question')
    for await (const _ of which === 'text' ? stream.textStream : stream) break
    expect(await mock().requests[0]!.closed).toEqual({ complete: false })
    await expect(stream.response).rejects.toMatchObject({ code: 'aborted' })
    expect(client.report()).toMatchObject({ queries: 1, tokens: { estimatedAnswers: 1 } })
    expect(mock().requests).toHaveLength(1)
  })

  test('does not when somebody else still reads', async () => {
    const step = gate()
    mock().say('small', { text: ['a', 'b'], pace: index => (index === 1 ? step.opened : Promise.resolve()) })
    const stream = clientAt(mock()).stream('Question')
    const other = read(stream)
    for await (const _ of stream) break
    step.open()
    expect(kinds((await other).parts)).toEqual(['a', 'b', 'finish'])
  })
})

describe('an error', () => {
  test('reaches every reader, and nobody who does not look', async () => {
    const stream = clientAt(mock()).stream('')
    expect(await read(stream)).toMatchObject({ parts: [], error: { code: 'invalid-query' } })
    await expect(stream.response).rejects.toMatchObject({ code: 'invalid-query' })
    clientAt(mock()).stream('', { nonsense: 1 } as never)
    await wait(20)
  })

  test('in the middle comes after the text there was', async () => {
    mock().say('small', dying())
    const { parts, error } = await read(clientAt(mock(), { fallback: false }).stream('Question'))
    expect(kinds(parts)).toEqual(['Half'])
    expect(error).toMatchObject({ code: 'provider-failed' })
  })
})

describe('another model in the middle', () => {
  test('begins anew with a restart that says why', async () => {
    mock().say('small', dying())
    const { parts } = await read(clientAt(mock()).stream('Question'))
    expect(kinds(parts)).toEqual(['Half', 'restart', 'Hello', ' there', '.', 'finish'])
    expect(parts[1]).toMatchObject({ from: 'small', model: 'medium', reason: expect.stringContaining('broke off') })
    expect(parts.at(-1)).toMatchObject({ response: { content: 'Hello there.', routedTo: 'medium' } })
  })

  test('is an error of the text, which cannot be taken back', async () => {
    mock().say('small', dying())
    const stream = clientAt(mock()).stream('Question')
    const texts: string[] = []
    const reading = (async () => {
      for await (const text of stream.textStream) texts.push(text)
    })()
    const response = stream.response
    await expect(reading).rejects.toMatchObject({
      code: 'answer-restarted',
      message: expect.stringContaining('escalate.hold'),
    })
    expect(texts).toEqual(['Half'])
    // Somebody waits for the whole answer, so it goes on.
    expect(await response).toMatchObject({ routedTo: 'medium' })
  })

  test('before the first word does not disturb the text', async () => {
    mock().say('small', { respond: (_, response) => void response.writeHead(401).end() })
    const texts: string[] = []
    for await (const text of clientAt(mock()).stream('Question').textStream) texts.push(text)
    expect(texts.join('')).toBe('Hello there.')
  })
})

test('a signal ends it', async () => {
  mock().say('small', { stallAfter: 1 })
  const controller = new AbortController()
  const stream = clientAt(mock()).stream('Question', { signal: controller.signal })
  const reading = read(stream)
  await expect.poll(() => mock().requests.length).toBe(1)
  controller.abort()
  expect((await reading).error).toMatchObject({ code: 'aborted', name: 'AbortError' })
})
