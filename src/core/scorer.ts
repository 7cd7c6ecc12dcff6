import { aNumber, type Check, oneOf, refuse } from './checks.ts'
import type { ScorerPreset, ScorerWeights, ScoringConfig } from './contracts.ts'
import { GreenRoutingError } from './errors.ts'
import { checkOptions } from './options.ts'

/** The seed's three positions, by name. */
export const SCORER_PRESETS = Object.freeze({
  quality_first: Object.freeze({ quality: 1, energy: 0.1, cost: 0.1 }),
  balanced: Object.freeze({ quality: 0.6, energy: 0.25, cost: 0.15 }),
  maximum_green: Object.freeze({ quality: 0.3, energy: 0.5, cost: 0.2 }),
}) satisfies Readonly<Record<ScorerPreset, ScorerWeights>>

/** What is used when nothing is asked for. */
export const DEFAULT_SCORING: ScoringConfig = Object.freeze({ preset: 'balanced' })

/** The seed's dial: 0 is `maximum_green`, 1 is `quality_first`, and 0.5 lies near `balanced` without being it. */
export function weightsForQuality(quality: number): ScorerWeights {
  return Object.freeze({ quality: 0.3 + 0.7 * quality, energy: 0.5 - 0.4 * quality, cost: 0.2 - 0.1 * quality })
}

/** Only proportions matter, so a bound costs nothing and keeps every score finite. */
const aWeight = aNumber({ min: 0, max: 1e6 })

const customWeights: Check<ScorerWeights> = (value, path, code) => {
  if (value === null) refuse(code, path, 'an object', value)
  const { quality, energy, cost } = checkOptions(
    path,
    value,
    { quality: aWeight, energy: aWeight, cost: aWeight },
    code,
  )
  if (quality === undefined || energy === undefined || cost === undefined) {
    throw new GreenRoutingError(code, `${path} needs all of quality, energy and cost.`, { details: { path } })
  }
  if (quality + energy + cost === 0) {
    throw new GreenRoutingError(code, `${path} needs at least one weight above 0.`, { details: { path } })
  }
  return Object.freeze({ quality, energy, cost })
}

const SPEC = {
  preset: oneOf(Object.keys(SCORER_PRESETS) as ScorerPreset[]),
  quality: aNumber({ min: 0, max: 1 }),
  weights: customWeights,
}

/** Weighs what a model is good for against what it takes: α·quality − β·energy − γ·cost. */
export class GreenScorer {
  /** What the scorer was made from. */
  readonly config: ScoringConfig
  /** α, β and γ. */
  readonly weights: ScorerWeights

  private constructor(config: ScoringConfig, weights: ScorerWeights) {
    this.config = config
    this.weights = weights
  }

  /** Reads one of `{ preset }`, `{ quality }` and `{ weights }`; `balanced` without any. Throws `invalid-option`. */
  static from(config: ScoringConfig = DEFAULT_SCORING): GreenScorer {
    const checked = checkOptions('scoring', config, SPEC)
    const keys = Object.keys(checked)
    if (keys.length !== 1) {
      const given = keys.length === 0 ? 'none' : keys.join(' and ')
      throw new GreenRoutingError(
        'invalid-option',
        `scoring takes one of preset, quality and weights; ${given} given.`,
        {
          details: { path: 'scoring', given: keys },
        },
      )
    }
    const { preset, quality, weights } = checked
    if (preset !== undefined) return new GreenScorer(Object.freeze({ preset }), SCORER_PRESETS[preset])
    if (quality !== undefined) return new GreenScorer(Object.freeze({ quality }), weightsForQuality(quality))
    return new GreenScorer(Object.freeze({ weights: weights! }), weights!)
  }

  /** The green score. Energy and cost come as shares of the pool's greatest, so all three are 0..1. */
  score(quality: number, energyShare: number, costShare: number): number {
    return this.weights.quality * quality - this.weights.energy * energyShare - this.weights.cost * costShare
  }
}
