/** What an answer took, everything that was tried for it included. */
import type { EarlierAttempt, MeasuredAnswer } from '../core/answer-outcome.ts'
import type { EnergyEstimate, RoutingDecision } from '../core/contracts.ts'
import { carriedOut, entryOf } from '../core/decision.ts'
import { sumEnergy } from '../core/energy-sum.ts'
import type { Usage } from '../providers/contracts.ts'
import { joinUsage } from '../providers/usage.ts'
import type { Timing } from './stopwatch.ts'

/** An attempt that a model began to answer. */
export interface Spent {
  readonly model: string
  readonly usage: Usage
  readonly timing: Timing
  /** Of the user's device, over idle, where the model runs there and the app knows them. */
  readonly watts?: number | undefined
}

export interface Account {
  /** Null when that of one attempt is. */
  readonly energy: EnergyEstimate | null
  readonly energySavingsPct: number | null
  /** The decision as it was carried out: of the model that answered last. */
  readonly decision: RoutingDecision
  /** Tokens of the last attempt, and of those before it. */
  readonly answer: Usage
  readonly earlier: readonly EarlierAttempt[]
  /** Tokens of all attempts. */
  readonly usage: Usage
  /** Of the last attempt. */
  readonly timing: Timing
  /** Of all attempts, where all ran on a device of known watts. */
  readonly measured: MeasuredAnswer | undefined
  readonly attempts: number
  /** Of these, those whose tokens were estimated. */
  readonly estimatedAttempts: number
}

/** `spent` is never empty, and its models are of the decision's ranking. */
export function accountFor(decision: RoutingDecision, spent: readonly Spent[]): Account {
  const last = spent.at(-1)!
  const done = carriedOut(decision, last.model)
  const energy = sumEnergy(spent.map(({ model }) => entryOf(decision, model).energy))
  const share = spent.length === 1 ? savedShare(done) : joinedShare(done, energy)
  return {
    energy,
    energySavingsPct: share === null ? null : 100 * share,
    decision: done,
    answer: last.usage,
    earlier: spent.slice(0, -1).map(({ model, usage }) => ({ model, usage })),
    usage: joinUsage(spent.map(({ usage }) => usage)),
    timing: last.timing,
    measured: measuredOf(spent),
    attempts: spent.length,
    estimatedAttempts: spent.filter(({ usage }) => usage.estimated).length,
  }
}

/** Watts times seconds. */
function measuredOf(spent: readonly Spent[]): MeasuredAnswer | undefined {
  let joules = 0
  for (const { watts, timing } of spent) {
    if (watts === undefined) return undefined
    joules += (watts * timing.durationMs) / 1000
  }
  return { joules }
}

const savedShare = (decision: RoutingDecision): number | null => decision.energySavingsVsMax

/** Against the same model as the decision's own saving; below 0 where all that was tried took more than that one would have. */
function joinedShare(decision: RoutingDecision, energy: EnergyEstimate | null): number | null {
  const most: EnergyEstimate | null | undefined = decision.ranking.find(
    entry => entry.model === decision.maxEnergyModel,
  )?.energy
  if (!energy || !most || savedShare(decision) === null) return null
  return most.midWh > 0 ? 1 - energy.midWh / most.midWh : 0
}
