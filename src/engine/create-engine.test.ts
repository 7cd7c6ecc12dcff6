/** The engine on the shipped model, in place: what a worker runs, without the worker. */
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { CAPABILITIES } from '../core/capability.ts'
import { createEngine } from './create-engine.ts'
import type { FetchBytes } from './fetch-bytes.ts'
import { memoryCache, memoryShelf } from './model-cache.ts'
import { createWasmRuntime } from './ort-wasm.ts'
import type { Engine, LoadProgress, LoadRequest, Reply } from './protocol.ts'

const at = (path: string): string => new URL(path, import.meta.url).href
const fromDisk: FetchBytes = async url => ({ bytes: new Uint8Array(await readFile(new URL(url))), contentType: '' })
// The runtime fetches its WebAssembly, and Node fetches no `file:` address.
const wasm = await readFile(new URL(at('../../node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm')))
const request: LoadRequest = {
  source: { kind: 'folder', url: at('../../models/default/') },
  runtimeUrl: URL.createObjectURL(new Blob([wasm], { type: 'application/wasm' })),
  persist: false,
}

const newEngine = (): Engine =>
  createEngine({
    device: 'wasm',
    createRuntime: createWasmRuntime,
    fetchBytes: fromDisk,
    openCache: (_, memory) => memoryCache(memory),
  })

const value = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`)
  return reply.value
}

let engine: Engine
const progress: LoadProgress[] = []

beforeAll(async () => {
  engine = newEngine()
  value(await engine.load(request, step => progress.push(step), memoryShelf()))
})

describe('load', () => {
  it('reports the download, then the start, then the end', () => {
    expect([...new Set(progress.map(step => step.status))]).toEqual(['download', 'compile', 'ready'])
    expect(progress.at(-1)!.loaded).toBe(progress.at(-1)!.total)
  })

  it('leaves the old model answering when a new one cannot be had', async () => {
    const missing = { ...request, source: { kind: 'folder', url: at('./nowhere/') } } as const
    expect((await engine.load(missing, () => undefined, memoryShelf())).ok).toBe(false)
    expect(value(await engine.classify(1, ['What is 2+2?']))).toHaveLength(1)
  })

  it('is asked for before a job can run', async () => {
    expect(await newEngine().classify(1, ['x'])).toMatchObject({ ok: false, error: { code: 'internal' } })
  })
})

describe('classify', () => {
  it('gives a whole profile a text, in order, and the same one whatever it is asked beside', async () => {
    const texts = ['What is 2+2?', 'Write a Rust macro that derives a builder', 'Ecris un poème sur la mer']
    const together = value(await engine.classify(2, texts))
    for (const [index, text] of texts.entries()) {
      expect(value(await engine.classify(3, [text]))[0]).toEqual(together[index])
    }
    for (const profile of together) {
      expect(Object.keys(profile.capabilityProbabilities)).toEqual([...CAPABILITIES])
      expect(Object.values(profile.capabilityProbabilities).reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 6)
      expect(Object.values(profile.capabilityWeights).reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 6)
      expect([1, 2, 3, 4, 5]).toContain(profile.difficulty)
      expect(profile.inputTokens).toBeGreaterThan(3)
    }
  })

  it.each([
    ['lone surrogates', '\ud800 what \udfff'],
    ['NUL', 'what\0is\0this'],
    ['only punctuation', '???!!!…'],
    ['right to left', 'مرحبا، ما هي عاصمة فرنسا؟ שלום'],
    ['emoji', '👩‍👩‍👧‍👦🏳️‍🌈🇯🇵'],
    ['zero width', '\u200b\u200d\ufeff\u2060x'],
    ['special tokens', '<s></s><pad><unk><mask>'],
    ['one character, many times', 'a'.repeat(100_000)],
    ['a megabyte', 'The quick brown fox. '.repeat(50_000)],
    ['a script nobody trained on', '𐎀𐎁𐎂𐎃 𓀀𓀁𓀂'],
  ])('answers %s', async (_, text) => {
    expect(value(await engine.classify(4, [text]))[0]!.confidence).toBeGreaterThan(0)
  })
})

describe('jobs', () => {
  it('are answered one at a time; a cancelled one that has not begun is skipped and the others are not', async () => {
    const replies = [10, 11, 12].map(job => engine.classify(job, ['What is the capital of France?']))
    engine.cancel(12)
    const [first, second, third] = await Promise.all(replies)
    expect([first!.ok, second!.ok]).toEqual([true, true])
    expect(third).toMatchObject({ ok: false, error: { code: 'aborted' } })
    expect((await engine.classify(12, ['again'])).ok).toBe(true)
  })

  it('embed gives near vectors to near texts', async () => {
    const [a, b, c] = value(
      await engine.embed(20, [
        'How do I bake bread?',
        'How can I bake a loaf of bread?',
        'Prove that √2 is irrational',
      ]),
    )
    expect(cosine(a!, b!)).toBeGreaterThan(cosine(a!, c!))
  })
})

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, part, index) => sum + part * y[index]!, 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
