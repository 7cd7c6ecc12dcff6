/** One answer as it is recorded: what it took, and what the baseline would have taken for it. */
import { type AnswerOutcome, type CheckedOutcome, readOutcome, type TokenUsage } from './answer-outcome.ts'
import { findBaseline } from './baseline.ts'
import { refuse } from './checks.ts'
import type { EnergyEstimate, RoutingDecision } from './contracts.ts'
import { compareEnergy } from './energy-saving.ts'
import { sumEnergy } from './energy-sum.ts'
import { GreenRoutingError } from './errors.ts'
import { exactSum } from './exact-sum.ts'
import type { AnswerRow, AnswerSum, BaselineKind } from './ledger-row.ts'
import type { ModelRegistry } from './model-registry.ts'
import { readDecision, readEnergy, type TrackedModel } from './tracked-decision.ts'
import { quote, remedy } from './wording.ts'

/** Energy of an answer whose tokens are known; null where it is unknown. */
export type UsageEstimator = (model: string, usage: TokenUsage) => EnergyEstimate | null

export interface RecordedAnswer {
  readonly at: Date
  readonly decision: RoutingDecision
  readonly outcome: AnswerOutcome
  /** The model that answered. */
  readonly model: string
  /** What was measured, else what was estimated; null where neither is known. */
  readonly energy: EnergyEstimate | null
  /** What was estimated, from real tokens where they are known; null where nothing is known. */
  readonly estimated: EnergyEstimate | null
  /** US dollars. */
  readonly usd: number
  readonly baseline: {
    readonly model: string
    readonly kind: BaselineKind
    /** Of the same answer; null where it is unknown. */
    readonly energy: EnergyEstimate | null
    readonly usd: number
  }
  /** The highest middle estimate of the pool, in watt-hours. */
  readonly maxWh: number
  /** The earlier recording of the same decision that this one stands for now. */
  readonly replaces?: RecordedAnswer
}

export interface AnswerSettings {
  readonly baseline?: string | undefined
  readonly registry?: ModelRegistry | undefined
  readonly estimate?: UsageEstimator | undefined
}

/** Throws `invalid-option` or `unknown-model`. */
export function readAnswer(
  decision: RoutingDecision,
  outcome: AnswerOutcome,
  settings: AnswerSettings,
  at: Date,
): RecordedAnswer {
  const tracked = readDecision(decision)
  const read = readOutcome(outcome)
  const { pool } = tracked
  const answered = read.model === undefined ? tracked.selected : modelIn(pool, read.model, 'outcome.model')
  const earlier = (read.earlier ?? []).map(({ model, usage }, index) => ({
    model: modelIn(pool, model, `outcome.earlier[${index}].model`),
    usage,
  }))
  const found = findBaseline(tracked, settings.baseline, settings.registry)
  const asked = [{ model: answered, usage: read.usage }, ...earlier]
  const estimated = sumEnergy(asked.map(({ model, usage }) => energyOf(model, { usage }, settings)))
  const energy = read.measured === undefined ? estimated : measuredEnergy(read.measured)
  const usd = read.usd ?? asked.reduce((sum, { model, usage }) => sum + usdOf(model, { usage }, settings), 0)
  const other = pool.get(found.model)!
  // The baseline itself answered: then it took what it took, measured or not.
  const baseline =
    other.model === answered.model && earlier.length === 0
      ? { ...found, energy, usd }
      : { ...found, energy: energyOf(other, read, settings), usd: usdOf(other, read, settings) }
  const most = [...pool.values()].reduce((a, b) => ((b.energy?.midWh ?? 0) > (a.energy?.midWh ?? 0) ? b : a))
  const maxWh = Math.max(energyOf(most, read, settings)?.midWh ?? 0, energy?.midWh ?? 0)
  const { measured, ...rest } = read
  // A copy: what the caller does with the object later is not recorded.
  const known: AnswerOutcome = measured === undefined ? rest : { ...rest, measured: { wh: measured } }
  return { at, decision, outcome: known, model: answered.model, energy, estimated, usd, baseline, maxWh }
}

const measuredEnergy = (wh: number): EnergyEstimate => ({
  lowWh: wh,
  midWh: wh,
  highWh: wh,
  basis: 'measured-here',
})

/** Throws `unknown-model`. */
function modelIn(pool: ReadonlyMap<string, TrackedModel>, name: string, path: string): TrackedModel {
  const found = pool.get(name)
  if (found !== undefined) return found
  const known = [...pool.keys()]
  throw new GreenRoutingError(
    'unknown-model',
    `${path} ${quote(name)} is not in the decision's ranking${remedy(name, known)}`,
    { details: { path, model: name, known } },
  )
}

interface Used {
  readonly usage?: CheckedOutcome['usage'] | undefined
}

function energyOf({ model, energy }: TrackedModel, { usage }: Used, settings: AnswerSettings): EnergyEstimate | null {
  if (usage === undefined || settings.estimate === undefined) return energy
  return readEnergy(settings.estimate(model, usage), `estimate(${quote(model)})`)
}

/** The price list's, for the tokens there were; else the decision's, for 500 in and 500 out. */
function usdOf({ model, usd }: TrackedModel, { usage }: Used, { registry }: AnswerSettings): number {
  if (usage?.inputTokens === undefined || usage.outputTokens === undefined || !registry?.has(model)) return usd
  const { costPer1kInput, costPer1kOutput } = registry.get(model)
  const price = (usage.inputTokens * costPer1kInput + usage.outputTokens * costPer1kOutput) / 1000
  return Number.isFinite(price) ? price : refuse('invalid-option', `price of ${quote(model)}`, 'finite', price)
}

/**
 * The least and the most that the baseline would have taken more. What two estimates share is put on both at once where they
 * say why they may be off; else their errors are taken to be independent and as unlucky as they can be. A model compared
 * with itself differs by nothing.
 */
function savedParts(answer: RecordedAnswer, used: EnergyEstimate, other: EnergyEstimate) {
  const { model, baseline } = answer
  if (model === baseline.model && !answer.outcome.earlier?.length) return { savedLowWh: [], savedHighWh: [] }
  if (used.errors === undefined || other.errors === undefined)
    return { savedLowWh: [other.lowWh, -used.highWh], savedHighWh: [other.highWh, -used.lowWh] }
  const { lowWh, highWh } = compareEnergy(used, other)
  return { savedLowWh: [lowWh], savedHighWh: [highWh] }
}

type TokenCount = 'inputTokens' | 'cachedInputTokens' | 'outputTokens' | 'reasoningTokens'

/** The row of a ledger that one answer adds. */
export function rowOf(answer: RecordedAnswer, day: string): AnswerRow {
  const { model, energy, baseline, outcome } = answer
  const { usage } = outcome
  const spent = [usage, ...(outcome.earlier ?? []).map(attempt => attempt.usage)]
  const tokens = (name: TokenCount) => spent.reduce((sum, counts) => sum + (counts?.[name] ?? 0), 0)
  const compared = energy !== null && baseline.energy !== null
  const parts: Record<AnswerSum, readonly number[]> = {
    usedLowWh: [energy?.lowWh ?? 0],
    usedWh: [energy?.midWh ?? 0],
    usedHighWh: [energy?.highWh ?? 0],
    baselineLowWh: compared ? [baseline.energy.lowWh] : [],
    baselineWh: compared ? [baseline.energy.midWh] : [],
    baselineHighWh: compared ? [baseline.energy.highWh] : [],
    ...(compared ? savedParts(answer, energy, baseline.energy) : { savedLowWh: [], savedHighWh: [] }),
    maxWh: energy === null ? [] : [answer.maxWh],
    usedUsd: [answer.usd],
    baselineUsd: [baseline.usd],
  }
  const sums = Object.entries(parts).map(([name, amounts]) => [name, exactSum(amounts)])
  return {
    kind: 'answers',
    day,
    model,
    basis: energy?.basis ?? 'unknown',
    baseline: baseline.model,
    against: baseline.kind,
    baselineBasis: baseline.energy?.basis ?? 'unknown',
    compared,
    counts: {
      queries: 1,
      unknownQueries: energy === null ? 1 : 0,
      usageQueries: usage !== undefined && !usage.estimated ? 1 : 0,
      estimatedUsageQueries: usage?.estimated ? 1 : 0,
      inputTokens: tokens('inputTokens'),
      cachedInputTokens: tokens('cachedInputTokens'),
      outputTokens: tokens('outputTokens'),
      reasoningTokens: tokens('reasoningTokens'),
    },
    sums: Object.fromEntries(sums) as AnswerRow['sums'],
  }
}
