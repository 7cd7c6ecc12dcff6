/** The command line: from words to an exit code. Never throws. */
import { readFile } from 'node:fs/promises'
import { isGreenRoutingError } from '../core/index.ts'
import { type Arguments, type CommandName, parseArguments } from './args.ts'
import { assets } from './commands/assets.ts'
import { classify } from './commands/classify.ts'
import { energy } from './commands/energy.ts'
import { evaluate } from './commands/eval.ts'
import { profiles } from './commands/profiles.ts'
import { route } from './commands/route.ts'
import { Failure, isBrokenPipe } from './failure.ts'
import { print } from './output.ts'
import type { Surroundings } from './surroundings.ts'
import { USAGE } from './usage.ts'

/** 128 and the number of the signal, as shells report it. */
const INTERRUPTED = 128 + 2
const BROKEN_PIPE = 128 + 13

type Command = (args: Arguments, surroundings: Surroundings) => Promise<number>

const COMMANDS: Record<CommandName | 'help' | 'version', Command> = {
  route,
  classify,
  assets,
  eval: evaluate,
  energy,
  profiles,
  async help(_, { stdout }) {
    await print(stdout, USAGE)
    return 0
  },
  async version(_, { stdout, files }) {
    const { version } = JSON.parse(await readFile(files.packageJson, 'utf8')) as { version: string }
    await print(stdout, `${version}\n`)
    return 0
  },
}

export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr, interrupt } = surroundings
  // A failed write is noticed where it was asked for; without a listener it would also end the process.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined)
  try {
    const args = parseArguments(argv)
    const code = await COMMANDS[args.command](args, surroundings)
    return interrupt.aborted ? INTERRUPTED : code
  } catch (error) {
    if (interrupt.aborted) return INTERRUPTED
    if (isBrokenPipe(error)) return BROKEN_PIPE
    stderr.write(`${explain(error, surroundings.debug)}\n`)
    return error instanceof Failure ? error.exitCode : 1
  }
}

function explain(error: unknown, debug: boolean): string {
  if (error instanceof Failure) {
    return `error: ${error.message}${error.exitCode === 2 ? '\nSee greenrouting --help.' : ''}`
  }
  if (isGreenRoutingError(error) && error.code !== 'internal') return `error: ${error.message}`
  if (debug && error instanceof Error) return `error: ${error.stack}`
  return `error: ${error instanceof Error ? error.message : error} (set DEBUG=1 to see where)`
}
