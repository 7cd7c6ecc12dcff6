/** The labelled set to measure with: the one of `--input`, else the repository's own. */
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import type { Options } from './args.ts'
import { describeSystemError, usageFailure } from './failure.ts'
import { openInput, STANDARD } from './input.ts'
import type { Surroundings } from './surroundings.ts'

/** In a checkout, beside package.json; the npm package leaves it out. */
const OWN_SET = 'models/evaluation/written-dev.jsonl'

export interface LabelledSet {
  /** As a report calls it. */
  readonly name: string
  /** Where it is; `-` is standard input. */
  readonly path: string
}

/** `option` is what the command calls its input. */
export async function chooseSet(
  { input }: Pick<Options, 'input'>,
  { files }: Pick<Surroundings, 'files'>,
  option = '--input',
): Promise<LabelledSet> {
  if (input !== undefined) return { name: input === STANDARD ? 'standard input' : input, path: input }
  const path = fileURLToPath(new URL(OWN_SET, files.packageJson))
  if (await stat(path).catch(() => undefined)) return { name: OWN_SET, path }
  throw usageFailure(
    `${option} FILE.jsonl is needed, labelled queries: the set of the repository is not part of the npm package.`,
  )
}

/** The bytes of the lines; a name that ends in .gz is unpacked. */
export async function openSet({ path }: LabelledSet, surroundings: Surroundings): Promise<Readable> {
  const source = await openInput(path, STANDARD, surroundings)
  return path.endsWith('.gz') ? Readable.from(unpack(source)) : source
}

async function* unpack(source: Readable): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip()
  source.on('error', error => unpacked.destroy(error))
  try {
    yield* source.pipe(unpacked)
  } catch (cause) {
    // zlib numbers its errors as systems number theirs, and means something else by it.
    const damaged = (cause as NodeJS.ErrnoException).code?.startsWith('Z_')
    throw new Error(damaged ? 'it is not gzipped, or damaged' : describeSystemError(cause), { cause })
  } finally {
    source.destroy()
  }
}
