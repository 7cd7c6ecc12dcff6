/** Evidence that is no measurement: a model's size, a constant of unstated origin, its price. */
import type { FactorRange, ModelProfile } from './contracts.ts'
import type { EnergyCoefficients } from './energy-coefficients.ts'
import type { EnergyEvidence, TokenShape } from './energy-evidence.ts'
import { ofTypicalAnswer } from './energy-of-others.ts'
import { aroundMid, combine, EXACT, factorRange, power, within } from './energy-range.ts'

/** By the fit to what was measured of other models. */
export function evidenceOfSize(
  model: ModelProfile,
  shape: TokenShape,
  table: EnergyCoefficients,
): EnergyEvidence | undefined {
  const total =
    model.estimatedParamsB ?? (model.paramsRangeB && Math.sqrt(model.paramsRangeB.low * model.paramsRangeB.high))
  if (total === undefined) return undefined
  const active = Math.min(model.activeParamsB ?? total, total)
  const basis = model.sizeBasis ?? 'guessed'
  const { joules, activeExponent, weightExponent, error } = table.output
  const assumed = table.weightBits[basis]
  const bits = model.weightBits ?? assumed.mid
  const weights = (total * bits) / 16
  const bitsRange = model.weightBits === undefined ? aroundMid(assumed) : EXACT
  const size = basis === 'public' ? EXACT : sizeRange(model, total, table)
  return {
    basis: basis === 'public' ? 'fitted-public-size' : 'fitted-guessed-size',
    shape,
    inputJoules: table.input.joules.mid * active,
    outputJoules: joules * active ** activeExponent * weights ** weightExponent,
    stackFactor: table.stack.mid,
    stack: aroundMid(table.stack),
    batch: power(aroundMid(table.batch), -table.batch.exponent),
    input: aroundMid(table.input.joules),
    own: combine(within(error), power(bitsRange, weightExponent), power(size, activeExponent + weightExponent)),
  }
}

/** How far the guess may be off; the share of active parameters is taken to stay. */
function sizeRange({ paramsRangeB }: ModelProfile, total: number, { guessedSize }: EnergyCoefficients): FactorRange {
  if (paramsRangeB === undefined) return within(guessedSize)
  return factorRange(Math.min(paramsRangeB.low / total, 1), Math.max(paramsRangeB.high / total, 1))
}

/** The constant that a profile brings along without saying where it is from. */
export function evidenceOfConstant(
  { energyPerQueryWh }: ModelProfile,
  shape: TokenShape,
  table: EnergyCoefficients,
): EnergyEvidence | undefined {
  if (energyPerQueryWh === undefined) return undefined
  const spread = ofTypicalAnswer(energyPerQueryWh, table.typical.outputTokens, shape, table)
  return { basis: 'declared', ...spread, own: within(table.declared) }
}

/** By price, for an order among models. Nothing for a model that costs nothing, which is one of the user's own. */
export function evidenceOfPrice(
  { costPer1kOutput }: ModelProfile,
  shape: TokenShape,
  table: EnergyCoefficients,
): EnergyEvidence | undefined {
  if (costPer1kOutput === 0) return undefined
  const { wh, exponent, error } = table.price
  const perMillion = costPer1kOutput * 1000
  const spread = ofTypicalAnswer(wh * perMillion ** exponent, table.typical.outputTokens, shape, table)
  return { basis: 'price-proxy', ...spread, own: within(error) }
}
