import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pool, queryProfile, scoring } from './arbitraries.fixture.ts'
import type { RoutingDecision } from './contracts.ts'
import { EnergyTracker } from './energy-tracker.ts'
import { getKnownProfiles } from './known-profiles.ts'
import { formatLedgerCsv, parseLedgerCsv } from './ledger-csv.ts'
import type { LedgerRow } from './ledger-row.ts'
import versionOne from './ledger-v1.fixture.json' with { type: 'json' }
import { BenchmarkMatcher } from './matcher.ts'
import { ModelRegistry } from './model-registry.ts'
import { QueryProfile } from './query-profile.ts'
import { GreenScorer } from './scorer.ts'

const known = new BenchmarkMatcher(new ModelRegistry(Object.values(getKnownProfiles())))
const simple = known.match(QueryProfile.single('simple', 1))
const hard = known.match(QueryProfile.single('knowledge', 5))

/** Trackers with a history: measured and not, of several days, with a cost of their own, of unknown energy now and then. */
const tracker: fc.Arbitrary<EnergyTracker> = fc
  .array(
    fc.record({
      models: pool,
      profile: queryProfile,
      config: scoring,
      wh: fc.option(fc.double({ min: 0, max: 10, noNaN: true }), { nil: undefined }),
      day: fc.integer({ min: 0, max: 3 }),
      unknown: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 15 },
  )
  .map(list => {
    let now = 0
    const made = new EnergyTracker({ clock: () => new Date(2026, 10, 27 + now, 12) })
    for (const { models, profile, config, wh, day, unknown } of list) {
      now = day
      const decision = new BenchmarkMatcher(new ModelRegistry(models), GreenScorer.from(config)).match(profile)
      const blank = { ...decision, energy: null, ranking: decision.ranking.map(entry => ({ ...entry, energy: null })) }
      const given = unknown === 0 ? (blank as unknown as RoutingDecision) : decision
      made.record(given, wh === undefined ? {} : { measured: { wh }, usage: { inputTokens: day, outputTokens: 7 } })
      if (unknown > 6) made.recordRouting({ downloadedBytes: unknown * 1000 })
    }
    return made
  })

describe('a tracker as JSON', () => {
  test('goes on after a reload as if there had been none', () => {
    fc.assert(
      fc.property(tracker, made => {
        const [one, other] = [made.toJSON(), JSON.parse(JSON.stringify(made))].map(file => EnergyTracker.fromJSON(file))
        expect(other!.report()).toEqual(made.report())
        for (const reloaded of [one!, other!]) reloaded.record(simple)
        expect(other!.report()).toEqual(one!.report())
        expect(other!.report().queries).toBe(made.report().queries + 1)
      }),
      { numRuns: 50 },
    )
  })

  test('adds to what is there, without loss', () => {
    fc.assert(
      fc.property(tracker, tracker, (one, other) => {
        const { usedWh, queries } = other.report()
        const both = EnergyTracker.fromJSON(one.toJSON())
        both.merge(JSON.parse(JSON.stringify(other)))
        const swapped = EnergyTracker.fromJSON(other.toJSON())
        swapped.merge(one.toJSON())
        expect(both.report().queries).toBe(one.report().queries + queries)
        expect(both.report().usedWh).toBe(swapped.report().usedWh)
        expect(both.report().usedWh).toBeCloseTo(one.report().usedWh + usedWh, 9)
      }),
      { numRuns: 50 },
    )
  })

  test('is a copy: neither side changes the other', () => {
    const made = new EnergyTracker()
    made.record(simple)
    const file = made.toJSON()
    const reloaded = EnergyTracker.fromJSON(file)
    const text = JSON.stringify(file)
    reloaded.record(hard)
    made.record(simple)
    expect(JSON.stringify(file)).toBe(text)
  })

  test('of version 1 is read: ten answers to something simple, one to something hard, one to code', () => {
    const made = EnergyTracker.fromJSON(versionOne)
    const report = made.report()
    expect(report).toMatchObject({ queries: 12, comparedQueries: 12, usedWh: 0.358, baselineWh: 4.800000000000001 })
    expect(report.usedUsd).toBe(0.046375)
    expect(report.savedPercent).toBeCloseTo(92.5, 1)
    expect(report.energySavingsVsMax).toBeCloseTo(0.925, 3)
    expect(report.against).toBe('against always using the model of highest estimated energy')
    expect(report.days.map(({ day }) => day)).toEqual([null])
    expect(report.models.map(({ model }) => model)).toEqual(['llama-3.1-8b', 'claude-opus', 'gpt-4o-mini'])
    made.record(hard)
    const again = EnergyTracker.fromJSON(JSON.parse(JSON.stringify(made)))
    expect(again.report()).toEqual(made.report())
    expect(again.report().days[0]!.day).toBeNull()
  })

  test('of a newer version is refused by its number', () => {
    const file = { ...new EnergyTracker().toJSON(), version: 3, zones: {} }
    expect(() => EnergyTracker.fromJSON(file)).toThrow(
      expect.objectContaining({ code: 'invalid-report', message: expect.stringMatching(/version 3.*up to 2/) }),
    )
  })

  type File = { format: string; version: unknown; rows: Record<string, never>[]; more?: unknown }

  function damaged(edit: (file: File) => void): unknown {
    const made = new EnergyTracker({ baseline: 'gpt-4o' })
    made.record(simple)
    made.record(hard)
    made.recordRouting({ downloadedBytes: 1 })
    const file = JSON.parse(JSON.stringify(made)) as File
    edit(file)
    return file
  }

  const put =
    (row: number, path: string, value: unknown) =>
    (file: File): void => {
      const keys = path.split('.')
      const last = keys.pop()!
      const target = keys.reduce((at, key) => at[key] as never, file.rows[row] as unknown as Record<string, unknown>)
      target[last] = value
    }

  test.each<[string, (file: File) => void, RegExp]>([
    ['another format', file => (file.format = 'other'), /format/],
    ['no version', file => (file.version = undefined), /version/],
    ['a version in words', file => (file.version = '1'), /version/],
    ['an unknown key', file => (file.more = 1), /"more"/],
    ['no rows', file => (file.rows = null as never), /rows/],
    ['a row that is a list', file => (file.rows[1] = [] as never), /rows\[1\]/],
    ['a row of another kind', put(1, 'kind', 'guesses'), /rows\[1\]\.kind/],
    ['a day that is none', put(1, 'day', '2026-02-30'), /rows\[1\]\.day/],
    ['a basis nobody knows', put(1, 'basis', 'divined'), /rows\[1\]\.basis/],
    ['no queries', put(1, 'counts.queries', 0), /rows\[1\]\.counts\.queries/],
    ['half a query', put(1, 'counts.queries', 1.5), /rows\[1\]\.counts\.queries/],
    ['more unknown than there are', put(1, 'counts.unknownQueries', 2), /rows\[1\]\.counts/],
    ['a missing sum', put(1, 'sums.usedWh', undefined), /rows\[1\]\.sums\.usedWh/],
    ['a sum that is a number', put(1, 'sums.usedWh', 1), /rows\[1\]\.sums\.usedWh/],
    ['text in a sum', put(1, 'sums.usedWh', ['1']), /rows\[1\]\.sums\.usedWh\[0\]/],
    ['a negative sum', put(1, 'sums.usedUsd', [-1]), /rows\[1\]\.sums\.usedUsd/],
    ['a sum of endless parts', put(1, 'sums.usedWh', Array(1000).fill(0)), /rows\[1\]\.sums\.usedWh/],
    ['a sum beyond all bounds', put(1, 'sums.usedWh', [1e308]), /rows\[1\]\.sums\.usedWh/],
    ['a range out of order', put(1, 'sums.usedHighWh', [0]), /usedLowWh ≤ usedWh ≤ usedHighWh/],
    ['more used than the most there was', put(1, 'sums.maxWh', [0]), /usedWh ≤ maxWh/],
    ['something saved where nothing was compared', put(1, 'compared', false), /rows\[1\]\.sums/],
    ['a cost nobody knows', put(2, 'cost', 'coffee'), /rows\[2\]\.cost/],
    ['a cost out of order', put(2, 'sums.highWh', [0]), /lowWh ≤ midWh ≤ highWh/],
    ['a prototype', file => Object.setPrototypeOf(file.rows[1]!, { queries: 1, __proto__: { x: 1 } }), /rows\[1\]/],
  ])('with %s is refused, and nothing of it is kept', (_, edit, message) => {
    const file = damaged(edit)
    const made = new EnergyTracker()
    made.record(simple)
    const before = made.report()
    expect(() => made.merge(file)).toThrow(
      expect.objectContaining({ code: 'invalid-report', message: expect.stringMatching(message) }),
    )
    expect(made.report()).toEqual(before)
  })

  test.each<[string, (file: typeof versionOne) => void, RegExp]>([
    ['a model twice', file => file.models.push(file.models[0]!), /models\[3\]/],
    [
      'a missing sum',
      file => delete (file.models[1]!.sums as Partial<Record<string, unknown>>).usedWh,
      /models\[1\]\.sums\.usedWh/,
    ],
    ['more used than there was', file => (file.models[1]!.sums.baselineUsd = [0]), /usedUsd ≤/],
  ])('of version 1 with %s is refused', (_, edit, message) => {
    const file = structuredClone(versionOne)
    edit(file)
    expect(() => EnergyTracker.fromJSON(file)).toThrow(
      expect.objectContaining({ code: 'invalid-report', message: expect.stringMatching(message) }),
    )
  })
})

describe('a tracker as CSV', () => {
  test('comes back with every row, each sum rounded once', () => {
    fc.assert(
      fc.property(tracker, made => {
        const text = formatLedgerCsv(made)
        const back = EnergyTracker.fromJSON(parseLedgerCsv(text))
        expect(formatLedgerCsv(back)).toBe(text)
        const { models, days, queries, unknownQueries, comparedQueries } = made.report()
        expect(back.report()).toMatchObject({ queries, unknownQueries, comparedQueries })
        expect(back.report().models.map(({ model }) => model)).toEqual(models.map(({ model }) => model))
        expect(back.report().days.map(({ day }) => day)).toEqual(days.map(({ day }) => day))
        expect(back.report().usedWh).toBeCloseTo(made.report().usedWh, 12)
      }),
      { numRuns: 50 },
    )
  })

  const row = (model: string): LedgerRow => {
    const made = new EnergyTracker()
    made.record(simple)
    return { ...made.toJSON().rows[0]!, model } as LedgerRow
  }
  const fileOf = (...names: string[]) => ({ ...new EnergyTracker().toJSON(), rows: names.map(row) })

  test('keeps names of any spelling apart, on one line where they have none', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => text.trim() !== '')
    const odd = fc.constantFrom('=1+1', '+x', '-x', '@x', "'=x", "''@x", "'plain", '\tx', 'a"b', 'a,b', 'a\r\nb', '＝x')
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(name, odd), { minLength: 1, maxLength: 5 }), names => {
        const back = parseLedgerCsv(formatLedgerCsv(fileOf(...names)))
        expect(back.rows.map(entry => entry.kind === 'answers' && entry.model)).toEqual(names)
      }),
      { numRuns: 500 },
    )
  })

  test('no cell that holds a name starts a formula', () => {
    const text = formatLedgerCsv(fileOf('=HYPERLINK("http://x")', '+1', '-1', '@SUM(1)', '\t=1', '＝1'))
    const cells = text
      .split('\r\n')
      .slice(1)
      .map(line => line.split(',')[2])
    expect(cells).toEqual([`"'=HYPERLINK(""http://x"")"`, "'+1", "'-1", "'@SUM(1)", "'\t=1", "'＝1", undefined])
  })

  test('lines end as RFC 4180 says, and a byte order mark is no part of it', () => {
    const text = formatLedgerCsv(fileOf('m'))
    expect(text.match(/\r\n/g)).toHaveLength(2)
    expect(text.endsWith('\r\n')).toBe(true)
    expect(parseLedgerCsv(`\uFEFF${text.replaceAll('\r\n', '\n').replace('true', 'TRUE')}`).rows).toHaveLength(1)
  })

  test.each<[string, (text: string) => unknown, RegExp]>([
    ['not a text', () => 7, /text/],
    ['empty', () => '', /start with the line kind,day,model/],
    ['with other columns', text => text.replace('usedWh', 'wh'), /start with the line/],
    ['with a cell too few', text => text.replace(/,\r\n$/, '\r\n'), /line 2/],
    ['with a word for a number', text => text.replace('0.005', 'little'), /line 2 usedWh/],
    ['with a hexadecimal number', text => text.replace('0.005', '0x10'), /line 2 usedWh/],
    ['with a negative count', text => text.replace(',1,0,', ',-1,0,'), /line 2\.counts\.queries/],
    ['with an unknown kind', text => text.replace('answers', 'guesses'), /line 2\.kind/],
    ['with an endless number', text => text.replace('0.005', '1e400'), /line 2\.sums\.usedWh/],
  ])('%s is refused by its line', (_, edit, message) => {
    const made = new EnergyTracker()
    made.record(simple)
    expect(() => parseLedgerCsv(edit(formatLedgerCsv(made)) as string)).toThrow(
      expect.objectContaining({ code: 'invalid-report', message: expect.stringMatching(message) }),
    )
  })
})
