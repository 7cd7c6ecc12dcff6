/** The classes of an answer's length, in order. */
import type { OutputLength } from './contracts.ts'

/** In the order of the classifier's outputs. */
export const OUTPUT_LENGTHS = ['short', 'medium', 'long'] as const satisfies readonly OutputLength[]
