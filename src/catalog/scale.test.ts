import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ModelProfile } from '../core/index.ts'
import benchmarks from './facts/benchmarks.json' with { type: 'json' }
import { SCALE } from './generated/scale.ts'
import { estimateCapabilities, getCatalog, normaliseScore, resolveBenchmark, type ScoredModel } from './index.ts'
import { normalise, posterior } from './posterior.ts'
import { expectation } from './prior.ts'

const model = (benchmarkScores: Record<string, number>, rest: Partial<ModelProfile> = {}): ScoredModel => ({
  benchmarkScores,
  costPer1kInput: 0.001,
  costPer1kOutput: 0.003,
  releasedOn: '2025-08-01',
  ...rest,
})

describe('a score is normalised', () => {
  test('by chance and ceiling, within 0..1', () => {
    expect(normalise(0.25, 0.25, 0.95)).toBe(0)
    expect(normalise(0.6, 0.25, 0.95)).toBeCloseTo(0.5, 12)
    expect(normalise(0.95, 0.25, 0.95)).toBe(1)
    expect(normalise(0.1, 0.25, 0.95)).toBe(0)
    expect(normalise(1, 0.25, 0.95)).toBe(1)
  })

  test('so that a hard benchmark and an easy one are shares of the same kind', () => {
    // Ceilings of July 2026: HLE 0.444, GPQA Diamond 0.943 with chance 0.25, MMLU 0.929.
    expect(normaliseScore('hle', 0.222)).toBeCloseTo(0.5, 6)
    expect(normaliseScore('GPQA-Diamond', (0.25 + 0.943) / 2)).toBeCloseTo(0.5, 6)
    expect(normaliseScore('mmlu', 0.25)).toBe(0)
    expect(normaliseScore('a benchmark of my own', 0.5)).toBeUndefined()
  })

  test('every ceiling lies above chance, with a difficulty for every run', () => {
    for (const [key, { ceiling, error }] of Object.entries(SCALE.difficulties)) {
      const { chance } = SCALE.benchmarks.find(row => row.id === resolveBenchmark(key)!.id)!
      expect(ceiling, key).toBeGreaterThan(chance)
      expect(error).toBeGreaterThan(0)
    }
  })
})

describe('an estimate', () => {
  test('rises with every score, on its own capability most', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(SCALE.difficulties)),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (key, score) => {
          const { capability } = SCALE.benchmarks.find(row => row.id === resolveBenchmark(key)!.id)!
          const [worse, better] = [score, score + 0.1].map(value => estimateCapabilities(model({ [key]: value })))
          for (const name of Object.keys(worse!) as (keyof typeof worse)[]) {
            expect(better![name as typeof capability].score).toBeGreaterThanOrEqual(
              worse![name as typeof capability].score,
            )
          }
        },
      ),
    )
  })

  test('without any score is what to expect of such a model, with a wide range', () => {
    const { reasoning, creative } = estimateCapabilities(model({}))
    expect(reasoning).toEqual(creative)
    expect(reasoning.high - reasoning.low).toBeGreaterThan(0.1)
    const old = estimateCapabilities(model({}, { releasedOn: '2024-01-01' })).reasoning
    const cheap = estimateCapabilities(model({}, { costPer1kInput: 0.00005, costPer1kOutput: 0.0001 })).reasoning
    const thinking = estimateCapabilities(model({}, { effort: 'high' })).reasoning
    expect(old.score).toBeLessThan(reasoning.score)
    expect(cheap.score).toBeLessThan(reasoning.score)
    expect(thinking.score).toBeGreaterThan(reasoning.score)
    const { releasedOn, ...undated } = model({})
    const blank = estimateCapabilities(undated).reasoning
    expect(blank.high - blank.low).toBeGreaterThan(reasoning.high - reasoning.low)
  })

  test('of a model from after the catalogue counts as of its date', () => {
    const at = (releasedOn: string) => expectation({ releasedOn, price: 1 }, SCALE).mean
    expect(at('2031-01')).toBe(at('2027-01'))
  })

  test('narrows with every score, and a benchmark nobody was scored on narrows little', () => {
    const width = (scores: Record<string, number>) => {
      const { low, high } = estimateCapabilities(model(scores)).reasoning
      return high - low
    }
    expect(width({ gpqa_diamond: 0.6 })).toBeLessThan(width({}))
    expect(width({ gpqa_diamond: 0.6, hle: 0.05 })).toBeLessThan(width({ gpqa_diamond: 0.6 }))
    expect(width({ zebralogic: 0.5 })).toBeGreaterThan(width({ gpqa_diamond: 0.6 }))
  })

  test('tells strong models apart by hard benchmarks, not by those they all pass', () => {
    const reasoning = (scores: Record<string, number>) => estimateCapabilities(model(scores)).reasoning.score
    const math = (scores: Record<string, number>) => estimateCapabilities(model(scores)).math.score
    expect(reasoning({ hle: 0.4 }) - reasoning({ hle: 0.1 })).toBeGreaterThan(0.08)
    expect(math({ gsm8k: 0.97 }) - math({ gsm8k: 0.94 })).toBeLessThan(0.03)
  })

  test('leaves keys that are no benchmark aside', () => {
    expect(estimateCapabilities(model({ code: 0.1, mine: 1, toString: 1 }))).toEqual(estimateCapabilities(model({})))
  })
})

describe('on the catalogue itself', () => {
  const { models, notOffered } = getCatalog()
  const quantile = (values: readonly number[], share: number) =>
    values.toSorted((a, b) => a - b)[Math.floor(share * values.length)]!
  const capabilityOf = (key: string) => SCALE.benchmarks.find(row => row.id === resolveBenchmark(key)!.id)!.capability

  /** For each capability with two scores or more: the full estimate beside the one without the scores that `hide` names. */
  function without(hide: (key: string, capability: string) => boolean) {
    const cases = [...models, ...notOffered].flatMap(profile => {
      const model = ModelProfile.from(profile)
      const scores = Object.entries(model.benchmarkScores)
      return [...new Set(scores.map(([key]) => capabilityOf(key)))]
        .filter(capability => scores.filter(([key]) => capabilityOf(key) === capability).length >= 2)
        .map(capability => {
          const kept = Object.fromEntries(scores.filter(([key]) => !hide(key, capability)))
          const { score } = model.capabilityScores![capability]!
          return { score, guess: estimateCapabilities({ ...model, benchmarkScores: kept })[capability] }
        })
    })
    const errors = cases.map(({ score, guess }) => Math.abs(score - guess.score))
    const covered = cases.filter(({ score, guess }) => guess.low <= score && score <= guess.high).length / cases.length
    return { cases: cases.length, median: quantile(errors, 0.5), ninth: quantile(errors, 0.9), covered }
  }

  // docs/catalog.md quotes these.
  test('a capability is foreseen from the others', () => {
    const { cases, median, ninth, covered } = without((key, capability) => capabilityOf(key) === capability)
    expect(cases).toBeGreaterThan(250)
    expect(median).toBeLessThan(0.03)
    expect(ninth).toBeLessThan(0.07)
    expect(covered).toBeGreaterThan(0.9)
  })

  test('a model without scores is foreseen from its date, price and effort', () => {
    const { median, ninth, covered } = without(() => true)
    expect(median).toBeLessThan(0.05)
    expect(ninth).toBeLessThan(0.12)
    expect(covered).toBeGreaterThan(0.87)
  })
})

describe('the posterior', () => {
  const prior = { mean: 0, variance: 1, specificVariance: 0.1 }
  /** Nineteen in twenty right, of difficulty 0: an ability near 3. */
  const scores = (count: number) => new Array(count).fill({ capability: 0, share: 0.95, difficulty: 0, variance: 0.1 })

  test('draws few scores towards the prior and many away from it', () => {
    const means = [0, 1, 3, 30].map(count => posterior(prior, scores(count), 2).capabilities[0]!.mean)
    expect(means[0]).toBe(0)
    expect(means).toEqual(means.toSorted((a, b) => a - b))
    expect(means[3]).toBeGreaterThan(2)
    expect(means[3]).toBeLessThan(3)
  })

  test('lets a capability without scores follow the others, less surely', () => {
    const [own, other] = posterior(prior, scores(30), 2).capabilities
    expect(other!.mean).toBeGreaterThan(1.5)
    expect(other!.mean).toBeLessThan(own!.mean)
    expect(other!.variance).toBeGreaterThan(own!.variance)
  })

  test('takes one absurd score for a mistake', () => {
    const absurd = { capability: 0, share: 0, difficulty: -2, variance: 0.1 }
    const [before] = posterior(prior, scores(5), 1).capabilities
    const [after] = posterior(prior, [...scores(5), absurd], 1).capabilities
    expect(before!.mean - after!.mean).toBeLessThan(0.6)
  })
})

describe('names of benchmarks', () => {
  test('every id, name and alias leads to its own benchmark', () => {
    expect(benchmarks.benchmarks.length).toBeGreaterThanOrEqual(59)
    for (const { id, name, aliases = [], variants = {} } of benchmarks.benchmarks as readonly {
      id: string
      name: string
      aliases?: string[]
      variants?: Record<string, string[]>
    }[]) {
      for (const alias of [id, name, ...aliases]) expect(resolveBenchmark(alias), alias).toEqual({ id, key: id })
      for (const [variant, names] of Object.entries(variants)) {
        for (const alias of names)
          expect(resolveBenchmark(alias), alias).toEqual({ id, variant, key: `${id}@${variant}` })
      }
    }
  })

  test.each([
    ['Humanity’s Last Exam', 'hle'],
    ["Humanity's Last Exam (with tools)", 'hle+tools'],
    ['AIME 2025 with python', 'aime_2025+tools'],
    ['HLE without tools', 'hle'],
    ['SWE-Bench Pro (Scale Public)', 'swe_bench_pro'],
    ['Terminal-Bench 2.0', 'terminal_bench@2.0'],
    ['τ²-bench Retail', 'tau2_bench_retail'],
    ['MINERVA_MATH', 'math'],
    ['livebench_if@2026-06-25', 'livebench_if@2026-06-25'],
  ])('%s is %s', (name, key) => {
    expect(resolveBenchmark(name)?.key).toBe(key)
  })

  test.each(['', 'mlu', '__proto__', 'constructor', 'x'.repeat(1000), 5 as never, undefined as never])(
    '%j is none',
    name => {
      expect(resolveBenchmark(name)).toBeUndefined()
    },
  )
})
