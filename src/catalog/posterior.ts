/**
 * What a model can do, given its scores: the arithmetic of the scale, without its tables.
 *
 * After chance and ceiling are taken off, the logit of a score is the model's ability less the benchmark's difficulty:
 * the logistic model of the Epoch Capabilities Index (Ho et al., "A Rosetta Stone for AI Benchmarks", arXiv 2512.00193),
 * with slope 1. A model's ability at one capability is its general ability and a deviation of its own; both are normal.
 */

/** A full mark or none says little about how far beyond the end a model is: the logit is taken no further out than here. */
const EDGE = 0.02
/**
 * Standard deviation of a normalised score from one run or report to another: of 39 scores that vendors and OpenAI's own
 * simple-evals both report, 13 differ by more than 0.011, the worst by 0.17.
 */
const REPORTING = 0.05

/** Takes off what a guess gets and stretches the ceiling to 1: `clamp((score − chance) / (ceiling − chance))`. */
export function normalise(score: number, chance: number, ceiling: number): number {
  return Math.min(1, Math.max(0, (score - chance) / (ceiling - chance)))
}

export interface Logit {
  readonly mean: number
  /** From reporting alone: largest at both ends, where benchmarks tell least. */
  readonly variance: number
}

export function logit(normalised: number): Logit {
  const share = Math.min(1 - EDGE, Math.max(EDGE, normalised))
  return { mean: Math.log(share / (1 - share)), variance: (REPORTING / (share * (1 - share))) ** 2 }
}

/** One score as a measurement of ability at one of the capabilities, numbered from 0. */
export interface Measurement {
  readonly capability: number
  readonly mean: number
  readonly variance: number
}

export interface Prior {
  readonly mean: number
  /** Variance of general ability. */
  readonly variance: number
  /** Variance of one capability around it. */
  readonly specificVariance: number
}

export interface Ability {
  readonly mean: number
  readonly variance: number
}

export interface Abilities {
  readonly general: Ability
  readonly capabilities: readonly Ability[]
}

/** The posterior means and variances. Without a measurement they are the prior's. */
export function posterior(prior: Prior, measurements: readonly Measurement[], capabilities: number): Abilities {
  const weight = new Array<number>(capabilities).fill(0)
  const sum = new Array<number>(capabilities).fill(0)
  for (const { capability, mean, variance } of measurements) {
    weight[capability]! += 1 / variance
    sum[capability]! += mean / variance
  }
  let precision = 1 / prior.variance
  let weighted = prior.mean / prior.variance
  for (let index = 0; index < capabilities; index++) {
    if (weight[index] === 0) continue
    const inverse = 1 / (prior.specificVariance + 1 / weight[index]!)
    precision += inverse
    weighted += (inverse * sum[index]!) / weight[index]!
  }
  const general = { mean: weighted / precision, variance: 1 / precision }
  return {
    general,
    capabilities: weight.map((own, index) => {
      // How far the capability's own scores count against the general level.
      const trust = own === 0 ? 0 : prior.specificVariance / (prior.specificVariance + 1 / own)
      const mean = own === 0 ? general.mean : (1 - trust) * general.mean + (trust * sum[index]!) / own
      return { mean, variance: (1 - trust) ** 2 * general.variance + (1 - trust) * prior.specificVariance }
    }),
  }
}
