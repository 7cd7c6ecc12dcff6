import { describe, expect, test } from 'vitest'
import type { EnergyErrors, EnergyEstimate } from './contracts.ts'
import { estimateEnergy } from './energy-estimate.ts'
import { compareEnergy } from './energy-saving.ts'
import { estimateAnswerEnergy } from './estimate-answer.ts'
import { getKnownProfiles } from './known-profiles.ts'
import { ModelProfile, type ModelProfileInput } from './model-profile.ts'
import { QueryProfile } from './query-profile.ts'

const known = getKnownProfiles()
const p8 = { name: 'p8', estimatedParamsB: 8, sizeBasis: 'public' } as const
const p70 = { name: 'p70', estimatedParamsB: 70, sizeBasis: 'public' } as const
const thinker = { name: 't20', estimatedParamsB: 20, sizeBasis: 'public', thoughtFactor: 1 } as const
const device = { name: 'd', onDevice: { tokensPerSecond: 40, watts: 30 } }
const measured = { name: 'm', measuredEnergy: { whPerCall: 0.05 } }

const queries = [
  { ...QueryProfile.single('simple', 1, { expectedOutputLength: 'short' }), inputTokens: 20 },
  { ...QueryProfile.single('code', 3, { expectedOutputLength: 'long' }), inputTokens: 100 },
  { ...QueryProfile.single('instruction', 2), inputTokens: 20_000 },
]

const pairs: readonly (readonly [string, ModelProfileInput, ModelProfileInput])[] = [
  ['8B against 405B, both measured', known['llama-3.1-8b']!, known['llama-3.1-405b']!],
  ['8B against 70B', p8, p70],
  ['a guess against a disclosure', known['gpt-4o-mini']!, known['gpt-4o']!],
  ['a disclosure against a measurement', known['gemini-2.0-flash']!, known['llama-3.1-405b']!],
  ['a small one that thinks against a large one that does not', thinker, p70],
  ['a laptop against a server', device, p8],
  ['a laptop against a large server', device, p70],
  ['a measured call against a disclosure', measured, known['gpt-4o']!],
  ['two guesses', known['claude-sonnet']!, known['claude-opus']!],
]

/** Standard normal numbers, the same in every run. */
function normal(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** A factor that lies between the ends in nine cases of ten. */
const factor = ([low, high]: readonly [number, number], z: number) =>
  z < 0 ? low ** (-z / 1.645) : high ** (z / 1.645)

type Draws = Readonly<Record<Exclude<keyof EnergyErrors, 'inputShare' | 'own'>, number>>

function drawn({ midWh, errors }: EnergyEstimate, z: Draws, own: number): number {
  const { inputShare, stack, batch, input, length, thought } = errors!
  const onOutput = factor(batch, z.batch) * factor(length, z.length) * factor(thought, z.thought)
  const mixed = inputShare * factor(input, z.input) + (1 - inputShare) * onOutput
  return midWh * factor(stack, z.stack) * factor(errors!.own, own) * mixed
}

const inside = (values: readonly number[], low: number, high: number) =>
  values.filter(value => value >= low && value <= high).length / values.length

describe.each(pairs)('%s', (_, used, other) => {
  test.each(queries.map((query, index) => [index, query] as const))('query %i', (index, query) => {
    const [a, b] = [estimateAnswerEnergy(used, query)!, estimateAnswerEnergy(other, query)!]
    const saving = compareEnergy(a, b)
    const random = normal(index + 1)
    const [savedWh, savedShare, usedWh]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < 5000; round++) {
      const z = { stack: random(), batch: random(), input: random(), length: random(), thought: random() }
      const [ofA, ofB] = [drawn(a, z, random()), drawn(b, z, random())]
      savedWh.push(ofB - ofA)
      savedShare.push(1 - ofA / ofB)
      usedWh.push(ofA)
    }
    // Nine in ten, by drawing every shared error once for both models and every own error for itself.
    expect(inside(savedShare, saving.lowShare, saving.highShare)).toBeGreaterThan(0.87)
    expect(inside(savedShare, saving.lowShare, saving.highShare)).toBeLessThan(0.93)
    expect(inside(savedWh, saving.lowWh, saving.highWh)).toBeGreaterThan(0.84)
    expect(inside(savedWh, saving.lowWh, saving.highWh)).toBeLessThan(0.97)
    expect(inside(usedWh, a.lowWh, a.highWh)).toBeGreaterThan(0.87)
    expect(inside(usedWh, a.lowWh, a.highWh)).toBeLessThan(0.97)

    expect(saving.midWh).toBeCloseTo(b.midWh - a.midWh, 12)
    expect(saving.lowWh).toBeLessThanOrEqual(saving.midWh)
    expect(saving.highWh).toBeGreaterThanOrEqual(saving.midWh)
    // What the two ranges would give taken apart.
    const naive = { low: b.lowWh - a.highWh, high: b.highWh - a.lowWh }
    expect(saving.lowWh).toBeGreaterThanOrEqual(naive.low)
    expect(saving.highWh).toBeLessThanOrEqual(naive.high)
    expect(saving.highWh - saving.lowWh).toBeLessThan(naive.high - naive.low)
    expect(saving.highShare - saving.lowShare).toBeLessThan(a.highWh / b.lowWh - a.lowWh / b.highWh)
  })
})

test('what is shared cancels out: two fits on public size differ by their own errors only', () => {
  const query = queries[1]!
  const { lowShare, highShare } = compareEnergy(estimateAnswerEnergy(p8, query)!, estimateAnswerEnergy(p70, query)!)
  const option = {
    stack: { low: 1, mid: 1.72, high: 10 },
    tokens: { output: { long: { low: 1, mid: 700, high: 5000 } } },
  }
  const other = compareEnergy(estimateAnswerEnergy(p8, query, option)!, estimateAnswerEnergy(p70, query, option)!)
  expect(other.lowShare).toBeCloseTo(lowShare, 2)
  expect(other.highShare).toBeCloseTo(highShare, 2)
})

test('several answers together: the mids add up, and the share is that of the sums', () => {
  const a = queries.map(query => estimateAnswerEnergy(p8, query)!)
  const b = queries.map(query => estimateAnswerEnergy(p70, query)!)
  const all = compareEnergy(a, b)
  const each = a.map((estimate, index) => compareEnergy(estimate, b[index]!))
  expect(all.midWh).toBeCloseTo(
    each.reduce((sum, { midWh }) => sum + midWh, 0),
    12,
  )
  expect(all.lowShare).toBeGreaterThanOrEqual(Math.min(...each.map(({ lowShare }) => lowShare)) - 1e-9)
  expect(all.highShare).toBeLessThanOrEqual(Math.max(...each.map(({ highShare }) => highShare)) + 1e-9)
  expect(compareEnergy(a.slice(0, 1), b.slice(0, 1))).toEqual(each[0])
})

test('the seed’s constants are compared as independent, and nothing with nothing is nothing', () => {
  const [small, large] = [estimateEnergy(known['llama-3.1-8b']!), estimateEnergy(known['gpt-4o']!)]
  const { lowShare, midShare, highShare } = compareEnergy(small, large)
  expect(midShare).toBeCloseTo(0.975, 12)
  expect(lowShare).toBeLessThan(0.9)
  expect(highShare).toBeGreaterThan(0.99)
  const none = estimateEnergy(ModelProfile.from({ name: 'n', energyPerQueryWh: 0 }))
  expect(compareEnergy(none, none)).toEqual({ lowWh: 0, midWh: 0, highWh: 0, lowShare: 0, midShare: 0, highShare: 0 })
  expect(Object.values(compareEnergy(small, none)).every(Number.isFinite)).toBe(true)
  expect(compareEnergy([], [])).toMatchObject({ midWh: 0, midShare: 0 })
})
