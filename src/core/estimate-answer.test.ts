import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pool, queryProfile } from './arbitraries.fixture.ts'
import type { EnergyEstimate } from './contracts.ts'
import type { TokenCounts } from './energy-tokens.ts'
import { estimateAnswerEnergy } from './estimate-answer.ts'
import { getKnownProfiles } from './known-profiles.ts'
import type { ModelProfileInput } from './model-profile.ts'
import { QueryProfile } from './query-profile.ts'

const counts = (inputTokens: number, outputTokens: number): TokenCounts => ({ inputTokens, outputTokens })
const open = (estimatedParamsB: number, activeParamsB = estimatedParamsB, more: Partial<ModelProfileInput> = {}) =>
  ({ name: 'm', sizeBasis: 'public', estimatedParamsB, activeParamsB, ...more }) as const
const wh = (model: ModelProfileInput, tokens: TokenCounts) => estimateAnswerEnergy(model, tokens)!

describe('what the estimate rests on, best first', () => {
  const everything = {
    name: 'meta-llama/Llama-3.1-8B-Instruct',
    measuredEnergy: { whPerCall: 1 },
    disclosedEnergy: { whPerAnswer: 2, source: 'the vendor', date: '2026-01' },
    onDevice: { tokensPerSecond: 20 },
    estimatedParamsB: 8,
    sizeBasis: 'public',
    energyPerQueryWh: 3,
    costPer1kOutput: 0.001,
  } as const
  const { measuredEnergy: _1, ...unmeasured } = everything
  const { onDevice: _2, ...hosted } = unmeasured
  const { disclosedEnergy: _3, ...undisclosed } = hosted
  const { name: _4, ...nameless } = undisclosed
  const { sizeBasis: _5, ...guessed } = nameless
  const { estimatedParamsB: _6, ...sizeless } = guessed
  const { energyPerQueryWh: _7, ...priced } = sizeless

  test.each([
    ['measured-here', everything],
    ['device-power', unmeasured],
    ['disclosed', hosted],
    ['measured-elsewhere', undisclosed],
    ['fitted-public-size', { name: 'm', ...nameless }],
    ['fitted-guessed-size', { name: 'm', ...guessed }],
    ['fitted-guessed-size', { name: 'm', paramsRangeB: { low: 5, high: 20 } }],
    ['declared', { name: 'm', ...sizeless }],
    ['price-proxy', { name: 'm', ...priced }],
  ])('%s', (basis, model) => {
    expect(estimateAnswerEnergy(model, counts(100, 300))).toMatchObject({ basis })
  })

  test('nothing at all is null and no default, and so is a model of one’s own without a price', () => {
    expect(estimateAnswerEnergy({ name: 'm' }, counts(100, 300))).toBeNull()
    expect(estimateAnswerEnergy({ name: 'm', avgLatencyMs: 100, tags: ['local'] }, counts(100, 300))).toBeNull()
  })

  test.each([
    'llama-3.1-8b',
    'Meta-Llama-3.1-8B-Instruct-Turbo',
    'meta-llama/llama-3.1-8b-instruct:free',
    'openai/gpt-oss-120b',
    'google/gemma-3-27b-it',
    'deepseek-ai/DeepSeek-V3.1',
    'llama-4-maverick',
    'Qwen/Qwen3-235B-A22B-Thinking-2507',
  ])('%s is found among the measurements', name => {
    expect(estimateAnswerEnergy({ name }, counts(100, 300))?.basis).toBe('measured-elsewhere')
    expect(estimateAnswerEnergy({ name: 'mine', modelId: name }, counts(100, 300))?.basis).toBe('measured-elsewhere')
  })

  test.each(['llama-3.1-8b-abliterated', 'my-llama-3.1-8b', 'llama-3.1', 'toString', '-instruct'])(
    '%s is not',
    name => {
      expect(estimateAnswerEnergy({ name }, counts(100, 300))).toBeNull()
    },
  )

  test('a dated name of a model whose vendor disclosed its energy is that model', () => {
    expect(estimateAnswerEnergy({ name: 'gpt-4o-2024-08-06' }, counts(100, 500))).toMatchObject({
      basis: 'disclosed',
      midWh: expect.closeTo(0.34, 6),
    })
    expect(estimateAnswerEnergy({ name: 'gpt-4o-mini' }, counts(100, 500))).toBeNull()
  })
})

describe('figures others found lie in the range', () => {
  // Tokens as each source says or assumes.
  test.each([
    [
      'Epoch AI, GPT-4o by its guess, 500 tokens',
      { ...open(200, 100), sizeBasis: 'guessed' as const },
      counts(100, 500),
      0.3,
    ],
    [
      'the same with 10,000 tokens read',
      { ...open(200, 100), sizeBasis: 'guessed' as const },
      counts(10_000, 500),
      2.5,
    ],
    ['the same with 100,000', { ...open(200, 100), sizeBasis: 'guessed' as const }, counts(100_000, 500), 40],
    ['Oviedo et al., above 200B, 500 tokens', { ...open(405), sizeBasis: 'guessed' as const }, counts(100, 500), 0.34],
    ['Jegham et al., Llama 3.3 70B', open(70), counts(100, 300), 0.237],
    ['Jegham et al., Llama 3.3 70B, long', open(70), counts(10_000, 1500), 1.447],
    [
      'muxup on InferenceMAX, DeepSeek-R1, 8k read and 1k written',
      open(671, 37, { weightBits: 8 }),
      counts(8000, 1000),
      1.9,
    ],
    ['the same, 1k read and 8k written', open(671, 37, { weightBits: 8 }), counts(1000, 8000), 15.6],
  ])('%s', (_, model, tokens, figure) => {
    const { lowWh, highWh } = wh(model, tokens)
    expect(figure).toBeGreaterThanOrEqual(lowWh)
    expect(figure).toBeLessThanOrEqual(highWh)
  })

  test('the middle of what was measured is what was measured, times the stack', () => {
    // ML.ENERGY v3, Llama 3.1 8B on an H100: 0.1186 J a token at 397 tokens.
    const { midWh } = wh({ name: 'llama-3.1-8b' }, counts(0, 397))
    expect(midWh).toBeCloseTo((1.72 * 0.1186 * 397) / 3600, 4)
    // Qwen3 14B, thinking: 0.2796 J at 7,003 tokens and a batch of 59.
    const long = wh({ name: 'qwen3-14b' }, counts(0, 7003))
    expect(long.midWh / ((1.72 * 0.2796 * 7003 * (64 / 59) ** -0.4) / 3600)).toBeCloseTo(1, 3)
  })
})

const tokens = fc.integer({ min: 0, max: 200_000 })
const size = fc.double({ min: 0.1, max: 2000, noNaN: true })

describe('for any model and any tokens', () => {
  const bases = fc.constantFrom<Partial<ModelProfileInput>>(
    { sizeBasis: 'public' },
    { sizeBasis: 'guessed' },
    { sizeBasis: 'public', weightBits: 4 },
    { sizeBasis: 'guessed', thoughtFactor: 2 },
  )
  const ends = ['lowWh', 'midWh', 'highWh'] as const

  test('more tokens, read or written, take more: low, mid and high', () => {
    const named = fc.constantFrom(
      ...['llama-3.1-8b', 'qwen3-14b', 'nvidia/NVIDIA-Nemotron-Nano-12B-v2', 'gpt-4o', 'gpt-oss-20b'].map(name => ({
        name,
      })),
      { name: 'd', onDevice: { tokensPerSecond: 10 } },
      { name: 'p', costPer1kOutput: 0.01 },
    )
    const sized = fc.tuple(size, bases).map(([total, more]) => ({ ...open(total), ...more }))
    fc.assert(
      fc.property(fc.oneof(named, sized), tokens, tokens, tokens, tokens, (model, input, output, moreIn, moreOut) => {
        const less = wh(model, counts(input, output))
        const more = wh(model, counts(input + moreIn, output + moreOut))
        for (const end of ends) expect(more[end]).toBeGreaterThanOrEqual(less[end] * (1 - 1e-12))
      }),
    )
  })

  test('more parameters, in all or at work, take more', () => {
    fc.assert(
      fc.property(size, fc.double({ min: 0.01, max: 1, noNaN: true }), size, bases, (total, share, more, basis) => {
        const model = (all: number, active: number) => ({ ...open(all, active), ...basis })
        const at = counts(500, 500)
        const less = wh(model(total, total * share), at)
        for (const larger of [
          model(total + more, total * share),
          model(total + more, total * share + more * share),
          model(total, total),
        ]) {
          for (const end of ends) expect(wh(larger, at)[end]).toBeGreaterThanOrEqual(less[end] * (1 - 1e-12))
        }
      }),
    )
  })

  test('the mid is in the range, and everything is finite and plain', () => {
    fc.assert(
      fc.property(pool, queryProfile, fc.option(tokens), (models, profile, inputTokens) => {
        const query = inputTokens === null ? profile : { ...profile, inputTokens }
        for (const model of models) {
          const energy = estimateAnswerEnergy(model, query)
          if (energy === null) continue
          expect(energy.lowWh).toBeLessThanOrEqual(energy.midWh)
          expect(energy.highWh).toBeGreaterThanOrEqual(energy.midWh)
          expect(Number.isFinite(energy.highWh)).toBe(true)
          expect(JSON.parse(JSON.stringify(energy))).toEqual(energy)
        }
      }),
    )
  })

  test('sizes and tokens at their bounds stay finite', () => {
    const most = wh(open(1e6), counts(1e7, 1e7))
    expect(Number.isFinite(most.highWh)).toBe(true)
    expect(wh(open(1e-300), counts(0, 0))).toMatchObject({ lowWh: 0, midWh: 0, highWh: 0 })
  })
})

describe('tokens', () => {
  const query = (length: 'short' | 'medium' | 'long', difficulty = 2, inputTokens = 100) => ({
    ...QueryProfile.single('knowledge', difficulty, { expectedOutputLength: length }),
    inputTokens,
  })
  const mid = (model: ModelProfileInput, ...asked: Parameters<typeof query>) =>
    estimateAnswerEnergy(model, query(...asked))!.midWh

  test('longer classes, harder questions and longer queries take more', () => {
    const model = open(30)
    expect(mid(model, 'short')).toBeLessThan(mid(model, 'medium'))
    expect(mid(model, 'medium')).toBeLessThan(mid(model, 'long'))
    expect(mid(model, 'long', 2)).toBeLessThan(mid(model, 'long', 4))
    expect(mid(model, 'long', 2, 100)).toBeLessThan(mid(model, 'long', 2, 5000))
  })

  test('a model that thinks takes more, the more so the harder; by effort where the profile names one', () => {
    const thinking = open(30, 30, { thoughtFactor: 1 })
    const times = (difficulty: number) => mid(thinking, 'medium', difficulty) / mid(open(30), 'medium', difficulty)
    expect(times(1)).toBeGreaterThan(1.5)
    expect(times(5)).toBeGreaterThan(times(1))
    expect(mid({ ...thinking, thoughtFactor: 0 }, 'long')).toBe(mid(open(30), 'long'))
  })

  test('what a model’s answers are like is used: measured, or said by the profile', () => {
    // Llama 3.1 8B writes 397 tokens where the median model writes 505.
    const measuredLength =
      mid({ name: 'llama-3.1-8b' }, 'long') / mid({ name: 'llama-3.1-8b', outputTokensFactor: 1 }, 'long')
    expect(measuredLength).toBeGreaterThan(0.7)
    expect(measuredLength).toBeLessThan(0.85)
    expect(mid(open(8, 8, { outputTokensFactor: 2 }), 'long')).toBeGreaterThan(1.8 * mid(open(8), 'long'))
    // gpt-oss was measured thinking only, and less than others.
    const withoutThought = mid({ name: 'gpt-oss-120b', thoughtFactor: 0 }, 'medium', 4)
    const typicalThought = mid({ name: 'gpt-oss-120b', thoughtFactor: 1 }, 'medium', 4)
    expect(mid({ name: 'gpt-oss-120b' }, 'medium', 4)).toBeGreaterThan(withoutThought)
    expect(mid({ name: 'gpt-oss-120b' }, 'medium', 4)).toBeLessThan(typicalThought)
  })

  test('counted tokens are taken as they are: the range is narrower, and no model writes more than was counted', () => {
    const spread = ({ lowWh, highWh }: EnergyEstimate) => highWh / lowWh
    expect(spread(wh(open(8), counts(100, 700)))).toBeLessThan(spread(estimateAnswerEnergy(open(8), query('long'))!))
    const chatty = open(8, 8, { outputTokensFactor: 3, thoughtFactor: 3 })
    expect(wh(chatty, counts(100, 700))).toEqual(wh(open(8), counts(100, 700)))
  })

  test('tokens from the cache cost a tenth', () => {
    const cached = estimateAnswerEnergy(open(70), { inputTokens: 10_000, outputTokens: 0, cachedInputTokens: 10_000 })!
    expect(cached.midWh).toBeCloseTo(wh(open(70), counts(1000, 0)).midWh, 12)
  })

  test('unsure of the length, the range holds both', () => {
    const unsure = {
      ...query('short'),
      outputLengthProbabilities: { short: 0.5, medium: 0, long: 0.5 },
    }
    const both = estimateAnswerEnergy(open(8), unsure)!
    expect(both.lowWh).toBeLessThan(mid(open(8), 'short') * 1.5)
    expect(both.highWh).toBeGreaterThan(mid(open(8), 'long'))
  })
})

describe('an app’s own figures', () => {
  test('of a call are taken as they are, of tokens are multiplied; accelerators alone get the stack', () => {
    const call = { name: 'm', measuredEnergy: { joulesPerCall: 360 } }
    expect(wh(call, counts(5, 5)).midWh).toBeCloseTo(0.1, 12)
    expect(wh(call, counts(5000, 5000))).toEqual(wh(call, counts(5, 5)))
    const byToken = { name: 'm', measuredEnergy: { joulesPerOutputToken: 2, joulesPerInputToken: 0.1, errorFactor: 1 } }
    expect(wh(byToken, counts(100, 300))).toMatchObject({ lowWh: 610 / 3600, midWh: 610 / 3600, highWh: 610 / 3600 })
    const gpu = { name: 'm', measuredEnergy: { whPerCall: 0.1, scope: 'accelerator' as const } }
    expect(wh(gpu, counts(1, 1)).midWh).toBeCloseTo(0.172, 12)
    expect(wh(gpu, counts(1, 1)).highWh).toBeGreaterThan(0.24)
  })

  test('a laptop takes its watts times the seconds, which may be more than a server’s share', () => {
    // 300 tokens at 40 a second and 30 W: 0.0625 Wh.
    const laptop = { name: 'm', onDevice: { tokensPerSecond: 40, watts: 30 } }
    expect(wh(laptop, counts(0, 300)).midWh).toBeCloseTo(0.0625, 12)
    expect(wh({ name: 'm', onDevice: { tokensPerSecond: 40 } }, counts(0, 300)).midWh).toBeCloseTo(0.0625, 12)
    const phone = { name: 'm', onDevice: { tokensPerSecond: 40, device: 'phone' as const } }
    expect(wh(phone, counts(0, 300)).midWh).toBeLessThan(0.0625)
  })

  test('a disclosed figure is for a typical answer, and grows with the answer', () => {
    const disclosedEnergy = { whPerAnswer: 0.5, outputTokens: 400, source: 'the vendor', date: '2026-01-05' }
    const model = { name: 'm', disclosedEnergy }
    expect(wh(model, counts(100, 400)).midWh).toBeCloseTo(0.5, 12)
    expect(wh(model, counts(100, 800)).midWh).toBeGreaterThan(0.9)
  })
})

test('the seed’s figures are its constants; what an app measured wins over them too', () => {
  const profile = QueryProfile.single('code', 5, { expectedOutputLength: 'long' })
  for (const model of Object.values(getKnownProfiles())) {
    expect(estimateAnswerEnergy(model, profile, 'seed')?.midWh).toBe(model.energyPerQueryWh)
  }
  expect(estimateAnswerEnergy({ name: 'm' }, profile, 'seed')).toMatchObject({ midWh: 0.05, basis: 'unknown' })
  const measured = { ...getKnownProfiles()['gpt-4o']!, measuredEnergy: { whPerCall: 0.3 } }
  expect(estimateAnswerEnergy(measured, profile, 'seed')).toMatchObject({ midWh: 0.3, basis: 'measured-here' })
})

test.each([
  [{ inputTokens: 1, outputTokens: -1 }, /token counts\.outputTokens/],
  [{ outputTokens: 1 }, /both inputTokens and outputTokens/],
  [{ inputTokens: 1, outputTokens: 1, cachedInputTokens: 2 }, /at most inputTokens/],
  [{ inputTokens: 1, outputTokens: 1, outputToken: 1 }, /Did you mean "outputTokens"/],
  [{ ...QueryProfile.single('code', 3), inputTokens: 1e308 }, /QueryProfile\.inputTokens/],
  [{ ...QueryProfile.single('code', 3), outputLengthProbabilities: { short: 1 } }, /outputLengthProbabilities/],
  [{ ...QueryProfile.single('code', 3), difficultyScore: 9 }, /difficultyScore/],
  [null, /a QueryProfile or token counts/],
])('%j is refused', (query, message) => {
  expect(() => estimateAnswerEnergy(open(8), query as never)).toThrow(message)
})
