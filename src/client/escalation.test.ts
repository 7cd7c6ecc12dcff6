import { describe, expect, test } from 'vitest'
import { BenchmarkMatcher, GreenScorer, ModelRegistry, QueryProfile } from '../core/index.ts'
import type { ChatResponse, EscalationOptions, StandardSchema, StreamPart } from './contracts.ts'
import { clientAt, POOL, testRouter, useMock } from './harness.fixture.ts'

const mock = useMock()

const REFUSAL = [
  "I'm sorry, but I can't help with that",
  ' request, since it is far too hard for a model of my size to answer.',
]
const GOOD = ['A good', ' answer.']

async function stream(options: boolean | EscalationOptions = true, more: { maxOutputTokens?: number } = {}) {
  const client = clientAt(mock(), { escalate: options })
  const parts: StreamPart[] = []
  for await (const part of client.stream('Question', more)) parts.push(part)
  const { response } = parts.at(-1) as StreamPart & { type: 'finish' }
  return { client, response, kinds: parts.map(part => (part.type === 'text' ? part.text : part.type)) }
}

const told = ({ log }: ChatResponse) => log.map(({ event, model }) => `${event} ${model}`)

const asked = () => mock().requests.map(({ model }) => model)

test('is off unless asked for', async () => {
  mock().say('small', { text: REFUSAL })
  const response = await clientAt(mock()).chat('Question')
  expect(response).toMatchObject({ routedTo: 'small', verified: undefined })
  expect(asked()).toEqual(['small'])
})

test('a refusal is given up as soon as it shows, and a better model asked', async () => {
  mock().say('small', { text: [...REFUSAL, 'and on'], stallAfter: 2 })
  mock().say('medium', { text: GOOD })
  const { client, response, kinds } = await stream()
  expect(kinds).toEqual([REFUSAL[0], 'restart', ...GOOD, 'finish'])
  expect(response).toMatchObject({
    content: 'A good answer.',
    routedTo: 'medium',
    verified: true,
    decision: { selectedModel: 'small' },
  })
  expect(told(response)).toEqual(['chosen small', 'rejected small', 'chosen medium', 'answered medium'])
  expect(response.log[1]).toMatchObject({ detail: 'The model declined to answer.', usage: { estimated: true } })
  expect(response.log[2]!.detail).toContain('small was given up: the model declined')
  // The request is over: what it had still to say is neither waited for nor paid.
  expect(await mock().requests[0]!.closed).toEqual({ complete: false })
  // Both count, once.
  expect(client.report().queries).toBe(1)
  expect(client.report().usedWh).toBeCloseTo(0.105, 12)
  expect(response.energy!.midWh).toBeCloseTo(0.105, 12)
})

test.each([
  [
    'unsure',
    { text: ['I am not sure about this one, since nobody ever told me what the answer to it could be.'] },
    'the model was not sure',
  ],
  ['empty', { text: [' \n'] }, 'the answer was empty'],
  ['truncated', { finish: 'length' }, 'the answer was cut off'],
  ['refusal', { text: ['Blocked.'], finish: 'content_filter' }, 'the provider declined'],
  ['refusal', { text: ['I cannot assist with that.'] }, 'the model declined'],
] as const)('%s', async (watcher, script, words) => {
  mock().say('small', script)
  const { response } = await stream({ on: [watcher] })
  expect(response).toMatchObject({ routedTo: 'medium', verified: true })
  expect(response.log[2]!.detail).toContain(words)
  // Not watched for, not seen.
  const others = (['refusal', 'unsure', 'empty', 'truncated'] as const).filter(name => name !== watcher)
  expect((await stream({ on: others })).response.routedTo).toBe('small')
})

test('being cut at the caller’s own limit says nothing about the model', async () => {
  mock().say('small', { finish: 'length' })
  expect((await stream(true, { maxOutputTokens: 5 })).response).toMatchObject({ routedTo: 'small', verified: true })
})

describe('a schema', () => {
  const schema = { type: 'object', required: ['n'], properties: { n: { type: 'number' } }, additionalProperties: false }

  test.each([
    ['{"n": 1}', true],
    [' ```json\n{"n": 1}\n``` ', true],
    ['{"n": "1"}', false],
    ['{"m": 1}', false],
    ['The answer is {"n": 1}', false],
    ['', false],
  ])('of JSON: %s', async (text, valid) => {
    mock().say('small', { text: [text] })
    mock().say('medium', { text: ['{"n": 2}'] })
    const { response } = await stream({ schema })
    expect(response).toMatchObject({ routedTo: valid ? 'small' : 'medium', verified: true })
  })

  test('says what is wrong', async () => {
    mock().say('small', { text: ['{"n": "x"}'] })
    mock().say('medium', { text: ['{"n": 2}'] })
    const { response } = await stream({ schema })
    expect(response.log[1]!.detail).toMatch(/not of the asked-for shape: .*n.*number/)
  })

  test('of another library', async () => {
    const validate = (value: unknown) =>
      (value as { n?: unknown }).n === 2 ? { value } : Promise.resolve({ issues: [{ message: 'n must be two' }] })
    const standard = { '~standard': { version: 1, vendor: 'test', validate } } as unknown as StandardSchema
    mock().say('small', { text: ['{"n": 1}'] })
    mock().say('medium', { text: ['{"n": 2}'] })
    const { response } = await stream({ schema: standard })
    expect(response).toMatchObject({ routedTo: 'medium', verified: true })
    expect(response.log[1]!.detail).toContain('n must be two')
  })

  test('that is none is the caller’s mistake', async () => {
    mock().say('small', { text: ['1'] })
    const client = clientAt(mock(), { escalate: { schema: { $ref: '#/nowhere' } } })
    await expect(client.chat('Question')).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining('escalate.schema'),
    })
    expect(client.report().queries).toBe(1)
  })
})

describe('a check of the caller’s', () => {
  test.each([
    [() => false, 'The check failed.'],
    [() => 'too short', 'The check failed: too short.'],
    [async () => 'too short', 'The check failed: too short.'],
    [
      () => {
        throw new Error('no digits')
      },
      'The check failed: no digits.',
    ],
  ])('%s', async (refuse, detail) => {
    const { response } = await stream({
      check: (content, model) => (model === 'small' ? refuse() : content === 'Hello there.'),
    })
    expect(response).toMatchObject({ routedTo: 'medium', verified: true })
    expect(response.log[1]!.detail).toBe(detail)
  })
})

test('a check that never ends does not hold up an abort', async () => {
  const controller = new AbortController()
  let checking = false
  const check = () => {
    checking = true
    return new Promise<boolean>(() => undefined)
  }
  const answer = clientAt(mock(), { escalate: { check } }).chat('Question', { signal: controller.signal })
  await expect.poll(() => checking).toBe(true)
  controller.abort()
  await expect(answer).rejects.toMatchObject({ code: 'aborted' })
})

describe('the ladder', () => {
  test('has an end: the best there was is given, and said to have failed', async () => {
    const { response, kinds } = await stream({ check: () => 'never good enough' })
    expect(asked()).toEqual(['small', 'medium', 'large'])
    expect(response).toMatchObject({ routedTo: 'large', verified: false })
    expect(kinds.filter(kind => kind === 'restart')).toHaveLength(2)
    expect(response.log.at(-1)!.detail).toContain('never good enough')
  })

  test('is climbed no further than asked', async () => {
    const { response } = await stream({ check: () => false, maxEscalations: 1 })
    expect(response).toMatchObject({ routedTo: 'medium', verified: false })
  })

  test('goes by size where all models are as fit, as for something simple', async () => {
    const entries = POOL.map(({ name, energyPerQueryWh }) => ({ name, energyPerQueryWh }))
    const matcher = new BenchmarkMatcher(new ModelRegistry(entries), GreenScorer.from({ preset: 'maximum_green' }))
    const decision = matcher.match(QueryProfile.single('simple', 1))
    expect(new Set(decision.ranking.map(({ fitness }) => fitness)).size).toBe(1)
    const client = clientAt(mock(), { escalate: { check: (_, model) => model === 'large' } })
    const response = await client.chat('Question', { decision })
    expect(asked()).toEqual(['small', 'medium', 'large'])
    expect(response).toMatchObject({ routedTo: 'large', verified: true })
  })

  test('leads up only', async () => {
    const client = clientAt(mock(), { escalate: { check: () => false } })
    const decision = testRouter().decide()
    const largest = { ...decision, selectedModel: 'large' }
    expect(await client.chat('Question', { decision: largest })).toMatchObject({ routedTo: 'large', verified: false })
    expect(asked()).toEqual(['large'])
  })

  test('with broken rungs gives back the answer there was', async () => {
    mock().say('small', { text: ['Meagre.'] })
    for (const model of ['medium', 'large'])
      mock().say(model, { respond: (_, response) => void response.writeHead(401).end() })
    const { client, response, kinds } = await stream({ check: () => false })
    expect(kinds).toEqual(['Meagre.', 'restart', 'restart', 'restart', 'Meagre.', 'finish'])
    expect(response).toMatchObject({ content: 'Meagre.', routedTo: 'small', verified: false })
    expect(client.report()).toMatchObject({ queries: 1, usedWh: 0.005 })
  })
})

describe('hold', () => {
  test('until-verified gives out nothing that is taken back', async () => {
    mock().say('small', { text: ['bad', ' answer'] })
    mock().say('medium', { text: GOOD })
    const { kinds } = await stream({ hold: 'until-verified', check: content => content.startsWith('A good') })
    expect(kinds).toEqual(['restart', 'A good answer.', 'finish'])
  })

  test('of some tokens holds the beginning back, and then streams', async () => {
    mock().say('small', { text: ['12345678', '1234', '5678', 'on', 'ward'] })
    expect((await stream({ hold: 4 })).kinds).toEqual(['1234567812345678', 'on', 'ward', 'finish'])
    mock().say('small', { text: ['short'] })
    expect((await stream({ hold: 400 })).kinds).toEqual(['short', 'finish'])
  })

  test('lets the text alone be read to its end', async () => {
    mock().say('small', { text: REFUSAL })
    mock().say('medium', { text: GOOD })
    const texts: string[] = []
    for await (const text of clientAt(mock(), { escalate: { hold: 30 } }).stream('Question').textStream)
      texts.push(text)
    expect(texts.join('')).toBe('A good answer.')
  })
})

describe('a call', () => {
  test('may do without, or with the client’s settings, or with its own', async () => {
    mock().say('small', { text: REFUSAL })
    const on = clientAt(mock(), { escalate: { on: ['empty'] } })
    expect((await on.chat('Question', { escalate: false })).verified).toBeUndefined()
    expect((await on.chat('Question', { escalate: true })).routedTo).toBe('small')
    expect((await on.chat('Question', { escalate: { on: ['refusal'] } })).routedTo).toBe('medium')
    expect((await clientAt(mock()).chat('Question', { escalate: true })).routedTo).toBe('medium')
  })
})
