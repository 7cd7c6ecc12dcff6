import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { describe, expect, test } from 'vitest'
import { EnergyTracker } from './energy-tracker.ts'
import { getKnownProfiles } from './known-profiles.ts'
import { BenchmarkMatcher } from './matcher.ts'
import { ModelRegistry } from './model-registry.ts'
import { QueryProfile } from './query-profile.ts'
import { recordTo, type TelemetryOptions } from './telemetry.ts'

const registry = new ModelRegistry(Object.values(getKnownProfiles()))
const known = new BenchmarkMatcher(registry)
const simple = known.match(QueryProfile.single('simple', 1))
const hard = known.match(QueryProfile.single('knowledge', 5))

/** The real SDK with a reader that keeps what is exported. */
function telemetry(tracker: EnergyTracker, options?: TelemetryOptions) {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const provider = new MeterProvider({ readers: [reader] })
  const stop = recordTo(provider.getMeter('test'), tracker, options)
  return {
    stop,
    async metrics() {
      await reader.forceFlush()
      const exported =
        exporter
          .getMetrics()
          .at(-1)
          ?.scopeMetrics.flatMap(scope => scope.metrics) ?? []
      await provider.shutdown()
      return new Map(exported.map(metric => [metric.descriptor.name, metric]))
    },
  }
}

type Metrics = Awaited<ReturnType<ReturnType<typeof telemetry>['metrics']>>

const total = (metrics: Metrics, name: string) =>
  metrics.get(name)?.dataPoints.reduce((sum, point) => sum + (point.value as number), 0)

describe('recordTo', () => {
  test('counts what the ledger counts, in joules and grams', async () => {
    const tracker = new EnergyTracker({ registry, baseline: 'gpt-4o' })
    const { metrics } = telemetry(tracker, { carbon: 'DEU' })
    tracker.record(simple)
    tracker.record(hard, { measured: { wh: 0.4 } })
    const found = await metrics()
    const report = tracker.report()
    expect(total(found, 'greenrouting.decisions')).toBe(2)
    expect(total(found, 'greenrouting.energy.estimated')).toBeCloseTo((0.005 + 0.3) * 3600, 9)
    expect(total(found, 'greenrouting.energy.measured')).toBeCloseTo(0.4 * 3600, 9)
    expect(total(found, 'greenrouting.energy.avoided')).toBeCloseTo(report.savedWh * 3600, 9)
    expect(total(found, 'greenrouting.carbon.estimated')).toBeCloseTo((report.usedWh * 342.1) / 1000, 9)
    const units = [...found.values()].map(({ descriptor }) => [descriptor.name, descriptor.unit])
    expect(Object.fromEntries(units)).toMatchObject({
      'greenrouting.energy.estimated': 'J',
      'greenrouting.energy.avoided': 'J',
      'greenrouting.carbon.estimated': 'g',
    })
    const [point] = found.get('greenrouting.energy.measured')!.dataPoints
    expect(point!.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': registry.get('claude-opus').modelId,
      'greenrouting.route.model': 'claude-opus',
      'greenrouting.baseline.model': 'gpt-4o',
      'greenrouting.capability': 'knowledge',
      'greenrouting.difficulty': 5,
      'greenrouting.energy.basis': 'measured-here',
    })
  })

  test('tokens and durations under the names of the conventions', async () => {
    const tracker = new EnergyTracker({ registry })
    const { metrics } = telemetry(tracker)
    tracker.record(simple, {
      usage: { inputTokens: 12, outputTokens: 345 },
      durationMs: 1500,
      timeToFirstChunkMs: 250,
      responseModel: 'llama-3.1-8b-instruct-0724',
    })
    tracker.record(hard, { usage: { outputTokens: 9, estimated: true } })
    const found = await metrics()
    const tokens = found.get('gen_ai.client.token.usage')!
    expect(tokens.descriptor.unit).toBe('{token}')
    const points = tokens.dataPoints.map(({ attributes, value }) => [attributes['gen_ai.token.type'], value])
    expect(points).toMatchObject([
      ['input', { count: 1, sum: 12, buckets: { boundaries: expect.arrayContaining([1, 4, 67108864]) } }],
      ['output', { count: 1, sum: 345 }],
    ])
    expect(tokens.dataPoints[0]!.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'meta',
      'gen_ai.response.model': 'llama-3.1-8b-instruct-0724',
    })
    const duration = found.get('gen_ai.client.operation.duration')!
    expect(duration.descriptor.unit).toBe('s')
    expect(duration.dataPoints[0]!.value).toMatchObject({
      sum: 1.5,
      buckets: { boundaries: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] },
    })
    expect(found.get('gen_ai.client.operation.time_to_first_chunk')!.dataPoints[0]!.value).toMatchObject({ sum: 0.25 })
  })

  test('an outcome that comes later adds what is new and counts nothing twice', async () => {
    const tracker = new EnergyTracker({ baseline: 'gpt-4o' })
    const { metrics } = telemetry(tracker)
    tracker.record(simple)
    tracker.record(simple, { measured: { wh: 0.5 }, usage: { outputTokens: 7 } })
    tracker.baseline = 'claude-opus'
    tracker.amend(simple)
    const found = await metrics()
    expect(total(found, 'greenrouting.decisions')).toBe(1)
    expect(total(found, 'greenrouting.energy.estimated')).toBeCloseTo(18, 9)
    expect(total(found, 'greenrouting.energy.measured')).toBeCloseTo(1800, 9)
    // More was used than the baseline takes: what was avoided is negative.
    expect(total(found, 'greenrouting.energy.avoided')).toBeCloseTo((0.3 - 0.5) * 3600, 9)
    const by = found
      .get('greenrouting.energy.avoided')!
      .dataPoints.map(({ attributes, value }) => [attributes['greenrouting.baseline.model'], value as number] as const)
    expect(by.filter(([name]) => name === 'gpt-4o').reduce((sum, [, value]) => sum + value, 0)).toBeCloseTo(0, 9)
    expect(found.get('gen_ai.client.token.usage')!.dataPoints[0]!.value).toMatchObject({ count: 1 })
  })

  test('an outcome of something recorded before counts as a whole', async () => {
    const tracker = new EnergyTracker({ baseline: 'gpt-4o' })
    tracker.record(simple)
    const { metrics } = telemetry(tracker)
    tracker.record(simple, { measured: { wh: 0.1 } })
    const found = await metrics()
    expect(total(found, 'greenrouting.decisions')).toBe(1)
    expect(total(found, 'greenrouting.energy.avoided')).toBeCloseTo((0.2 - 0.1) * 3600, 9)
  })

  test('unknown energy is a decision without joules', async () => {
    const tracker = new EnergyTracker()
    const { metrics } = telemetry(tracker, { carbon: 'DEU' })
    tracker.record({ ...simple, energy: null } as never)
    const found = await metrics()
    expect(found.get('greenrouting.decisions')!.dataPoints[0]).toMatchObject({
      value: 1,
      attributes: { 'greenrouting.energy.basis': 'unknown', 'gen_ai.provider.name': 'unknown' },
    })
    expect(found.get('greenrouting.energy.estimated')).toBeUndefined()
    expect(found.get('greenrouting.carbon.estimated')).toBeUndefined()
  })

  test('a carbon source that takes its time, or fails, disturbs nothing', async () => {
    const tracker = new EnergyTracker({ registry })
    let calls = 0
    const source = async () => {
      if (calls++ > 0) throw new Error('out of reach')
      return 100
    }
    const { metrics } = telemetry(tracker, { carbon: source })
    tracker.record(simple)
    tracker.record(hard)
    await new Promise(resolve => setTimeout(resolve))
    expect(total(await metrics(), 'greenrouting.carbon.estimated')).toBeCloseTo(0.0005, 12)
  })

  test('ends when told to', async () => {
    const tracker = new EnergyTracker()
    const { metrics, stop } = telemetry(tracker)
    tracker.record(simple)
    stop()
    tracker.record(hard)
    expect(total(await metrics(), 'greenrouting.decisions')).toBe(1)
  })

  test.each<[unknown, unknown, unknown, string]>([
    [undefined, new EnergyTracker(), {}, 'invalid-option'],
    [{ createCounter: () => undefined }, new EnergyTracker(), {}, 'invalid-option'],
    [new MeterProvider().getMeter('m'), {}, {}, 'invalid-option'],
    [new MeterProvider().getMeter('m'), new EnergyTracker(), { carbn: 'DEU' }, 'invalid-option'],
    [new MeterProvider().getMeter('m'), new EnergyTracker(), { carbon: 'DE' }, 'unknown-zone'],
  ])('refuses what it cannot use: %#', (meter, tracker, options, code) => {
    expect(() => recordTo(meter as never, tracker as never, options as never)).toThrow(
      expect.objectContaining({ code }),
    )
  })
})
