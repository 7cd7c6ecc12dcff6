import fc from 'fast-check'
import { CAPABILITIES } from './capability.ts'
import type { ScoringConfig } from './contracts.ts'
import type { ModelProfileInput } from './model-profile.ts'
import { QueryProfile } from './query-profile.ts'

/** 0..1 in hundredths: fine enough to differ, coarse enough to tie now and then. */
const share = fc.integer({ min: 0, max: 100 }).map(hundredths => hundredths / 100)

/** 0..most in steps, so that two that differ do so by more than rounding. */
const upTo = (most: number, step: number) =>
  fc.integer({ min: 0, max: Math.round(most / step) }).map(steps => steps * step)

const scoreName = fc.constantFrom('mmlu', 'gsm8k', 'humaneval', 'mgsm', 'ifeval', 'gpqa', 'math', 'code', 'creative')

const modelFacts = fc.record(
  {
    provider: fc.constantFrom('openai', 'local'),
    modelId: fc.constantFrom('id-1', 'id-2'),
    estimatedParamsB: upTo(2000, 0.1).map(billions => billions + 0.1),
    costPer1kInput: upTo(1, 0.0001),
    costPer1kOutput: upTo(1, 0.0001),
    avgLatencyMs: upTo(10_000, 1),
    energyPerQueryWh: upTo(10, 0.001),
    benchmarkScores: fc.dictionary(scoreName, share),
    tags: fc.array(fc.constantFrom('general', 'code', 'math'), { maxLength: 3 }),
    apiBase: fc.constant('http://localhost:11434'),
  },
  { requiredKeys: [] },
)

/** Pools of one to twelve models with distinct names. */
export const pool: fc.Arbitrary<ModelProfileInput[]> = fc
  .array(modelFacts, { minLength: 1, maxLength: 12 })
  .map(models => models.map((facts, index) => ({ name: `m${index}`, ...facts })))

export const queryProfile: fc.Arbitrary<QueryProfile> = fc
  .record({
    weights: fc.array(fc.double({ min: 0.001, max: 10, noNaN: true }), { minLength: 8, maxLength: 8 }),
    kept: fc.subarray([...CAPABILITIES], { minLength: 1 }),
    difficulty: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ weights, kept, difficulty }) => {
    const entries = kept.map(name => [name, weights[CAPABILITIES.indexOf(name)]!])
    return QueryProfile.of({ capabilityWeights: Object.fromEntries(entries), difficulty })
  })

export const scoring: fc.Arbitrary<ScoringConfig> = fc.oneof(
  fc.constantFrom('quality_first', 'balanced', 'maximum_green').map(preset => ({ preset }) as const),
  share.map(quality => ({ quality })),
  fc
    .record({ quality: share, energy: share, cost: share })
    .filter(({ quality, energy, cost }) => quality + energy + cost > 0)
    .map(weights => ({ weights })),
)
