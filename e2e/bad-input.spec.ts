/** Whatever a person can paste gets a decision or a typed error; what a program can get wrong gets a named one. */
import type { Page } from '@playwright/test'
import { expect, openPageWithRouter, test } from './fixtures.ts'

let page: Page

test.beforeAll(async ({ browser, runningServer, device }) => {
  page = await openPageWithRouter(browser, runningServer, device)
})

test.afterAll(() => page.close())

const NOTHING = { empty: '', spaces: '      ', 'white space of every kind': ' \t\r\n\v\f\u00a0\u2003\u3000\ufeff' }

for (const [what, text] of Object.entries(NOTHING)) {
  test(`nothing to classify: ${what}`, async () => {
    expect(await route(text)).toMatchObject({ ok: false, typed: true, code: 'invalid-query' })
  })
}

const ODD: Readonly<Record<string, string>> = {
  NUL: '\0',
  'NUL inside': 'What is\0 2+2?',
  'control characters': `${Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('')}\x7f\x80\x9f`,
  'a lone high surrogate': 'a\ud83d',
  'a lone low surrogate': '\ude00b',
  'surrogates the wrong way round': '\ude00\ud83d',
  'many lone surrogates': '\ud83d'.repeat(20_000),
  'right-to-left': 'מה השעה עכשיו בירושלים? وما هو الطقس؟',
  'directional overrides': '\u202eabc\u202c \u2066def\u2069 \u200f\u200e',
  emoji: '👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈🇺🇳',
  'ten thousand emoji': '👩🏽‍🚀'.repeat(10_000),
  'combining marks': `e${'\u0301'.repeat(5_000)}`,
  'zero-width characters': '\u200b\u200c\u200d\u2060',
  'only punctuation': '?!.,;:-–—…()[]{}"\'`~@#$%^&*_+=|\\/<>',
  '100,000 of one letter': 'a'.repeat(100_000),
  '100,000 of one sign': '?'.repeat(100_000),
  '100,000 of one ideograph': '語'.repeat(100_000),
  '100,000 line breaks and a word': `${'\n'.repeat(100_000)}x`,
  'special tokens as text': '<s></s><pad>',
  'special tokens around a question': '<s>What is 2+2?</s></s><unk><mask>[CLS][SEP][PAD]<|endoftext|>',
  'unassigned and private use': '\u0378\ue000\u{f0000}\u{10ffff}',
  noncharacters: '\ufffe\uffff\u{1fffe}',
  'a prototype key': '__proto__ constructor toString hasOwnProperty',
}

for (const [what, text] of Object.entries(ODD)) {
  test(`odd text: ${what}`, async () => {
    const result = await route(text)
    if (!result.ok) expect(result).toMatchObject({ typed: true, code: 'invalid-query' })
    else expect(result.value.selectedModel).toBeTruthy()
    expect((await route('What is 2+2?')).ok).toBe(true)
  })
}

test('special tokens in a text count as text: they neither end it nor hide it', async () => {
  const [plain, wrapped, ended] = await page.evaluate(async () => [
    await router.classifyQuery('Implement an LRU cache in Rust'),
    await router.classifyQuery('<pad> Implement an LRU cache in Rust'),
    await router.classifyQuery('hello</s><s> Implement an LRU cache in Rust'),
  ])
  const primary = [plain, wrapped, ended].map(
    profile => Object.entries(profile!.capabilityWeights).sort(([, a], [, b]) => b - a)[0]![0],
  )
  expect(primary).toEqual(['code', 'code', 'code'])
})

const MEGABYTE = 1_000_000

/** Milliseconds: a machine with other work stretches the shortest task past the 50 that make it long; reading a megabyte takes seconds. */
const BUSY_MACHINE = 250

const HUGE = {
  words: 'the quick brown fox ',
  'one word': 'x',
  emoji: '👩🏽‍🚀',
  spaces: ' ',
  'lone surrogates': '\ud83d',
}

for (const [what, piece] of Object.entries(HUGE)) {
  test(`1 MB of ${what} keeps the main thread free`, async () => {
    const { result, longTasks } = await watch('route', piece)
    if (what === 'spaces') expect(result).toMatchObject({ ok: false, typed: true, code: 'invalid-query' })
    else expect(result).toEqual({ ok: true })
    expect(longTasks.filter(ms => ms > BUSY_MACHINE)).toEqual([])
  })
}

test('50 texts of 1 MB in one call keep the main thread free', async () => {
  const { result, longTasks } = await watch('routeMany', 'lorem ipsum ')
  expect(result).toEqual({ ok: true })
  expect(longTasks.filter(ms => ms > BUSY_MACHINE)).toEqual([])
})

test('the watch on the main thread does see a long task', async () => {
  const { longTasks } = await watch('nothing useful', ' ')
  expect(longTasks.length).toBeGreaterThan(0)
})

test('what is not a text', async () => {
  for (const value of [undefined, null, 42, {}, ['hi']]) {
    const result = await page.evaluate(value => outcome(router.route(value as unknown as string)), value)
    expect(result).toMatchObject({ ok: false, typed: true, code: 'invalid-query' })
  }
  const list = await page.evaluate(() => outcome(router.routeMany(['fine', ''])))
  expect(list).toMatchObject({ ok: false, code: 'invalid-query', message: expect.stringContaining('queries[1]') })
  expect(await page.evaluate(() => router.routeMany([]))).toEqual([])
})

const MISTAKES: Readonly<Record<string, { options: unknown; code: string; names: string[] }>> = {
  'an unknown option': { options: { divice: 'wasm' }, code: 'invalid-option', names: ['divice', 'device'] },
  'an unknown device': { options: { device: 'cpu' }, code: 'invalid-option', names: ['cpu', 'auto', 'webgpu', 'wasm'] },
  'an unknown preset': {
    options: { scoring: { preset: 'balance' } },
    code: 'invalid-option',
    names: ['balance', 'balanced', 'maximum_green'],
  },
  'a quality out of range': {
    options: { scoring: { quality: 1.5 } },
    code: 'invalid-option',
    names: ['quality', '1.5'],
  },
  'two kinds of scoring': {
    options: { scoring: { quality: 1, preset: 'balanced' } },
    code: 'invalid-option',
    names: ['quality', 'preset'],
  },
  'a cache that is no boolean': { options: { cache: 'yes' }, code: 'invalid-option', names: ['cache', 'yes'] },
  'progress that is no function': { options: { onProgress: 1 }, code: 'invalid-option', names: ['onProgress'] },
  'an address that is none': { options: { model: 'http://[' }, code: 'invalid-option', names: ['model', 'http://['] },
  'a registry of two models with one name': {
    options: { registry: { models: [bareModel('twin'), bareModel('twin')] } },
    code: 'duplicate-model',
    names: ['twin'],
  },
  'a score out of range': {
    options: { registry: { models: [{ ...bareModel('big'), benchmarkScores: { gsm8k: 1.2 } }] } },
    code: 'invalid-model',
    names: ['gsm8k', '1.2'],
  },
  'a negative price': {
    options: { registry: { models: [{ ...bareModel('cheap'), costPer1kInput: -1 }] } },
    code: 'invalid-model',
    names: ['costPer1kInput', '-1'],
  },
  'options that are a number': { options: 7, code: 'invalid-option', names: ['loadPretrained'] },
}

for (const [what, { options, code, names }] of Object.entries(MISTAKES)) {
  test(`${what} is refused by name, before anything is downloaded`, async ({ server }) => {
    server.forget()
    const result = await page.evaluate(options => outcome(greenrouting.loadPretrained(options as object)), options)
    expect(result).toMatchObject({ ok: false, typed: true, code })
    for (const name of names) expect((result as { message: string }).message).toContain(name)
    expect(server.requests).toEqual([])
  })
}

test('an unknown model name is an error that lists what exists', async () => {
  const result = await page.evaluate(() => outcome(Promise.resolve().then(() => router.registry.get('gpt-4o-mimi'))))
  expect(result).toMatchObject({
    ok: false,
    typed: true,
    code: 'unknown-model',
    message: expect.stringContaining('gpt-4o-mini'),
  })
})

test('an unknown option of a call', async () => {
  const result = await page.evaluate(() =>
    outcome(router.route('hi', { signl: new AbortController().signal } as object)),
  )
  expect(result).toMatchObject({
    ok: false,
    typed: true,
    code: 'invalid-option',
    message: expect.stringContaining('signal'),
  })
})

test('a device that does not exist here', async () => {
  const result = await page.evaluate(() => outcome(greenrouting.loadPretrained({ device: 'webgpu' })))
  expect(result).toMatchObject({
    ok: false,
    typed: true,
    code: 'device-unavailable',
    message: expect.stringContaining('no graphics adapter'),
  })
})

function route(text: string) {
  // JSON spells lone surrogates out; on the way into the page as plain text they would be replaced.
  return page.evaluate(json => outcome(router.route(JSON.parse(json) as string)), JSON.stringify(text))
}

/** Does `work` on a megabyte of `piece` and reports every main-thread task over 50 ms from its start to its end. */
function watch(work: 'route' | 'routeMany' | 'nothing useful', piece: string) {
  return page.evaluate(
    async ({ work, json, size }) => {
      const piece = JSON.parse(json) as string
      const text = piece.repeat(Math.ceil(size / piece.length))
      const nextTask = () => new Promise(resolve => setTimeout(resolve))
      // What led here, the evaluation and its arguments, is over before the watch begins.
      await nextTask()
      const longTasks: number[] = []
      const observer = new PerformanceObserver(list =>
        longTasks.push(...list.getEntries().map(({ duration }) => duration)),
      )
      observer.observe({ type: 'longtask' })
      await nextTask()
      let promise: Promise<unknown> = Promise.resolve()
      if (work === 'route') promise = router.route(text)
      else if (work === 'routeMany') promise = router.routeMany(Array.from({ length: 50 }, () => text))
      else for (const end = performance.now() + 120; performance.now() < end; ) Math.sqrt(end)
      const result = await outcome(promise)
      // An entry is delivered after the frame that follows its task.
      await new Promise(resolve => requestAnimationFrame(resolve))
      await nextTask()
      longTasks.push(...observer.takeRecords().map(({ duration }) => duration))
      observer.disconnect()
      return { result: result.ok ? { ok: true as const } : result, longTasks }
    },
    { work, json: JSON.stringify(piece), size: MEGABYTE },
  )
}

function bareModel(name: string) {
  return { name, provider: 'p', costPer1kInput: 0.001, costPer1kOutput: 0.001, benchmarkScores: {} }
}
