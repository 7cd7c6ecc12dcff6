/** Encoders of the hub behind the same interface: transformers.js runs them, on the files and the runtime it is given. */
import type { Page } from '@playwright/test'
import type { EncoderOptions, LoadOptions } from '../src/index.ts'
import { built, expect, LIBRARY, MODELS, type Outcome, test } from './fixtures.ts'
import { TAXONOMY_EXAMPLES } from './queries.ts'
import { type Answer, answers, type Which } from './server.ts'

/** The shipped model as anyone else's encoder, with its head. */
const FOLDER = `${MODELS}default/`
const ENCODER: EncoderOptions = { url: FOLDER, library: `${LIBRARY}transformers.min.js` }
const HUB: LoadOptions = { device: 'wasm', encoder: ENCODER, head: FOLDER }

const TEXTS = [
  ...TAXONOMY_EXAMPLES.map(([text]) => text),
  'Übersetze „Guten Morgen“ ins Japanische und ins Arabische.',
  'اكتب لي قصيدة قصيرة عن البحر',
  '写一个 Python 函数，判断字符串是否是回文',
  '👩🏽‍🚀🚀 what do these mean together?',
  'WHY IS MY CODE NOT WORKING?? TypeError: undefined is not a function',
  '  \n hi \t ',
  '?',
  'a\ud83d lone surrogate',
  `Summarise this and then say why it matters. ${'The committee met on Tuesday and decided nothing. '.repeat(80)}Answer as JSON.`,
]

test('the same encoder and head through transformers.js give the same decisions', async ({ bare, server }) => {
  const elsewhere: string[] = []
  const complaints: string[] = []
  bare.on('request', request => new URL(request.url()).origin !== server.origin && elsewhere.push(request.url()))
  bare.on('console', message => complaints.push(message.text()))
  // JSON spells lone surrogates out.
  const { own, hub, info } = await bare.evaluate(
    async ([texts, options]) => {
      const decide = async (options: LoadOptions) => {
        const router = await greenrouting.loadPretrained(options)
        const decisions = await router.routeMany(JSON.parse(texts) as string[])
        await router.dispose()
        return { decisions, info: router.engine.info! }
      }
      const own = await decide({ device: 'wasm' })
      const hub = await decide(options)
      return { own: own.decisions, hub: hub.decisions, info: hub.info }
    },
    [JSON.stringify(TEXTS), HUB] as const,
  )
  expect(hub).toHaveLength(TEXTS.length)
  for (const [index, decision] of hub.entries()) {
    expect(decision.selectedModel, TEXTS[index]).toBe(own[index]!.selectedModel)
    expect(decision.profile.capabilityWeights).toEqual(closeTo(own[index]!.profile.capabilityWeights))
    expect(decision.profile.difficultyScore).toBeCloseTo(own[index]!.profile.difficultyScore, 4)
  }
  expect(info).toMatchObject({
    device: 'wasm',
    integrity: 'verified',
    storage: 'indexeddb',
    model: { name: 'default' },
  })
  expect(elsewhere).toEqual([])
  expect(complaints).toEqual([])
  // It runs on the package's own runtime and brings none.
  expect(server.asked('.wasm').map(path => path.split('/').at(-1))).toEqual(
    Array.from({ length: 2 }, () => 'ort-wasm-simd-threaded.wasm'),
  )
})

test('a second visit finds encoder and head on the device; without a cache nothing is kept', async ({
  bare,
  server,
}) => {
  expect(await load(bare, { ...HUB, cache: false })).toMatchObject({
    ok: true,
    value: { info: { storage: 'memory', cachedBytes: 0 } },
  })
  expect(await load(bare)).toMatchObject({ ok: true, value: { info: { cachedBytes: 0 } } })
  server.forget()
  const third = await load(bare)
  expect(third).toMatchObject({ ok: true, value: { info: { storage: 'indexeddb', downloadedBytes: 0 } } })
  expect(server.asked(/^\/models\//)).toEqual([`${FOLDER}manifest.json`])
  // Progress is told as for a model of ours.
  const { progress } = (third as Extract<typeof third, { ok: true }>).value
  expect([...new Set(progress.map(({ status }) => status))]).toEqual(['download', 'compile', 'ready'])
  expect(progress.at(-1)!.loaded).toBe(progress.at(-1)!.total)
})

test('an encoder whose digests nobody listed is taken as it is, and that is said', async ({ bare, server }) => {
  server.answer(`${FOLDER}manifest.json`, headManifest({ only: 'head.onnx' }))
  expect(await load(bare)).toMatchObject({
    ok: true,
    value: { info: { integrity: 'unchecked' }, selectedModel: expect.any(String) },
  })
})

test('on plain pages the library is asked for by its address; without one the error says what to install', async ({
  bare,
  server,
}) => {
  const failed = await load(bare, { ...HUB, encoder: FOLDER })
  expect(failed).toMatchObject({ ok: false, typed: true, code: 'peer-missing' })
  expect(failed).toMatchObject({ message: expect.stringContaining('npm install @huggingface/transformers') })
  expect(failed).toMatchObject({ message: expect.stringContaining('encoder.library') })
  // Nobody else is asked for it, and nothing is remembered.
  expect(server.asked(/transformers/)).toEqual([])
  expect(await load(bare)).toMatchObject({ ok: true })
})

interface Failure {
  readonly which: Which
  readonly answer: Answer
  readonly code: string
  readonly says: string
}

const FAILURES: Readonly<Record<string, Failure>> = {
  'a library that is not there': {
    which: 'transformers.min.js',
    answer: answers.status(404),
    code: 'peer-missing',
    says: `${LIBRARY}transformers.min.js`,
  },
  'a head that is not there': {
    which: `${FOLDER}manifest.json`,
    answer: answers.status(404),
    code: 'file-not-found',
    says: `${FOLDER}manifest.json`,
  },
  'an encoder that is not there': {
    which: /model_quantized\.onnx$/,
    answer: answers.status(404),
    code: 'file-not-found',
    says: `${FOLDER}onnx/model_quantized.onnx`,
  },
  'another encoder than the head was trained on': {
    which: `${FOLDER}tokenizer.json`,
    answer: answers.body('{}', 'application/json'),
    code: 'file-corrupt',
    says: 'is not the file its manifest names',
  },
  'a page instead of the encoder, whose digest nobody listed': {
    which: /models\/default\/(manifest|config)\.json$/,
    answer: (request, response) =>
      request.url!.endsWith('manifest.json')
        ? headManifest({ only: 'head.onnx' })(request, response)
        : answers.html()(request, response),
    code: 'model-invalid',
    says: `The encoder at`,
  },
  'a graph that is none, whose digest nobody listed': {
    which: /models\/default\/(manifest\.json|onnx\/model_quantized\.onnx)$/,
    answer: (request, response) =>
      request.url!.endsWith('manifest.json')
        ? headManifest({ only: 'head.onnx' })(request, response)
        : answers.body('not a graph', 'application/octet-stream')(request, response),
    code: 'model-invalid',
    says: 'The encoder at',
  },
  'a head of another width': {
    which: `${FOLDER}manifest.json`,
    answer: headManifest({ hiddenSize: 768 }),
    code: 'model-invalid',
    says: 'gives 384 floats and the head default takes 768',
  },
  'a network that goes away': {
    which: /model_quantized\.onnx$/,
    answer: answers.hangUp(),
    code: 'fetch-failed',
    says: `${FOLDER}onnx/model_quantized.onnx`,
  },
}

for (const [what, { which, answer, code, says }] of Object.entries(FAILURES)) {
  test(`${what}: ${code}, and the next load works`, async ({ bare, server }) => {
    const repair = server.answer(which, answer)
    const failed = await load(bare)
    expect(failed).toMatchObject({ ok: false, typed: true, code, message: expect.stringContaining(says) })
    repair()
    expect(await load(bare)).toMatchObject({ ok: true })
  })
}

test('a load that is given up ends at once, and so do calls of a router that is disposed of', async ({
  bare,
  server,
}) => {
  const silent = server.answer(/model_quantized\.onnx$/, answers.silence())
  const asked = server.nextRequest(/model_quantized\.onnx$/)
  const given = bare.evaluate(options => {
    const giveUp = new AbortController()
    Object.assign(globalThis, { giveUp })
    return outcome(greenrouting.loadPretrained({ ...options, signal: giveUp.signal }))
  }, HUB)
  await asked
  await bare.evaluate(() => (globalThis as unknown as { giveUp: AbortController }).giveUp.abort())
  expect(await given).toMatchObject({ ok: false, typed: true, code: 'aborted', name: 'AbortError' })
  silent()
  const after = await bare.evaluate(async options => {
    const router = await greenrouting.loadPretrained(options)
    const calls = ['one', 'two', 'three'].map(text => outcome(router.route(text)))
    await router.dispose()
    return Promise.all([...calls, outcome(router.route('four'))])
  }, HUB)
  for (const call of after) expect(call).toMatchObject({ ok: false, typed: true, code: 'disposed' })
})

for (const [what, options, says] of [
  ['an encoder without a head', { encoder: FOLDER }, 'loadPretrained.head'],
  ['a head without an encoder', { head: FOLDER }, 'loadPretrained.encoder'],
  ['both kinds of model', { encoder: FOLDER, head: FOLDER, model: FOLDER }, 'loadPretrained.model'],
  ['a typo', { encoder: { url: FOLDER, dtipe: 'q8' }, head: FOLDER }, 'dtype'],
] as const) {
  test(`${what} is refused by name, before anything is downloaded`, async ({ bare, server }) => {
    server.forget()
    const refused = await bare.evaluate(options => outcome(greenrouting.loadPretrained(options as object)), options)
    expect(refused).toMatchObject({ ok: false, code: 'invalid-option', message: expect.stringContaining(says) })
    expect(server.requests).toEqual([])
  })
}

interface Loaded {
  readonly info: unknown
  readonly selectedModel: string
  readonly progress: readonly { readonly status: string; readonly loaded: number; readonly total: number }[]
}

/** Loads, routes one query, disposes. */
function load(page: Page, options: LoadOptions = HUB): Promise<Outcome<Loaded>> {
  return page.evaluate(options => {
    const progress: Loaded['progress'][number][] = []
    return outcome(
      greenrouting.loadPretrained({ ...options, onProgress: step => progress.push(step) }).then(async router => {
        const { selectedModel } = await router.route('What is 2+2?')
        await router.dispose()
        return { info: router.engine.info, selectedModel, progress }
      }),
    )
  }, options)
}

/** The shipped model's, changed: of another width, or with the digests of fewer files. */
function headManifest({ hiddenSize, only }: { hiddenSize?: number; only?: string }): Answer {
  const manifest = JSON.parse(built('model/manifest.json').toString()) as { files: Record<string, object> }
  const { encoders: _, tokenizer: __, ...head } = { encoders: 0, tokenizer: 0, ...manifest }
  const files = only === undefined ? manifest.files : { [only]: manifest.files[only] }
  return answers.body(JSON.stringify({ ...head, files, ...(hiddenSize && { hiddenSize }) }), 'application/json')
}

function closeTo(weights: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, expect.closeTo(weight, 4)]))
}
