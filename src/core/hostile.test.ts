import fc from 'fast-check'
import { describe, test } from 'vitest'
import { getCompressionHint } from './compression.ts'
import { readEnergyModel } from './energy-model-option.ts'
import { readLlamaCppTimings, readOllamaTimings } from './energy-timings.ts'
import { EnergyTracker } from './energy-tracker.ts'
import { isGreenRoutingError } from './errors.ts'
import { estimateAnswerEnergy } from './estimate-answer.ts'
import { getKnownProfiles } from './known-profiles.ts'
import { formatLedgerCsv, parseLedgerCsv } from './ledger-csv.ts'
import { BenchmarkMatcher } from './matcher.ts'
import { ModelProfile } from './model-profile.ts'
import { ModelRegistry } from './model-registry.ts'
import { QueryProfile } from './query-profile.ts'
import { GreenScorer } from './scorer.ts'

const known = new BenchmarkMatcher(new ModelRegistry(Object.values(getKnownProfiles())))
const decision = known.match(QueryProfile.single('code', 3))

/** Anything JavaScript can hold, oddities included. */
const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
})

/** A valid object with one value, at any depth, replaced by anything. */
function damaged(valid: unknown): fc.Arbitrary<unknown> {
  if (typeof valid !== 'object' || valid === null || Object.keys(valid).length === 0) return anything
  const keys = Object.keys(valid)
  const inside = fc.constantFrom(...keys).chain(key =>
    damaged((valid as Record<string, unknown>)[key]).map(value => {
      if (Array.isArray(valid)) return Object.assign([...valid], { [key]: value })
      return { ...valid, [key]: value }
    }),
  )
  const added = fc
    .tuple(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString')), anything)
    .map(([key, value]) => {
      const copy = Array.isArray(valid) ? [...valid] : { ...valid }
      return Object.defineProperty(copy, key === 'length' ? 'size' : key, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      })
    })
  return fc.oneof({ weight: 6, arbitrary: inside }, { weight: 1, arbitrary: added }, { weight: 1, arbitrary: anything })
}

const profile = { capabilityWeights: { code: 0.5, math: 0.5 }, difficulty: 3, expectedOutputLength: 'short' }
const model = {
  name: 'm',
  estimated_params_b: 8,
  costPer1kInput: 0.1,
  energyPerQueryWh: 0.1,
  benchmarkScores: { mmlu: 0.5, code: 0.5 },
  tags: ['a'],
  api_base: null,
  active_params_b: 3,
  onDevice: { watts: 20, tokensPerSecond: 10 },
  measuredEnergy: { joulesPerOutputToken: 1, scope: 'accelerator' },
  disclosedEnergy: { whPerAnswer: 0.1, source: 's', date: '2026-01' },
  paramsRangeB: { low: 4, high: 16 },
  effort: 'low',
  inputModalities: ['text'],
  releasedOn: '2026-03',
  benchmarkSources: { mmlu: { source: 'x', date: '2026-03-05' } },
  capabilityScores: { code: { score: 0.5, low: 0.4, high: 0.6 } },
}
const tracker = new EnergyTracker()
tracker.record(decision, { usage: { inputTokens: 5, outputTokens: 7 }, measured: { wh: 1 } })
tracker.record({ ...decision })
tracker.recordRouting({ downloadedBytes: 1000 })
const outcome = {
  model: decision.selectedModel,
  usage: { inputTokens: 5, cachedInputTokens: 1, outputTokens: 7, reasoningTokens: 2, estimated: false },
  measured: { wh: 1 },
  usd: 1,
  durationMs: 2,
}

const readers: [string, unknown, (value: never) => unknown][] = [
  ['QueryProfile.of', profile, QueryProfile.of],
  ['ModelProfile.from', model, ModelProfile.from],
  ['new ModelRegistry', [model, { name: 'n' }], value => new ModelRegistry(value)],
  ['ModelRegistry.fromConfig', { models: [model, { name: 'n' }] }, ModelRegistry.fromConfig],
  ['GreenScorer.from', { weights: { quality: 1, energy: 1, cost: 1 } }, GreenScorer.from],
  ['BenchmarkMatcher.match', decision.profile, value => known.match(value)],
  ['estimateAnswerEnergy', decision.profile, value => estimateAnswerEnergy({ name: 'm', estimatedParamsB: 8 }, value)],
  [
    'readEnergyModel',
    { stack: { mid: 1.5 }, tokens: { difficulty: [1, 1, 1, 1, 1] } },
    value => readEnergyModel(value),
  ],
  ['readOllamaTimings', { eval_count: 3, eval_duration: 5, prompt_eval_count: 2 }, readOllamaTimings],
  ['readLlamaCppTimings', { timings: { predicted_n: 3, predicted_ms: 5 } }, readLlamaCppTimings],
  ['getCompressionHint', decision, getCompressionHint],
  ['EnergyTracker.record', decision, value => new EnergyTracker().record(value)],
  ['an outcome', outcome, value => new EnergyTracker().record(decision, value)],
  ['new EnergyTracker', { baseline: 'm', clock: Date.now }, value => new EnergyTracker(value)],
  ['EnergyTracker.recordRouting', { measured: { joules: 1 } }, value => new EnergyTracker().recordRouting(value)],
  ['EnergyTracker.fromJSON', JSON.parse(JSON.stringify(tracker)), value => EnergyTracker.fromJSON(value)],
  ['formatLedgerCsv', JSON.parse(JSON.stringify(tracker)), formatLedgerCsv],
  ['parseLedgerCsv', formatLedgerCsv(tracker), parseLedgerCsv],
]

function onlyOurErrors(read: (value: never) => unknown, value: unknown): void {
  try {
    read(value as never)
  } catch (error) {
    if (!isGreenRoutingError(error) || error.code === 'internal') throw error
  }
}

describe.each(readers)('%s throws nothing but our errors', (_, valid, read) => {
  test('and accepts what the damage starts from', () => {
    read(valid as never)
  })

  test('for anything', () => {
    fc.assert(fc.property(fc.oneof(anything, fc.jsonValue()), value => onlyOurErrors(read, value)))
  })

  test('for something valid that was damaged', () => {
    fc.assert(
      fc.property(damaged(valid), value => onlyOurErrors(read, value)),
      { numRuns: 500 },
    )
  })
})

test('whatever a registry accepts can be matched, tracked and written', () => {
  fc.assert(
    fc.property(damaged({ models: [model, { name: 'n' }] }), value => {
      let registry: ModelRegistry
      try {
        registry = ModelRegistry.fromConfig(value)
      } catch {
        return
      }
      if (registry.size === 0) return
      const decided = new BenchmarkMatcher(registry).match(QueryProfile.single('code', 3))
      const kept = new EnergyTracker()
      kept.record(decided)
      ModelRegistry.fromConfig(JSON.parse(JSON.stringify(registry.toConfig())))
      const estimated = new BenchmarkMatcher(registry, GreenScorer.from(), { energyModel: '2026-11' }).match(
        decided.profile,
      )
      for (const { energy } of estimated.ranking) {
        const ordered = energy === null || (energy.lowWh <= energy.midWh && energy.midWh <= energy.highWh)
        if (!ordered || !Number.isFinite(energy?.highWh ?? 0)) throw new Error(`an estimate out of order: ${energy}`)
      }
      const numbers = Object.values(kept.report()).filter(entry => typeof entry === 'number')
      if (!numbers.every(Number.isFinite)) throw new Error(`a report that is not finite: ${numbers}`)
    }),
    { numRuns: 500 },
  )
})

test('a CSV file with any damage to its text is read or refused by its line', () => {
  const text = formatLedgerCsv(tracker)
  const edit = fc.tuple(
    fc.nat(text.length),
    fc.nat(8),
    fc.oneof(fc.string(), fc.constantFrom('"', ',', '\r\n', '""', '\0')),
  )
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), edits => {
      const damagedText = edits.reduce((now, [at, cut, put]) => now.slice(0, at) + put + now.slice(at + cut), text)
      onlyOurErrors(value => new EnergyTracker().merge(parseLedgerCsv(value)), damagedText)
    }),
    { numRuns: 500 },
  )
})
