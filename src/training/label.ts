/** What a careful reader says a query needs: the truth that a classifier is measured by and trained on. */
import { CAPABILITIES, type CapabilityRecord } from '../core/capability.ts'
import { normaliseWeights, readWeights } from '../core/capability-weights.ts'
import type { OutputLength } from '../core/contracts.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { aNumber, oneOf } from '../core/internal.ts'
import { OUTPUT_LENGTHS } from '../core/output-lengths.ts'

export interface Label {
  /** All eight, sum 1. */
  readonly weights: CapabilityRecord
  /** 1..5, in half steps where people give it. */
  readonly difficulty: number
  readonly length: OutputLength
}

const aDifficulty = aNumber({ min: 1, max: 5 })
const aLength = oneOf(OUTPUT_LENGTHS)

/** Reads `{weights, difficulty, length}`, weights on any positive scale; other keys are nobody's business here. Throws `invalid-profile`. */
export function readLabel(row: Readonly<Record<string, unknown>>): Label {
  const weights = new Map(normaliseWeights(readWeights(row.weights, 'weights')))
  if (weights.size === 0) throw new GreenRoutingError('invalid-profile', 'weights needs at least one above 0.')
  return {
    weights: Object.fromEntries(
      CAPABILITIES.map(name => [name, weights.get(name) ?? 0]),
    ) as unknown as CapabilityRecord,
    difficulty: aDifficulty(row.difficulty, 'difficulty', 'invalid-profile'),
    length: aLength(row.length, 'length', 'invalid-profile'),
  }
}
