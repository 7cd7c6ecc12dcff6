/** What is known of a model's energy, best first, as joules a token: everything that does not depend on the query. */
import type { EnergyBasis, FactorRange, ModelProfile } from './contracts.ts'
import type { EnergyCoefficients, ThoughtEffort } from './energy-coefficients.ts'
import type { EnergyMeasurement } from './energy-measurements.ts'
import { evidenceOfApp, evidenceOfDevice } from './energy-of-app.ts'
import { evidenceOfDisclosure, evidenceOfMeasurements, findDisclosure, findMeasurements } from './energy-of-others.ts'
import { evidenceOfConstant, evidenceOfPrice, evidenceOfSize } from './energy-of-size.ts'

/** A profile as far as energy goes. */
export type EnergyFacts = ModelProfile & {
  /** How hard the model is told to think, by the vendor's name for it. */
  readonly effort?: string
}

/** How a model's tokens follow from the query's. */
export interface TokenShape {
  /** Its answers against a typical model's. */
  readonly verbosity: number
  /** Its thought against a typical thinking model's at medium effort. */
  readonly thought: number
  /** Tokens of context at which a token written takes twice what it takes at the start; Infinity where it never does. */
  readonly outputContext: number
  /** The same for tokens read. */
  readonly inputContext: number
}

export interface EnergyEvidence {
  readonly basis: EnergyBasis
  /** Undefined where the energy is that of a call, whatever its tokens: then `outputJoules` is that of the call. */
  readonly shape: TokenShape | undefined
  /** Joules of a token read, and of a token written, at the start of the context. */
  readonly inputJoules: number
  readonly outputJoules: number
  /** What the joules are multiplied by for host, idle spares and cooling. */
  readonly stackFactor: number
  readonly stack: FactorRange
  readonly batch: FactorRange
  readonly input: FactorRange
  readonly own: FactorRange
}

/** The best evidence there is; undefined where there is none, and then nothing may be said. */
export function energyEvidence(model: EnergyFacts, table: EnergyCoefficients): EnergyEvidence | undefined {
  const measurements = findMeasurements(model, table)
  const shape = tokenShape(model, measurements, table)
  if (model.measuredEnergy) return evidenceOfApp(model.measuredEnergy, shape, table)
  if (model.onDevice) return evidenceOfDevice(model.onDevice, shape, table)
  const disclosure = model.disclosedEnergy ?? findDisclosure(model, table)
  if (disclosure) return evidenceOfDisclosure(disclosure, shape, table)
  if (measurements.length > 0) return evidenceOfMeasurements(measurements, model, shape, table)
  return (
    evidenceOfSize(model, shape, table) ??
    evidenceOfConstant(model, shape, table) ??
    evidenceOfPrice(model, shape, table)
  )
}

function tokenShape(model: EnergyFacts, found: readonly EnergyMeasurement[], table: EnergyCoefficients): TokenShape {
  const { measured, tokens, output, input } = table
  const lengths = (task: EnergyMeasurement['task']) =>
    found.filter(row => row.task === task).map(row => row.outputTokens)
  const [chat, thinking] = [lengths('chat'), lengths('thinking')]
  // Measured with thinking on and never without: it always thinks, and this long.
  const itsThought =
    chat.length === 0 && thinking.length > 0 ? Math.min(...thinking) / measured.thinkingTokens : undefined
  const effort =
    model.effort !== undefined && Object.hasOwn(tokens.effort, model.effort)
      ? tokens.effort[model.effort as ThoughtEffort]
      : undefined
  const thought = effort === undefined ? (itsThought ?? 0) : effort * (itsThought ?? 1)
  return {
    // The least: two of the measured models seem to have thought in one of their chat runs.
    verbosity: model.outputTokensFactor ?? (chat.length > 0 ? Math.min(...chat) / measured.chatTokens : 1),
    thought: model.thoughtFactor ?? thought,
    outputContext: output.contextTokens,
    inputContext: input.contextTokens,
  }
}
