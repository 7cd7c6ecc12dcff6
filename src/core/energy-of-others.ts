/** Evidence that others published: what a vendor disclosed, and what was measured of the model elsewhere. */
import type { ModelProfile } from './contracts.ts'
import type { EnergyCoefficients } from './energy-coefficients.ts'
import type { EnergyEvidence, TokenShape } from './energy-evidence.ts'
import type { EnergyMeasurement } from './energy-measurements.ts'
import { canonicalName } from './energy-names.ts'
import { flat, JOULES_PER_WH } from './energy-of-app.ts'
import type { DisclosedEnergy } from './energy-profile.ts'
import { aroundMid, EXACT, power, within } from './energy-range.ts'
import { groupBy } from './group-by.ts'

type Disclosed = Pick<DisclosedEnergy, 'whPerAnswer' | 'outputTokens'>

export function findDisclosure(model: ModelProfile, { disclosed }: EnergyCoefficients): Disclosed | undefined {
  const names = namesOf(model)
  return disclosed.figures.find(figure => figure.models.some(name => names.includes(canonicalName(name))))
}

export function evidenceOfDisclosure(given: Disclosed, shape: TokenShape, table: EnergyCoefficients): EnergyEvidence {
  const { whPerAnswer, outputTokens = table.typical.outputTokens } = given
  const own = within(table.disclosed.error)
  return { basis: 'disclosed', ...ofTypicalAnswer(whPerAnswer, outputTokens, shape, table), own }
}

/** One figure for a typical answer with everything in it, spread over that answer's tokens. */
export function ofTypicalAnswer(
  wh: number,
  outputTokens: number,
  shape: TokenShape,
  { typical: { inputTokens, inputWeight } }: EnergyCoefficients,
): Omit<EnergyEvidence, 'basis' | 'own'> {
  const joules = (wh * JOULES_PER_WH) / (outputTokens + inputTokens * inputWeight)
  return {
    shape: flat(shape),
    inputJoules: joules * inputWeight,
    outputJoules: joules,
    stackFactor: 1,
    stack: EXACT,
    batch: EXACT,
    input: EXACT,
  }
}

type Rows = readonly EnergyMeasurement[]

/** Tables are frozen and few, models are looked up in them by the thousand. */
const indexes = new WeakMap<Rows, ReadonlyMap<string, Rows>>()

function indexOf(rows: Rows): ReadonlyMap<string, Rows> {
  let index = indexes.get(rows)
  if (index === undefined) {
    index = groupBy(rows, ({ model }) => canonicalName(model))
    indexes.set(rows, index)
  }
  return index
}

/** All measurements of a model in the table, by what its provider calls it, else by its name; none when nobody measured it. */
export function findMeasurements(model: ModelProfile, { measured }: EnergyCoefficients): Rows {
  const index = indexOf(measured.rows)
  for (const name of namesOf(model)) {
    const found = index.get(name)
    if (found !== undefined) return found
  }
  return []
}

function namesOf({ name, modelId }: ModelProfile): readonly string[] {
  return modelId === undefined ? [canonicalName(name)] : [canonicalName(modelId), canonicalName(name)]
}

export function evidenceOfMeasurements(
  rows: Rows,
  { weightBits }: ModelProfile,
  shape: TokenShape,
  table: EnergyCoefficients,
): EnergyEvidence {
  const points = (['chat', 'thinking'] as const)
    .map(task =>
      closest(
        rows.filter(row => row.task === task),
        weightBits,
      ),
    )
    .filter(row => row !== undefined)
    .map(row => ({ context: row.outputTokens / 2, joules: onH100(row, table) }))
  return {
    basis: 'measured-elsewhere',
    ...alongContext(points, shape),
    inputJoules: table.input.joules.mid * rows[0]!.activeParamsB,
    stackFactor: table.stack.mid,
    stack: aroundMid(table.stack),
    batch: power(aroundMid(table.batch), -table.batch.exponent),
    input: aroundMid(table.input.joules),
    own: within(table.measured.elsewhere),
  }
}

/** The row at the bits asked for, else at the fewest, which is how hosts serve; of those one on an H100. */
function closest(rows: Rows, weightBits: number | undefined): EnergyMeasurement | undefined {
  const distance = ({ weightBits: bits, gpu }: EnergyMeasurement) =>
    Math.abs(bits - (weightBits ?? 0)) + (gpu === 'H100' ? 0 : 0.1)
  return [...rows].sort((a, b) => distance(a) - distance(b))[0]
}

/** Joules a token at the table's batch, on an H100. */
function onH100({ nearBatch64, gpu }: EnergyMeasurement, { batch, measured }: EnergyCoefficients): number {
  const card = gpu === 'B200' ? measured.b200 : 1
  return (nearBatch64.joulesPerOutputToken / card) * (batch.mid / nearBatch64.batch) ** -batch.exponent
}

/** The line through one or two points, as joules at the start and the context that doubles them. */
function alongContext(
  points: readonly { readonly context: number; readonly joules: number }[],
  shape: TokenShape,
): Pick<EnergyEvidence, 'shape' | 'outputJoules'> {
  const [one, two] = points
  if (one !== undefined && two !== undefined) {
    const growth = two.joules / one.joules
    // Some get no dearer along the context: then the mean of the two holds everywhere.
    if (growth <= 1) {
      return {
        shape: { ...shape, outputContext: Number.POSITIVE_INFINITY },
        outputJoules: Math.sqrt(one.joules * two.joules),
      }
    }
    const doubling = (two.context - growth * one.context) / (growth - 1)
    if (doubling > 0) {
      return { shape: { ...shape, outputContext: doubling }, outputJoules: one.joules / (1 + one.context / doubling) }
    }
  }
  const only = two ?? one!
  return { shape, outputJoules: only.joules / (1 + only.context / shape.outputContext) }
}
