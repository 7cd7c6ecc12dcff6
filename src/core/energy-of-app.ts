/** Evidence that the app itself hands in: its own measurements, and the power of the device a model runs on. */
import type { EnergyCoefficients } from './energy-coefficients.ts'
import type { EnergyEvidence, TokenShape } from './energy-evidence.ts'
import type { MeasuredEnergy, OnDevice } from './energy-profile.ts'
import { aroundMid, EXACT, factorRange, within } from './energy-range.ts'

export const JOULES_PER_WH = 3600

/** Without growth along the context: for figures that are a mean over contexts already. */
export function flat(shape: TokenShape): TokenShape {
  return { ...shape, outputContext: Number.POSITIVE_INFINITY, inputContext: Number.POSITIVE_INFINITY }
}

export function evidenceOfApp(given: MeasuredEnergy, shape: TokenShape, table: EnergyCoefficients): EnergyEvidence {
  const { whPerCall, joulesPerCall, joulesPerOutputToken = 0, joulesPerInputToken = 0, scope = 'whole' } = given
  const error = given.errorFactor ?? table.measured.error
  const joules = whPerCall === undefined ? joulesPerCall : whPerCall * JOULES_PER_WH
  const whole = scope === 'whole'
  return {
    basis: 'measured-here',
    shape: joules === undefined ? flat(shape) : undefined,
    inputJoules: joulesPerInputToken,
    outputJoules: joules ?? joulesPerOutputToken,
    stackFactor: whole ? 1 : table.stack.mid,
    stack: whole ? EXACT : aroundMid(table.stack),
    batch: EXACT,
    input: EXACT,
    own: factorRange(1 / error, error),
  }
}

export function evidenceOfDevice(given: OnDevice, shape: TokenShape, { device }: EnergyCoefficients): EnergyEvidence {
  const { tokensPerSecond, inputTokensPerSecond = tokensPerSecond * device.readingSpeed } = given
  const typical = device.watts[given.device ?? 'laptop']
  const watts = given.watts ?? typical.mid
  return {
    basis: 'device-power',
    shape: flat(shape),
    inputJoules: watts / inputTokensPerSecond,
    outputJoules: watts / tokensPerSecond,
    stackFactor: 1,
    stack: EXACT,
    batch: EXACT,
    input: EXACT,
    own: given.watts === undefined ? aroundMid(typical) : within(device.error),
  }
}
