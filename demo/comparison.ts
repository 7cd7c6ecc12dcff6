/** One decision against a baseline, as the library's own tracker reckons it. */
import { EnergyTracker, type ModelRegistry, type RankedModel, type RoutingDecision } from 'greenrouting'

export interface Comparison {
  readonly baseline: RankedModel
  /** Watt-hours; undefined where either energy is unknown. */
  readonly saved:
    | { readonly low: number; readonly mid: number; readonly high: number; readonly percent: number }
    | undefined
  /** What the baseline is, in words. */
  readonly against: string
}

export function compare(decision: RoutingDecision, baseline: string | undefined, registry: ModelRegistry): Comparison {
  const tracker = new EnergyTracker({ registry, baseline })
  tracker.record(decision)
  const { baselines, against, comparedQueries, savedLowWh, savedWh, savedHighWh, savedPercent } = tracker.report()
  return {
    baseline: decision.ranking.find(({ model }) => model === baselines[0]!.model)!,
    saved:
      comparedQueries === 0 ? undefined : { low: savedLowWh, mid: savedWh, high: savedHighWh, percent: savedPercent },
    against,
  }
}

/** The model that a tracker takes where none is chosen: the same for every question. */
export function mostCapable(decision: RoutingDecision, registry: ModelRegistry): string {
  return compare(decision, undefined, registry).baseline.model
}
