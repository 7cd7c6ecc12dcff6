/** A model's scores to what it can do, on the scale that difficulties are on. */
import { CAPABILITIES, type Capability, type CapabilityEstimate, type ModelProfile } from '../core/index.ts'
import { type BenchmarkId, benchmarkRow, resolveBenchmark } from './benchmark-names.ts'
import { SCALE } from './generated/scale.ts'
import { type Ability, type Measurement, normalise, posterior } from './posterior.ts'
import { expectation } from './prior.ts'
import type { DifficultyRow, ScoredCapability } from './tables.ts'

const SCORED = CAPABILITIES.filter((name): name is ScoredCapability => name !== 'simple')

/** Nine in ten of a normal distribution lie within it. */
const NINE_IN_TEN = 1.645
/** Of a benchmark nobody in the catalogue was scored on: about as hard as the others are, which is not to know it. */
const UNKNOWN_DIFFICULTY = { difficulty: 0, error: 1.5 }

/** What an estimate rests on. */
export type ScoredModel = Pick<
  ModelProfile,
  'benchmarkScores' | 'costPer1kInput' | 'costPer1kOutput' | 'effort' | 'reasoning' | 'releasedOn'
>

/** The score as a share of the way from a guess to full marks: `clamp((score − chance) / (ceiling − chance))`, or undefined for an unknown benchmark. */
export function normaliseScore(benchmark: string, score: number): number | undefined {
  const resolved = resolveBenchmark(benchmark)
  return resolved && normalise(score, benchmarkRow(resolved.id)!.chance, difficultyOf(resolved).ceiling)
}

/** A variant that is not known is as hard as those of its benchmark that are, give or take what these differ by. */
function difficultyOf({ id, key, tools }: BenchmarkId): DifficultyRow {
  const own = Object.hasOwn(SCALE.difficulties, key) ? SCALE.difficulties[key] : undefined
  if (own !== undefined) return own
  const kin = Object.entries(SCALE.difficulties)
    .filter(([other]) => other.split(/[@+]/)[0] === id && other.endsWith('+tools') === (tools ?? false))
    .map(([, row]) => row.difficulty)
  if (kin.length === 0) return { ceiling: 1, ...UNKNOWN_DIFFICULTY }
  const mean = kin.reduce((sum, value) => sum + value, 0) / kin.length
  const spread = kin.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kin.length
  return { ceiling: 1, difficulty: mean, error: Math.max(0.5, Math.sqrt(spread)) }
}

function measure(name: string, score: number): Measurement | undefined {
  const resolved = resolveBenchmark(name)
  if (resolved === undefined) return undefined
  const { capability, chance } = benchmarkRow(resolved.id)!
  const { ceiling, difficulty, error } = difficultyOf(resolved)
  return {
    capability: SCORED.indexOf(capability),
    share: normalise(score, chance, ceiling),
    difficulty,
    variance: SCALE.noiseDeviation ** 2 + error ** 2,
  }
}

/**
 * Linear between the anchors. Beyond them it goes on with the same slope and bends towards 0 or 1 without reaching it: nobody
 * is certainly at either end.
 */
function scoreOf(ability: number): number {
  const { anchors } = SCALE
  const next = anchors.findIndex(([at]) => at > ability)
  const index = Math.min(anchors.length - 1, Math.max(1, next < 0 ? anchors.length - 1 : next))
  const [[x0, y0], [x1, y1]] = [anchors[index - 1]!, anchors[index]!]
  const slope = (y1 - y0) / (x1 - x0)
  if (ability < x0) return y0 * Math.exp((slope * (ability - x0)) / y0)
  if (ability > x1) return 1 - (1 - y1) * Math.exp((-slope * (ability - x1)) / (1 - y1))
  return y0 + slope * (ability - x0)
}

function toEstimate({ mean, variance }: Ability): CapabilityEstimate {
  const reach = NINE_IN_TEN * Math.sqrt(variance)
  const [score, low, high] = [mean, mean - reach, mean + reach].map(ability => Number(scoreOf(ability).toFixed(5)))
  return Object.freeze({ score: score!, low: low!, high: high! })
}

/**
 * How good a model is at each capability that benchmarks speak for, with the range in which nine in ten such models lie.
 *
 * Scores of known benchmarks (`resolveBenchmark`) are normalised by chance and ceiling, corrected for how hard each
 * benchmark is, and drawn towards what the catalogue expects of a model of that date, price and effort: the fewer and the
 * less telling they are, the more, and the wider the range. Without any score the answer is that expectation, never zero and
 * never certain. Other keys of `benchmarkScores` are left aside.
 */
export function estimateCapabilities(model: ScoredModel): Readonly<Record<ScoredCapability, CapabilityEstimate>> {
  const price = (1000 * (model.costPer1kInput + model.costPer1kOutput)) / 2
  const prior = expectation({ ...model, price }, SCALE)
  const measurements = Object.entries(model.benchmarkScores)
    .map(([name, score]) => measure(name, score))
    .filter(measurement => measurement !== undefined)
  const { capabilities } = posterior(
    { ...prior, specificVariance: SCALE.specificDeviation ** 2 },
    measurements,
    SCORED.length,
  )
  const entries = SCORED.map((name, index): [Capability, CapabilityEstimate] => [
    name,
    toEstimate(capabilities[index]!),
  ])
  return Object.freeze(Object.fromEntries(entries) as Record<ScoredCapability, CapabilityEstimate>)
}
