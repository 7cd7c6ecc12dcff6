/** Words of the command line to a command and its options. */
import { parseArgs } from 'node:util'
import { quote, remedy } from '../core/internal.ts'
import { usageFailure } from './failure.ts'

const OPTIONS = {
  preset: { type: 'string' },
  quality: { type: 'string' },
  'energy-model': { type: 'string' },
  pool: { type: 'string' },
  model: { type: 'string' },
  encoder: { type: 'string' },
  head: { type: 'string' },
  input: { type: 'string' },
  output: { type: 'string' },
  json: { type: 'boolean' },
  split: { type: 'string' },
  limit: { type: 'string' },
  robustness: { type: 'boolean' },
  out: { type: 'string' },
  queries: { type: 'string' },
  benchmark: { type: 'string' },
  categories: { type: 'string' },
  release: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

type OptionName = keyof typeof OPTIONS
type ValueOptionName = { [K in OptionName]: (typeof OPTIONS)[K]['type'] extends 'string' ? K : never }[OptionName]

/** What each command understands besides --help and --version. */
const COMMANDS = {
  route: ['preset', 'quality', 'energy-model', 'pool', 'model', 'input', 'output', 'json'],
  classify: ['model', 'input', 'output', 'json'],
  assets: [],
  eval: ['model', 'encoder', 'head', 'input', 'split', 'limit', 'robustness', 'json'],
  energy: ['json'],
  profiles: ['pool', 'out', 'benchmark', 'categories', 'release', 'queries', 'preset', 'quality', 'model', 'json'],
} as const satisfies Record<string, readonly OptionName[]>

export type CommandName = keyof typeof COMMANDS

export interface Options {
  readonly preset?: string
  readonly quality?: string
  readonly 'energy-model'?: string
  readonly pool?: string
  readonly model?: string
  readonly encoder?: string
  readonly head?: string
  readonly input?: string
  readonly output?: string
  readonly json?: boolean
  readonly split?: string
  readonly limit?: string
  readonly robustness?: boolean
  readonly out?: string
  readonly queries?: string
  readonly benchmark?: string
  readonly categories?: string
  readonly release?: string
}

/** What to write after each option that takes something. */
const VALUES: Readonly<Record<ValueOptionName, string>> = {
  preset: 'quality_first, balanced or maximum_green',
  quality: 'a number from 0 (least energy) to 1 (best answers)',
  'energy-model': 'seed, 2026-11 or a JSON file of coefficients',
  pool: 'seed, catalog or a JSON file',
  model: "a classifier's folder",
  encoder: 'the folder of an encoder (--head goes with it)',
  head: 'the folder of the head that goes with the encoder',
  input: 'a file, or - for standard input',
  output: 'a file, or - for standard output',
  split: 'the name of a split',
  limit: 'how many queries to use, a whole number of at least 1',
  out: 'a file to write',
  queries: 'a JSON Lines file',
  benchmark: 'the name of a benchmark, such as gpqa_diamond',
  categories: "LiveBench's file of categories",
  release: "the table's date, such as 2026-06-25",
}

export interface Arguments {
  readonly command: CommandName | 'help' | 'version'
  /** What stands after the command and is no option. */
  readonly operands: readonly string[]
  readonly options: Options
}

/** Throws a usage failure that names what was not understood and the nearest thing that is. */
export function parseArguments(argv: readonly string[]): Arguments {
  const args = [...argv]
  const loose = parseArgs({ args, options: OPTIONS, strict: false, allowPositionals: true, tokens: true })
  const { help, version } = loose.values
  const word = loose.positionals[0]
  if (word !== undefined && !isCommand(word)) {
    throw usageFailure(`unknown command ${quote(word)}${remedy(word, Object.keys(COMMANDS))}`)
  }
  const known: readonly string[] = [...(word === undefined ? [] : COMMANDS[word]), 'help', 'version']
  for (const token of loose.tokens) {
    if (token.kind !== 'option' || known.includes(token.name)) continue
    const name = quote(token.rawName)
    const names = known.map(option => `--${option}`)
    const hint = token.rawName.startsWith('--') ? '' : ' Put -- before a text that begins with a dash.'
    throw usageFailure(`${word ?? 'greenrouting'} has no option ${name}${remedy(token.rawName, names)}${hint}`)
  }
  for (const token of loose.tokens) if (token.kind === 'option') checkValue(token)
  if (help) return { command: 'help', operands: [], options: {} }
  if (version) return { command: 'version', operands: [], options: {} }
  if (word === undefined) throw usageFailure(`which command? One of ${Object.keys(COMMANDS).join(', ')}.`)

  const { values, positionals } = parseStrictly(args)
  return { command: word, operands: positionals.slice(1), options: values }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

/** Node's own sentences name neither what belongs there nor, for a value with a dash, the command's own rule. */
function checkValue({ name, rawName, value, inlineValue }: OptionToken): void {
  const wanted = Object.hasOwn(VALUES, name) ? VALUES[name as ValueOptionName] : undefined
  if (wanted === undefined) return
  if (value === undefined) throw usageFailure(`${rawName} needs a value: ${wanted}.`)
  if (!inlineValue && /^-./.test(value)) throw usageFailure(`${rawName} takes ${wanted}, not ${quote(value)}.`)
}

const isCommand = (word: string): word is CommandName => Object.hasOwn(COMMANDS, word)

function parseStrictly(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: true })
  } catch (cause) {
    // Node's sentence: a value where none belongs.
    throw usageFailure((cause as Error).message.replaceAll('\n', ' '))
  }
}
