/** How steady decisions are when a question is written a little differently. */
import type { QueryProfile } from '../core/contracts.ts'
import { groupBy } from '../core/group-by.ts'
import { firstOf } from './shares.ts'
import { mean, rate } from './statistics.ts'
import { VARIANT_KINDS, type VariantKind } from './variants.ts'

/** What was decided for a text. */
export interface Choice {
  readonly profile: QueryProfile
  readonly model: string
}

export interface Rewriting {
  readonly kind: VariantKind
  readonly before: Choice
  readonly after: Choice
}

/** Each is NaN of no rewriting at all; less is better. */
export interface Steadiness {
  /** How many rewritings. */
  readonly n: number
  /** Share of them for which another model is chosen, 0..1. */
  readonly modelFlips: number
  /** Share of them for which another capability is the likeliest, 0..1. */
  readonly capabilityFlips: number
  /** Mean absolute change of difficulty before rounding, in steps of the scale. */
  readonly difficultyShift: number
}

export interface Robustness {
  /** Of all rewritings alike. */
  readonly overall: Steadiness
  /** Kinds that did not occur are left out. */
  readonly byKind: Readonly<Partial<Record<VariantKind, Steadiness>>>
}

export function robustness(rewritings: readonly Rewriting[]): Robustness {
  const groups = groupBy(rewritings, ({ kind }) => kind)
  const present = VARIANT_KINDS.filter(kind => groups.has(kind))
  return {
    overall: steadiness(rewritings),
    byKind: Object.fromEntries(present.map(kind => [kind, steadiness(groups.get(kind)!)])),
  }
}

function steadiness(rewritings: readonly Rewriting[]): Steadiness {
  return {
    n: rewritings.length,
    modelFlips: rate(rewritings.map(({ before, after }) => before.model !== after.model)),
    capabilityFlips: rate(rewritings.map(({ before, after }) => first(before) !== first(after))),
    difficultyShift: mean(
      rewritings.map(({ before, after }) => Math.abs(before.profile.difficultyScore - after.profile.difficultyScore)),
    ),
  }
}

const first = ({ profile }: Choice) => firstOf(profile.capabilityProbabilities)
