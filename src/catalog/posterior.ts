/**
 * What a model can do, given its scores: the arithmetic of the scale, without its tables.
 *
 * After chance and ceiling are taken off, the logit of a score is the model's ability less the benchmark's difficulty:
 * the logistic model of the Epoch Capabilities Index (Ho et al., "A Rosetta Stone for AI Benchmarks", arXiv 2512.00193),
 * with slope 1. A model's ability at one capability is its general ability and a deviation of its own; both are normal.
 */

/** A benchmark that is passed or failed nearly whole tells little of how far beyond its end a model is: it counts as here. */
const EDGE = 0.02
/**
 * Standard deviation of a normalised score from one run or report to another: of 39 scores that vendors and OpenAI's own
 * simple-evals both report, 13 differ by more than 0.011, the worst by 0.17.
 */
const REPORTING = 0.05
/** A score is taken to contradict the others by this much at most, in logits: beyond it is a mistake rather than a measurement. */
const MOST_CONTRADICTION = 2
/** Enough for four digits with room to spare. */
const ROUNDS = 50
const CLOSE = 1e-6

/** Takes off what a guess gets and stretches the ceiling to 1: `clamp((score − chance) / (ceiling − chance))`. */
export function normalise(score: number, chance: number, ceiling: number): number {
  return Math.min(1, Math.max(0, (score - chance) / (ceiling - chance)))
}

/** One score as a measurement of ability at one of the capabilities, numbered from 0. */
export interface Measurement {
  readonly capability: number
  /** Normalised, 0..1. */
  readonly share: number
  readonly difficulty: number
  /** Of what the benchmark measures around ability and difficulty, in logits. */
  readonly variance: number
}

/**
 * By how much a score lies above what an ability leads to expect, in logits, and how uncertain that is. What it says depends
 * on the score, how surely only on the ability: so a better score never makes a model look worse.
 */
export function residual({ share, difficulty, variance }: Measurement, ability: number): Ability {
  const expected = Math.min(1 - EDGE, Math.max(EDGE, 1 / (1 + Math.exp(difficulty - ability))))
  const slope = expected * (1 - expected)
  const mean = Math.min(MOST_CONTRADICTION, Math.max(-MOST_CONTRADICTION, (share - expected) / slope))
  return { mean, variance: variance + (REPORTING / slope) ** 2 }
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
  let current = linearPosterior(prior, [], capabilities)
  for (let round = 0; round < ROUNDS && measurements.length > 0; round++) {
    const at = current.capabilities
    const linear = measurements.map(measurement => {
      const ability = at[measurement.capability]!.mean
      const { mean, variance } = residual(measurement, ability)
      return { capability: measurement.capability, mean: ability + mean, variance }
    })
    current = linearPosterior(prior, linear, capabilities)
    if (current.capabilities.every(({ mean }, index) => Math.abs(mean - at[index]!.mean) < CLOSE)) break
  }
  return current
}

interface LinearMeasurement extends Ability {
  readonly capability: number
}

/** The same where measurements are abilities already. */
function linearPosterior(prior: Prior, measurements: readonly LinearMeasurement[], capabilities: number): Abilities {
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
