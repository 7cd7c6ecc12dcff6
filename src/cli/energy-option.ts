/** `--energy-model` to what the matcher takes: a name, or a file of coefficients. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type EnergyModelOption, isGreenRoutingError } from '../core/index.ts'
import { readEnergyModel } from '../core/internal.ts'
import type { Options } from './args.ts'
import { Failure, fileFailure, usageFailure } from './failure.ts'

/** Undefined where the option is not given. */
export async function readEnergyOption(
  { 'energy-model': word }: Options,
  cwd: string,
): Promise<EnergyModelOption | undefined> {
  if (word === undefined) return undefined
  if (word.endsWith('.json')) return readTable(word, cwd)
  try {
    readEnergyModel(word as EnergyModelOption, '--energy-model')
    return word as EnergyModelOption
  } catch (error) {
    throw isGreenRoutingError(error) ? usageFailure(`${error.message} A file of coefficients ends in .json.`) : error
  }
}

async function readTable(path: string, cwd: string): Promise<EnergyModelOption> {
  const text = await readFile(resolve(cwd, path), 'utf8').catch(cause => {
    throw fileFailure('read', path, cause)
  })
  try {
    const table: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    readEnergyModel(table as EnergyModelOption, path)
    return table as EnergyModelOption
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Failure(`${path} is not JSON: ${cause.message}`, 1, cause)
    throw isGreenRoutingError(cause) ? new Failure(cause.message, 1, cause) : cause
  }
}
