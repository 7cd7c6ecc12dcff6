/** The shipped folder is a repository of the Hugging Face hub: transformers.js loads it unchanged and sees what the engine sees. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { createTokenizer } from '../src/engine/tokenizer.ts'
import type { WorkerEngine } from '../src/engine/worker-engine.ts'
import {
  COMLINK,
  expect,
  LIBRARY,
  LIBRARY_RUNTIME,
  MODELS,
  openBarePage,
  PACKAGE,
  repository,
  test,
} from './fixtures.ts'
import { QUERIES, TAXONOMY_EXAMPLES } from './queries.ts'

const FOLDER = join(repository, 'models/default')
const { truncation } = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as {
  truncation: { maxTokens: number; headTokens: number }
}
const json = readFileSync(join(FOLDER, 'tokenizer.json'))
const tokenizer = createTokenizer(json, truncation)
/** The same without a limit. */
const uncut = createTokenizer(json, { maxTokens: Number.POSITIVE_INFINITY, headTokens: 1 })

const TEXTS = [
  ...TAXONOMY_EXAMPLES.map(([text]) => text),
  'Übersetze „Guten Morgen“ ins Japanische: おはようございます, 早上好, доброе утро, صباح الخير, בוקר טוב, สวัสดีตอนเช้า',
  'नमस्ते, आप कैसे हैं? 안녕하세요 Γειά σου xin chào Zażółć gęślą jaźń',
  '👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈🇺🇳 what do these mean? ✨',
  'ﬁne ½ ① Ｆｕｌｌ－ｗｉｄｔｈ ﷺ e\u0301',
  'def f(n):\n\treturn n if n < 2 else f(n - 1) + f(n - 2)\n\n\n# why is it slow?',
  '<s>special</s> <pad> <unk> <mask> tokens',
  '  spaces \u00a0 of   every\u3000kind\u2003 \ufeff',
  '?',
  '.',
  '𐎀𐎁𐎂 𓀀𓀁',
]
const LONG = `Summarise this: ${'The committee met on Tuesday and decided nothing. '.repeat(60)}Answer as JSON.`
const EMPTYISH = ['', ' ', '\n\t \u3000']

let page: Page

test.beforeAll(async ({ browser, runningServer }) => {
  page = await browser.newPage()
  await openBarePage(page, runningServer)
  await page.evaluate(
    async ([library, runtime, models]) => {
      const { env, pipeline } = (await import(
        `${library}transformers.min.js`
      )) as typeof import('@huggingface/transformers')
      Object.assign(env, {
        allowRemoteModels: false,
        allowLocalModels: true,
        localModelPath: models,
        useBrowserCache: false,
      })
      env.backends.onnx.wasm!.wasmPaths = {
        mjs: `${runtime}ort-wasm-simd-threaded.asyncify.mjs`,
        wasm: `${runtime}ort-wasm-simd-threaded.asyncify.wasm`,
      }
      const extract = await pipeline('feature-extraction', 'default', { dtype: 'q8' })
      Object.assign(globalThis, {
        theirIds: (text: string) =>
          Array.from(extract.tokenizer(text, { truncation: true }).input_ids.data as BigInt64Array, Number),
        theirEmbedding: async (text: string) =>
          Array.from((await extract(text, { pooling: 'mean' })).data as Float32Array),
      })
    },
    [LIBRARY, LIBRARY_RUNTIME, MODELS] as const,
  )
})

test.afterAll(() => page.close())

declare const theirIds: (text: string) => number[]
declare const theirEmbedding: (text: string) => Promise<number[]>

const idsOf = (texts: readonly string[]) => page.evaluate(texts => texts.map(theirIds), texts)

test('the same token ids, whatever the language and the script', async () => {
  const texts = [...TEXTS, ...QUERIES].filter(
    text => uncut.encode(text).ids.length <= truncation.maxTokens && text !== text.toUpperCase(),
  )
  expect(texts.length).toBeGreaterThan(200)
  const theirs = await idsOf(texts)
  const differing = texts.filter((text, index) => tokenizer.encode(text).ids.join() !== theirs[index]!.join())
  expect(differing).toEqual([])
})

test('a text with nothing in it is two special tokens for both', async () => {
  const theirs = await idsOf(EMPTYISH)
  for (const [index, text] of EMPTYISH.entries()) {
    expect(tokenizer.encode(text).ids).toHaveLength(2)
    expect(theirs[index]).toEqual(tokenizer.encode(text).ids)
  }
})

test('where they differ: a long text loses its middle here and its end there; a shouted one is read in small letters here', async () => {
  const { maxTokens, headTokens } = truncation
  const whole = uncut.encode(LONG).ids
  expect(whole.length).toBeGreaterThan(maxTokens)
  const [long, shouted, small] = await idsOf([LONG, 'WHY DOES THIS NOT WORK', 'why does this not work'])
  expect(long).toEqual(whole.slice(0, maxTokens))
  expect(tokenizer.encode(LONG).ids).toEqual([...whole.slice(0, headTokens), ...whole.slice(headTokens - maxTokens)])
  expect(tokenizer.encode('WHY DOES THIS NOT WORK').ids).toEqual(small)
  expect(shouted).not.toEqual(small)
})

test('the same embeddings', async () => {
  const texts = [...TEXTS, ...QUERIES.slice(0, 20)].filter(text => text !== text.toUpperCase())
  const theirs = await page.evaluate(async texts => {
    const all: number[][] = []
    for (const text of texts) all.push(await theirEmbedding(text))
    return all
  }, texts)
  const ours = await ourEmbeddings(texts)
  expect(ours[0]!.length).toBeGreaterThan(100)
  for (const [index, text] of texts.entries()) {
    expect(cosine(ours[index]!, theirs[index]!), text).toBeGreaterThan(0.999)
  }
  // Which says something: different texts are far from each other.
  expect(cosine(ours[0]!, theirs[2]!)).toBeLessThan(0.99)
})

/** From the package's own worker, spoken to as its host does. */
function ourEmbeddings(texts: readonly string[]): Promise<number[][]> {
  return page.evaluate(
    async ([texts, dist, comlink, models]) => {
      const { wrap, proxy } = (await import(`${comlink}comlink.min.mjs`)) as typeof import('comlink')
      const worker = new Worker(`${dist}worker-wasm.js`, { type: 'module' })
      const engine = wrap<WorkerEngine>(worker)
      const absolute = (path: string): string => new URL(path, location.href).href
      const nothing = proxy({ get: async () => undefined, put: async () => undefined, delete: async () => undefined })
      const request = {
        source: { kind: 'folder', url: absolute(`${models}default/`) },
        runtimeUrl: absolute(`${dist}ort-wasm-simd-threaded.wasm`),
        persist: false,
      } as const
      const loaded = await engine.load(
        request,
        proxy(() => undefined),
        nothing,
      )
      if (!loaded.ok) throw new Error(loaded.error.message)
      const reply = await engine.embed(1, texts)
      worker.terminate()
      if (!reply.ok) throw new Error(reply.error.message)
      return reply.value.map(embedding => Array.from(embedding))
    },
    [texts, PACKAGE, COMLINK, MODELS] as const,
  )
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, index) => sum + value * y[index]!, 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
