/** A ledger as JSON: versioned, without loss, read whole or not at all. */
import { aDay } from './calendar-day.ts'
import { aBoolean, aNumber, anything, aText, type Check, oneOf, refuse } from './checks.ts'
import { GreenRoutingError } from './errors.ts'
import { type ExactSum, exactValue } from './exact-sum.ts'
import { aDifference, aSum, complete, inOrder } from './ledger-checks.ts'
import { readOldModels } from './ledger-file-v1.ts'
import {
  ANSWER_COUNTS,
  ANSWER_SUMS,
  type AnswerRow,
  type BaselineKind,
  type LedgerRow,
  ROUTING_COUNTS,
  ROUTING_SUMS,
  type RoutingCostKind,
} from './ledger-row.ts'
import type { ModelRegistry } from './model-registry.ts'
import { checkOptions, isPlainObject } from './options.ts'
import { ENERGY_BASES } from './tracked-decision.ts'

export const LEDGER_FORMAT = 'greenrouting-energy'
export const LEDGER_VERSION = 2

/** What `EnergyTracker.toJSON` writes. Each sum is a list of numbers whose exact total it is, so that a file loses nothing. */
export interface LedgerFile {
  readonly format: typeof LEDGER_FORMAT
  readonly version: typeof LEDGER_VERSION
  readonly rows: readonly LedgerRow[]
}

const CODE = 'invalid-report'

export function writeLedger(rows: readonly LedgerRow[]): LedgerFile {
  return { format: LEDGER_FORMAT, version: LEDGER_VERSION, rows: structuredCopy(rows) }
}

const structuredCopy = (rows: readonly LedgerRow[]): LedgerRow[] =>
  rows.map(row => ({
    ...row,
    counts: { ...row.counts },
    sums: Object.fromEntries(Object.entries<ExactSum>(row.sums).map(([name, sum]) => [name, [...sum]])),
  })) as LedgerRow[]

const aCount = aNumber({ min: 0, max: Number.MAX_SAFE_INTEGER, integer: true })

const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value, path, code) =>
    value === null ? null : check(value, path, code)

const every = <const Name extends string, T>(names: readonly Name[], check: Check<T>) =>
  Object.fromEntries(names.map(name => [name, check])) as Readonly<Record<Name, Check<T>>>

const ANSWER_SPEC = {
  kind: oneOf(['answers']),
  day: orNull(aDay),
  model: aText,
  basis: orNull(oneOf(ENERGY_BASES)),
  baseline: orNull(aText),
  against: oneOf<BaselineKind>(['chosen', 'most-capable', 'highest-energy']),
  baselineBasis: orNull(oneOf(ENERGY_BASES)),
  compared: aBoolean,
  counts: ((value, path) => complete(path, value, every(ANSWER_COUNTS, aCount))) as Check<AnswerRow['counts']>,
  sums: ((value, path) =>
    complete(path, value, {
      ...every(ANSWER_SUMS, aSum),
      savedLowWh: aDifference,
      savedHighWh: aDifference,
    })) as Check<AnswerRow['sums']>,
}

const ROUTING_SPEC = {
  kind: oneOf(['routing']),
  day: orNull(aDay),
  cost: oneOf<RoutingCostKind>(['download', 'decision']),
  counts: ((value: unknown, path: string) => complete(path, value, every(ROUTING_COUNTS, aCount))) as Check<
    Record<'times', number>
  >,
  sums: ((value: unknown, path: string) => complete(path, value, every(ROUTING_SUMS, aSum))) as Check<
    Record<(typeof ROUTING_SUMS)[number], ExactSum>
  >,
}

/** One row of unknown origin, checked. Throws `invalid-report`. */
export function readRow(value: unknown, path: string): LedgerRow {
  if (!isPlainObject(value)) refuse(CODE, path, 'an object', value)
  if (value.kind === 'routing') {
    const row = complete(path, value, ROUTING_SPEC)
    inOrder(path, row.sums, 'lowWh', 'midWh', 'highWh')
    if (row.counts.times === 0) refuse(CODE, `${path}.counts.times`, 'at least 1', 0)
    return row
  }
  const row: AnswerRow = complete(path, value, ANSWER_SPEC)
  const { queries, unknownQueries, usageQueries, estimatedUsageQueries } = row.counts
  if (queries === 0) refuse(CODE, `${path}.counts.queries`, 'at least 1', queries)
  if (Math.max(unknownQueries, usageQueries + estimatedUsageQueries) > queries) {
    refuse(CODE, `${path}.counts`, 'no more of a kind than queries', queries)
  }
  inOrder(path, row.sums, 'usedLowWh', 'usedWh', 'usedHighWh')
  inOrder(path, row.sums, 'usedWh', 'maxWh')
  inOrder(path, row.sums, 'baselineLowWh', 'baselineWh', 'baselineHighWh')
  inOrder(path, row.sums, 'savedLowWh', 'savedHighWh')
  const { baselineHighWh, savedLowWh, savedHighWh } = row.sums
  if (!row.compared && [baselineHighWh, savedLowWh, savedHighWh].some(sum => exactValue(sum) !== 0)) {
    refuse(CODE, `${path}.sums`, 'without a baseline where nothing was compared', row.sums)
  }
  return row
}

/** Throws `invalid-report` for a version that does not exist yet. */
export function readVersion(value: unknown, what: string): number {
  const version = aNumber({ min: 1, integer: true })(value, `${what} version`, CODE)
  if (version <= LEDGER_VERSION) return version
  throw new GreenRoutingError(
    CODE,
    `The ${what} has version ${version} and this package reads up to ${LEDGER_VERSION}: update the package to read it.`,
    { details: { version, reads: LEDGER_VERSION } },
  )
}

/** Reads parsed JSON whole, or throws `invalid-report`. */
export function readLedger(value: unknown): LedgerRow[] {
  if (!isPlainObject(value)) refuse(CODE, 'report file', 'an object (parsed, not JSON text)', value)
  if (value.format !== LEDGER_FORMAT) refuse(CODE, 'report file format', `"${LEDGER_FORMAT}"`, value.format)
  const version = readVersion(value.version, 'report file')
  const content = version === 1 ? 'models' : 'rows'
  checkOptions('report file', value, { format: anything, version: anything, [content]: anything }, CODE)
  const list = value[content]
  if (!Array.isArray(list)) refuse(CODE, `report file ${content}`, 'an array', list)
  if (version === 1) return readOldModels(list)
  return Array.from(list, (row: unknown, index) => readRow(row, `rows[${index}]`))
}

/** Something that holds a ledger: a tracker, or the file it wrote. */
export type LedgerSource =
  | LedgerFile
  | { toJSON(): LedgerFile; readonly registry?: Pick<ModelRegistry, 'has' | 'get'> | undefined }

/** The registry of a tracker that has one. */
export function registryOf(source: LedgerSource): Pick<ModelRegistry, 'has' | 'get'> | undefined {
  return typeof source === 'object' && source !== null && 'registry' in source ? source.registry : undefined
}

/** The rows of either. Throws `invalid-report`. */
export function rowsOf(source: LedgerSource): LedgerRow[] {
  const tracker = source as Partial<{ toJSON(): LedgerFile }> | null | undefined
  return readLedger(typeof tracker?.toJSON === 'function' ? tracker.toJSON() : source)
}
