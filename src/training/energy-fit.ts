/**
 * How the coefficients of writing a token come about, and how well they predict a model they have not seen. Runs on the
 * published measurements that the core carries, so that anyone can refit them.
 */

import { groupBy } from '../core/group-by.ts'
import { type EnergyMeasurement, estimateAnswerEnergy, ML_ENERGY_MEASUREMENTS } from '../core/index.ts'
import { leastSquares } from './least-squares.ts'

export interface OutputFit {
  readonly joules: number
  readonly activeExponent: number
  readonly weightExponent: number
  readonly contextTokens: number
  /** Energy of a token on a B200 over that on an H100. */
  readonly b200: number
}

/** The batch that the fit is for. */
const BATCH = 64

/** By how much a token gets cheaper with the batch: least squares within the two operating points of each measurement. */
export function fitBatchExponent(rows: readonly EnergyMeasurement[] = ML_ENERGY_MEASUREMENTS): number {
  let product = 0
  let square = 0
  for (const { nearBatch64: a, within50ms: b } of rows) {
    const batches = Math.log(b.batch / a.batch)
    product += batches * Math.log(b.joulesPerOutputToken / a.joulesPerOutputToken)
    square += batches ** 2
  }
  return -product / square
}

/** Least squares on the logarithms, with the context that doubles the energy found by narrowing it down. */
export function fitOutput(rows: readonly EnergyMeasurement[], batchExponent: number): OutputFit {
  const at = (logContext: number) => {
    const contextTokens = Math.exp(logContext)
    const { coefficients, squares } = leastSquares(
      rows.map(row => [1, Math.log(row.activeParamsB), Math.log(weightsB(row)), row.gpu === 'B200' ? 1 : 0]),
      rows.map(row => Math.log(atBatch64(row, batchExponent) / (1 + row.outputTokens / 2 / contextTokens))),
    )
    return { contextTokens, coefficients, squares }
  }
  const { contextTokens, coefficients } = at(
    leastOf(logContext => at(logContext).squares, Math.log(500), Math.log(1e6)),
  )
  const [constant, activeExponent, weightExponent, b200] = coefficients as [number, number, number, number]
  return { joules: Math.exp(constant), activeExponent, weightExponent, contextTokens, b200: Math.exp(b200) }
}

const weightsB = ({ totalParamsB, weightBits }: EnergyMeasurement) => (totalParamsB * weightBits) / 16

function atBatch64({ nearBatch64: { joulesPerOutputToken, batch } }: EnergyMeasurement, exponent: number): number {
  return joulesPerOutputToken * (batch / BATCH) ** exponent
}

/** Where a function with one valley is least: golden sections. */
function leastOf(value: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2
  let [from, to] = [low, high]
  for (let step = 0; step < 60; step++) {
    const left = to - ratio * (to - from)
    const right = from + ratio * (to - from)
    if (value(left) < value(right)) to = right
    else from = left
  }
  return (from + to) / 2
}

/** One measurement beside what the others predict for it. Energy of the accelerators alone. */
export interface LeftOut {
  readonly measurement: EnergyMeasurement
  readonly measuredWh: number
  readonly lowWh: number
  readonly midWh: number
  readonly highWh: number
}

/**
 * What each measurement is predicted to be when all measurements of its architecture are left out of the fit: other
 * precisions, cards, tasks and later trainings of the same shape too, or the fit would have seen it after all.
 */
export function leaveOneModelOut(rows: readonly EnergyMeasurement[] = ML_ENERGY_MEASUREMENTS): LeftOut[] {
  return [...groupBy(rows, architectureOf).values()].flatMap(left => {
    const others = rows.filter(row => !left.includes(row))
    const exponent = fitBatchExponent(others)
    const fit = fitOutput(others, exponent)
    return left.map(measurement => predict(measurement, fit, exponent))
  })
}

/** By the estimator that users get, with the stack and the batch known: what is left is the error of the fit. */
function predict(measurement: EnergyMeasurement, fit: OutputFit, exponent: number): LeftOut {
  const { joules, activeExponent, weightExponent, contextTokens, b200 } = fit
  const { batch } = measurement.nearBatch64
  const card = measurement.gpu === 'B200' ? b200 : 1
  const exactly = (mid: number) => ({ low: mid, mid, high: mid })
  const { lowWh, midWh, highWh } = estimateAnswerEnergy(
    {
      name: 'left out',
      sizeBasis: 'public',
      estimatedParamsB: measurement.totalParamsB,
      activeParamsB: measurement.activeParamsB,
      weightBits: measurement.weightBits,
    },
    // What was read is not in the measured energy of a token written.
    { inputTokens: 0, outputTokens: measurement.outputTokens },
    {
      output: { joules, activeExponent, weightExponent, contextTokens },
      stack: exactly(card * (batch / BATCH) ** -exponent),
      batch: exactly(BATCH),
    },
  )!
  const { joulesPerOutputToken } = measurement.nearBatch64
  return { measurement, measuredWh: (joulesPerOutputToken * measurement.outputTokens) / 3600, lowWh, midWh, highWh }
}

/** Later trainings and precisions of one shape are one architecture. */
export function architectureOf({ model }: EnergyMeasurement): string {
  const name = model
    .replace(/^.*\//, '')
    .replace(/-FP8$/, '')
    .replace(/-(Instruct|Thinking)(-2507)?$/, '')
  const shapes: Readonly<Record<string, string>> = {
    'Llama-3.3-70B': 'Llama-3.1-70B',
    'DeepSeek-R1-0528': 'DeepSeek-V3',
    'DeepSeek-V3.1': 'DeepSeek-V3',
  }
  return shapes[name] ?? name
}

/** How far off predictions are. */
export interface Accuracy {
  readonly measurements: number
  readonly architectures: number
  /** Half of them are off by at most this factor. */
  readonly medianFactor: number
  /** Nine in ten of them are. */
  readonly ninthDecileFactor: number
  /** The share inside [low, high]. */
  readonly inside: number
}

export function accuracyOf(predictions: readonly LeftOut[]): Accuracy {
  const factors = predictions
    .map(({ measuredWh, midWh }) => Math.max(measuredWh / midWh, midWh / measuredWh))
    .sort((a, b) => a - b)
  const inside = predictions.filter(({ measuredWh, lowWh, highWh }) => measuredWh >= lowWh && measuredWh <= highWh)
  return {
    measurements: predictions.length,
    architectures: new Set(predictions.map(({ measurement }) => architectureOf(measurement))).size,
    medianFactor: quantile(factors, 0.5),
    ninthDecileFactor: quantile(factors, 0.9),
    inside: inside.length / predictions.length,
  }
}

/** Between neighbours in a straight line. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  return sorted[below]! + (place - below) * ((sorted[below + 1] ?? sorted[below]!) - sorted[below]!)
}
