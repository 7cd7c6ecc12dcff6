/** `profiles import`: a document that another service serves, to a pool. */
import type { ModelProfileInput } from '../core/index.ts'
import { isGreenRoutingError } from '../core/index.ts'
import { listNames, quote, remedy } from '../core/internal.ts'
import type { ImportResult } from '../importers/index.ts'
import type { Options } from './args.ts'
import { Failure, usageFailure } from './failure.ts'
import { print } from './output.ts'
import { readPool } from './pool.ts'
import type { Surroundings } from './surroundings.ts'
import { readTextFile, writeTextFile } from './text-file.ts'

const SOURCES = ['models.dev', 'openrouter', 'litellm', 'huggingface', 'livebench'] as const
type Source = (typeof SOURCES)[number]

/** Services that know scores and no prices: what they say goes to models that have one. */
const SCORES_ONLY: readonly Source[] = ['huggingface', 'livebench']

const MOST_SHOWN = 20

const count = (models: number) => `${models} model${models === 1 ? '' : 's'}`

/** Returns 1 if a row was not in order. */
export async function importProfiles(
  [source, path]: readonly string[],
  options: Options,
  surroundings: Surroundings,
): Promise<number> {
  const service = SOURCES.find(name => name === source)
  if (service === undefined)
    throw usageFailure(`profiles import does not know ${quote(source!)}${remedy(source!, SOURCES)}`)
  const { cwd, stdout, stderr } = surroundings
  const text = await readTextFile(path!, cwd, 'an import is a file, as it was fetched')
  const result = await read(service, text, path!, options, cwd)
  const { profiles, unmatched } = await complete(service, result, options, cwd)
  const { provenance, warnings } = result
  const say = (line: string) => void stderr.write(`${line}\n`)
  for (const { path: at, message } of warnings.slice(0, MOST_SHOWN)) say(`${at === '' ? '' : `${at}: `}${message}`)
  if (warnings.length > MOST_SHOWN) say(`and ${warnings.length - MOST_SHOWN} more warnings`)
  if (unmatched.length > 0) say(`no price is known for ${count(unmatched.length)}, left out: ${listNames(unmatched)}`)
  if (profiles.length === 0) throw new Failure(`${path} holds no model to use.`)
  const document = `${JSON.stringify({ source: provenance, models: profiles }, null, 2)}\n`
  if (options.out === undefined) await print(stdout, document)
  else await writeTextFile(options.out, cwd, document)
  const { imported, ignored, skipped } = provenance
  say(`${count(profiles.length)} from ${imported} rows of ${provenance.source}; ${ignored} ignored, ${skipped} skipped`)
  return skipped > 0 ? 1 : 0
}

async function read(service: Source, text: string, path: string, options: Options, cwd: string): Promise<ImportResult> {
  const importers = await import('../importers/index.ts')
  const only = (name: 'benchmark' | 'categories' | 'release', owner: Source) => {
    if (options[name] !== undefined && service !== owner)
      throw usageFailure(`--${name} goes with ${owner}, not ${service}.`)
  }
  only('benchmark', 'huggingface')
  only('categories', 'livebench')
  only('release', 'livebench')
  try {
    switch (service) {
      case 'models.dev':
        return importers.fromModelsDev(text)
      case 'openrouter':
        return importers.fromOpenRouter(text)
      case 'litellm':
        return importers.fromLiteLLM(text)
      case 'huggingface':
        if (options.benchmark === undefined) {
          throw usageFailure(
            'huggingface needs --benchmark NAME: which benchmark the ranking is of, such as gpqa_diamond.',
          )
        }
        return importers.fromHFLeaderboard(text, options.benchmark)
      case 'livebench': {
        if (options.categories === undefined) {
          throw usageFailure('livebench needs --categories FILE: the categories_….json beside the table.')
        }
        const categories = await readTextFile(options.categories, cwd, 'the categories are a JSON file')
        const { release } = options
        return importers.fromLiveBench(text, categories, release === undefined ? {} : { release })
      }
    }
  } catch (cause) {
    throw isGreenRoutingError(cause) ? new Failure(`${path}: ${cause.message}`, 1, cause) : cause
  }
}

/** Prices get the catalogue's scores; scores get the prices of a pool, by default the catalogue's. */
async function complete(
  service: Source,
  { profiles }: ImportResult,
  { pool = 'catalog' }: Options,
  cwd: string,
): Promise<{ readonly profiles: readonly ModelProfileInput[]; readonly unmatched: readonly string[] }> {
  const { mergeProfiles } = await import('../importers/index.ts')
  if (SCORES_ONLY.includes(service)) return mergeProfiles([...(await readPool(pool, cwd))], profiles)
  const { getCatalog } = await import('../catalog/index.ts')
  const { models, notOffered } = getCatalog()
  const known = pool === 'catalog' ? [...models, ...notOffered] : [...(await readPool(pool, cwd))]
  return { profiles: mergeProfiles(profiles, known).profiles, unmatched: [] }
}
