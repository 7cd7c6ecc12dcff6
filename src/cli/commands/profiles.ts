/** `greenrouting profiles`: what there is to choose from, where it comes from, and what a change of it changes. */
import { quote, remedy } from '../../core/internal.ts'
import type { Arguments, Options } from '../args.ts'
import { usageFailure } from '../failure.ts'
import { diffProfiles } from '../profiles-diff.ts'
import { importProfiles } from '../profiles-import.ts'
import { listProfiles } from '../profiles-list.ts'
import type { Surroundings } from '../surroundings.ts'

interface Verb {
  readonly operands: number
  readonly usage: string
  readonly options: readonly (keyof Options)[]
  readonly run: (operands: readonly string[], options: Options, surroundings: Surroundings) => Promise<number>
}

const VERBS: Readonly<Record<string, Verb>> = {
  import: {
    operands: 2,
    usage: 'profiles import SOURCE FILE [--out FILE.json]',
    options: ['out', 'benchmark', 'categories', 'release', 'pool'],
    run: importProfiles,
  },
  list: { operands: 0, usage: 'profiles list [--pool POOL]', options: ['pool', 'json'], run: listProfiles },
  diff: {
    operands: 2,
    usage: 'profiles diff POOL POOL [--queries FILE.jsonl]',
    options: ['queries', 'preset', 'quality', 'model', 'json'],
    run: diffProfiles,
  },
}

export async function profiles({ operands, options }: Arguments, surroundings: Surroundings): Promise<number> {
  const [word, ...rest] = operands
  const names = Object.keys(VERBS)
  if (word === undefined) throw usageFailure(`profiles needs one of ${names.join(', ')}.`)
  const verb = Object.hasOwn(VERBS, word) ? VERBS[word] : undefined
  if (verb === undefined) throw usageFailure(`profiles does not know ${quote(word)}${remedy(word, names)}`)
  if (rest.length !== verb.operands) throw usageFailure(`use it as: greenrouting ${verb.usage}`)
  for (const name of Object.keys(options) as (keyof Options)[]) {
    if (!verb.options.includes(name)) {
      const known = verb.options.map(option => `--${option}`)
      throw usageFailure(`profiles ${word} has no option "--${name}"${remedy(`--${name}`, known)}`)
    }
  }
  return verb.run(rest, options, surroundings)
}
