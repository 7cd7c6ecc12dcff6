/** The energy of one answer: what is known of the model, applied to the tokens of a query. */
import type { EnergyErrors, EnergyEstimate, FactorRange } from './contracts.ts'
import type { EnergyEvidence, TokenShape } from './energy-evidence.ts'
import { JOULES_PER_WH } from './energy-of-app.ts'
import { EXACT, factorRange } from './energy-range.ts'
import type { PredictedTokens } from './energy-tokens.ts'

/** A model's evidence with the logarithms that every query needs. */
export interface PreparedEnergy extends EnergyEvidence {
  /** Sums of squared logarithms of the errors on all, and of the batch's on the output. */
  readonly onAll: Sides
  readonly onOutput: Sides
}

interface Sides {
  readonly down: number
  readonly up: number
}

const squares = (...ranges: readonly FactorRange[]): Sides => ({
  down: ranges.reduce((sum, [low]) => sum + Math.log(low) ** 2, 0),
  up: ranges.reduce((sum, [, high]) => sum + Math.log(high) ** 2, 0),
})

/** One object for all that are alike, so that what follows from it is worked out once a query and not once a model. */
export class Alike {
  readonly #shapes = new Map<string, TokenShape>()
  readonly #sides = new Map<string, Sides>()

  /** Field by field, in one order: thousands of objects laid out alike are read several times faster. */
  prepare({
    basis,
    shape,
    inputJoules,
    outputJoules,
    stackFactor,
    stack,
    batch,
    input,
    own,
  }: EnergyEvidence): PreparedEnergy {
    return {
      basis,
      shape: shape && first(this.#shapes, shape),
      inputJoules,
      outputJoules,
      stackFactor,
      stack,
      batch,
      input,
      own,
      onAll: squares(stack, own),
      onOutput: first(this.#sides, squares(batch)),
    }
  }
}

function first<T extends object>(known: Map<string, T>, value: T): T {
  const key = Object.values(value).join(' ')
  const earlier = known.get(key)
  if (earlier === undefined) known.set(key, value)
  return earlier ?? value
}

/** What a query's tokens come to for models of one shape. */
interface Terms {
  /** Tokens, each counted for what it takes at its place in the context. */
  readonly input: number
  readonly output: number
  readonly length: FactorRange
  readonly thought: FactorRange
  readonly sides: Sides
  /** The range of the output by the batch's errors, which most models of a pool share too. */
  readonly outputs: Map<Sides, FactorRange>
}

/** The estimates of one query. Models of one shape share its terms, which makes a large pool cheap. */
export class QueryEnergy {
  readonly #tokens: PredictedTokens
  readonly #terms = new Map<TokenShape, Terms>()

  constructor(tokens: PredictedTokens) {
    this.#tokens = tokens
  }

  of(model: PreparedEnergy): EnergyEstimate {
    const { basis, shape, onAll } = model
    if (shape === undefined) return ofCall(model)
    const terms = this.#termsOf(shape)
    const input = model.inputJoules * terms.input
    const output = model.outputJoules * terms.output
    const joules = input + output
    const midWh = (model.stackFactor * joules) / JOULES_PER_WH
    const errors: EnergyErrors = {
      inputShare: joules > 0 ? input / joules : 0,
      stack: model.stack,
      batch: model.batch,
      input: model.input,
      length: terms.length,
      thought: terms.thought,
      own: model.own,
    }
    if (joules === 0) return { lowWh: 0, midWh: 0, highWh: 0, basis, errors }
    // In two steps, the output's errors and then all: in one, a dearer input could lower the high end.
    const range = outputRange(terms, model.onOutput)
    const down = Math.log((input * model.input[0] + output * range[0]) / joules)
    const up = Math.log((input * model.input[1] + output * range[1]) / joules)
    return {
      lowWh: midWh * Math.exp(-Math.sqrt(down * down + onAll.down)),
      midWh,
      highWh: midWh * Math.exp(Math.sqrt(up * up + onAll.up)),
      basis,
      errors,
    }
  }

  #termsOf(shape: TokenShape): Terms {
    let terms = this.#terms.get(shape)
    if (terms === undefined) {
      terms = termsOf(this.#tokens, shape)
      this.#terms.set(shape, terms)
    }
    return terms
  }
}

function outputRange({ outputs, sides }: Terms, batch: Sides): FactorRange {
  let range = outputs.get(batch)
  if (range === undefined) {
    range = [Math.exp(-Math.sqrt(batch.down + sides.down)), Math.exp(Math.sqrt(batch.up + sides.up))]
    outputs.set(batch, range)
  }
  return range
}

function termsOf({ counted, input, answer, thought }: PredictedTokens, shape: TokenShape): Terms {
  const { inputContext, outputContext } = shape
  const [verbosity, factor] = counted ? [1, 0] : [shape.verbosity, shape.thought]
  const written = (end: 'low' | 'mid' | 'high', thoughtEnd: 'low' | 'mid' | 'high') => {
    const tokens = answer[end] * verbosity + thought[thoughtEnd] * factor
    return tokens * (1 + (input + tokens / 2) / outputContext)
  }
  const output = written('mid', 'mid')
  const between = (low: number, high: number) => (output > 0 ? factorRange(low / output, high / output) : EXACT)
  const lengthRange = between(written('low', 'mid'), written('high', 'mid'))
  const thoughtRange = between(written('mid', 'low'), written('mid', 'high'))
  return {
    input: input * (1 + input / inputContext),
    output,
    length: lengthRange,
    thought: thoughtRange,
    sides: squares(lengthRange, thoughtRange),
    outputs: new Map(),
  }
}

function ofCall({ outputJoules, stackFactor, stack, own, basis, onAll }: PreparedEnergy): EnergyEstimate {
  const midWh = (stackFactor * outputJoules) / JOULES_PER_WH
  const errors = { inputShare: 0, stack, batch: EXACT, input: EXACT, length: EXACT, thought: EXACT, own }
  return {
    lowWh: midWh * Math.exp(-Math.sqrt(onAll.down)),
    midWh,
    highWh: midWh * Math.exp(Math.sqrt(onAll.up)),
    basis,
    errors,
  }
}
