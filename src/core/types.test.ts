import type { Meter } from '@opentelemetry/api'
import { expectTypeOf } from 'expect-type'
import { test } from 'vitest'
import {
  BenchmarkMatcher,
  Capability,
  type CarbonSource,
  type Classifier,
  carbonReport,
  type EnergyEstimate,
  type EnergyLedger,
  type EnergyModelOption,
  type EnergyReport,
  EnergyTracker,
  estimateAnswerEnergy,
  GreenScorer,
  getKnownProfiles,
  type LedgerSource,
  MemoryLedger,
  type MeterLike,
  ModelProfile,
  type ModelRegistry,
  QueryProfile,
  type RandomRouter,
  type Router,
  type RoutingDecision,
  type ScoringConfig,
} from './index.ts'
import { aBoolean, aNumber, checkOptions, oneOf } from './internal.ts'

// The compiler is the judge here; the runner only sees that the calls exist.
test('names that are both a type and a value', () => {
  expectTypeOf(Capability.SIMPLE).toEqualTypeOf<'simple'>()
  expectTypeOf<Capability>().toEqualTypeOf<
    'reasoning' | 'math' | 'code' | 'knowledge' | 'creative' | 'instruction' | 'multilingual' | 'simple'
  >()
  expectTypeOf(QueryProfile.single('code', 1)).toEqualTypeOf<QueryProfile>()
  expectTypeOf(ModelProfile.from({ name: 'm' })).toEqualTypeOf<ModelProfile>()
})

test('decisions and reports are plain data', () => {
  expectTypeOf<NonNullable<RoutingDecision['energy']>>().toHaveProperty('basis')
  expectTypeOf<EnergyReport['models'][number]>().toHaveProperty('model')
  expectTypeOf(new EnergyTracker().report().usedWh).toBeNumber()
})

test('an unknown energy has to be thought of', () => {
  expectTypeOf(estimateAnswerEnergy).returns.toEqualTypeOf<EnergyEstimate | null>()
  expectTypeOf<RoutingDecision['energyEstimateWh']>().toEqualTypeOf<number | null>()
  expectTypeOf<RoutingDecision['ranking'][number]['energy']>().toEqualTypeOf<EnergyEstimate | null>()
})

test('an energy model is a name or any part of a table', () => {
  expectTypeOf<'2026-11'>().toExtend<EnergyModelOption>()
  expectTypeOf<{
    base: '2026-11'
    stack: { mid: 1.5 }
    tokens: { output: { short: { high: 90 } } }
  }>().toExtend<EnergyModelOption>()
  expectTypeOf<'2025'>().not.toExtend<EnergyModelOption>()
  // @ts-expect-error: a key that the table does not have
  void ({ stack: { middle: 1.5 } } satisfies EnergyModelOption)
})

test('what floors promise each other', () => {
  expectTypeOf<RandomRouter>().toExtend<Router>()
  expectTypeOf<AbortSignal>().toExtend<NonNullable<NonNullable<Parameters<Router['route']>[1]>['signal']>>()
  expectTypeOf<ReturnType<Classifier['classify']>>().resolves.toEqualTypeOf<QueryProfile>()
  expectTypeOf(BenchmarkMatcher).instance.toHaveProperty('match').returns.toEqualTypeOf<RoutingDecision>()
})

test('a profile goes wherever a configuration goes', () => {
  expectTypeOf<ModelProfile>().toExtend<Parameters<ModelRegistry['register']>[0]>()
  expectTypeOf(Object.values(getKnownProfiles())).toExtend<ConstructorParameters<typeof ModelRegistry>[0]>()
  expectTypeOf<ReturnType<ModelRegistry['toConfig']>>().toExtend<Parameters<typeof ModelRegistry.fromConfig>[0]>()
})

test('options are read with their types, and only one way of scoring is one', () => {
  const read = checkOptions('t', {}, { cache: aBoolean, size: aNumber(), device: oneOf(['wasm', 'webgpu']) })
  expectTypeOf(read).toEqualTypeOf<{
    readonly cache?: boolean
    readonly size?: number
    readonly device?: 'wasm' | 'webgpu'
  }>()
  expectTypeOf<{ preset: 'balanced' }>().toExtend<ScoringConfig>()
  expectTypeOf<{ preset: 'green' }>().not.toExtend<ScoringConfig>()
  // @ts-expect-error: the registry is not a list of profiles
  void (() => new BenchmarkMatcher(Object.values(getKnownProfiles()), GreenScorer.from()))
  // @ts-expect-error: profiles are read-only
  void ((profile: ModelProfile) => (profile.costPer1kInput = 0))
})

test('a ledger is fed by whatever there is', () => {
  expectTypeOf<Meter>().toExtend<MeterLike>()
  expectTypeOf<MemoryLedger>().toExtend<EnergyLedger>()
  expectTypeOf<EnergyTracker>().toExtend<LedgerSource>()
  expectTypeOf<ReturnType<EnergyTracker['toJSON']>>().toExtend<LedgerSource>()
  expectTypeOf(carbonReport).returns.resolves.toHaveProperty('zones')
  expectTypeOf(async (zone: string) => zone.length).toExtend<CarbonSource>()
  expectTypeOf(new EnergyTracker({ ledger: new MemoryLedger() }).report().days[0]?.day).toEqualTypeOf<
    string | null | undefined
  >()
  const tracker = new EnergyTracker()
  expectTypeOf(tracker.record).parameter(1).toEqualTypeOf<Parameters<EnergyTracker['amend']>[1]>()
  // @ts-expect-error: measured is in watt-hours or in joules
  void ((decision: RoutingDecision) => tracker.record(decision, { measured: 5 }))
  // @ts-expect-error: the router's cost is one thing at a time
  void (() => tracker.recordRouting({}))
})
