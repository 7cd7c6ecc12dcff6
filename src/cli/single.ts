/** The one text of a command line that names no input file. */

import { addAbortSignal } from 'node:stream'
import { text as readAll } from 'node:stream/consumers'
import { checkQuery } from '../core/internal.ts'
import type { Arguments } from './args.ts'
import { usageFailure } from './failure.ts'
import { STANDARD } from './input.ts'
import type { Surroundings } from './surroundings.ts'

/** Throws a usage failure unless there is either one text or an input file. */
export function checkSource({ command, operands, options }: Arguments): void {
  const { input, output } = options
  if (input !== undefined && operands.length > 0) {
    throw usageFailure(`${command} takes a text or --input, not both.`)
  }
  if (input === undefined && operands.length === 0) {
    throw usageFailure(`${command} needs a text (in quotes), or --input FILE.`)
  }
  if (operands.length > 1) {
    throw usageFailure(`${command} takes one text, not ${operands.length}: put it in quotes.`)
  }
  if (input === undefined && output !== undefined) {
    throw usageFailure('--output goes with --input; the answer to a single text is printed.')
  }
}

/** Throws `invalid-query` for a text with nothing in it. */
export async function readSingle(
  operand: string,
  { stdin, interrupt }: Pick<Surroundings, 'stdin' | 'interrupt'>,
): Promise<string> {
  const text = operand === STANDARD ? await readAll(addAbortSignal(interrupt, stdin)) : operand
  return checkQuery(text, operand === STANDARD ? 'Standard input' : 'The text')
}
