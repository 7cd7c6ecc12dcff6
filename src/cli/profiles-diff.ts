/** `profiles diff`: which queries would go to another model, and what else two pools differ in. */
import type { ModelChange, RegistryDiff } from '../catalog/index.ts'
import { type Classifier, formatUsd, QueryProfile } from '../core/index.ts'
import { listNames } from '../core/internal.ts'
import { readLabel } from '../training/label.ts'
import type { Options } from './args.ts'
import { chooseSet, openSet } from './eval-input.ts'
import { Failure } from './failure.ts'
import { readLines } from './lines.ts'
import { loadChosen } from './load.ts'
import { print } from './output.ts'
import { readPool } from './pool.ts'
import { Progress } from './progress.ts'
import { describeSkipped, isSkippable, readObject, readText, usable } from './record.ts'
import { readScoring } from './scoring-options.ts'
import type { Surroundings } from './surroundings.ts'
import { textTable } from './text-table.ts'

/** A query as the report names it. */
interface Query {
  readonly id: string
  readonly profile: QueryProfile
}

const MOST_SHOWN = 20

/** Returns 1 if a line was skipped. Interrupted, it prints nothing: half a set says something else. */
export async function diffProfiles(
  [before, after]: readonly string[],
  options: Options,
  surroundings: Surroundings,
): Promise<number> {
  const scoring = readScoring(options)
  const { cwd, stdout, stderr, interrupt } = surroundings
  const [old, young] = [await readPool(before, cwd), await readPool(after, cwd)]
  const progress = new Progress(stderr, false)
  const { queries, skipped, name } = await readQueries(options, surroundings, progress)
  if (interrupt.aborted) return 1
  if (queries.length === 0) throw new Failure(`${name} holds no query to use.`)
  const profiles = queries.map(query => query.profile)
  const { diffRegistries } = await import('../catalog/index.ts')
  const diff = diffRegistries(old, young, profiles, scoring)
  progress.say(`${queries.length} queries of ${name}${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  const shown = options.json ? JSON.stringify(withIds(diff, queries), null, 2) : describeDiff(diff)
  await print(stdout, `${shown}\n`)
  return skipped > 0 ? 1 : 0
}

/** Labelled lines need no classifier; it is loaded at the first line that does. */
async function readQueries(options: Options, surroundings: Surroundings, progress: Progress) {
  const { queries: input } = options
  const set = await chooseSet(input === undefined ? {} : { input }, surroundings, '--queries')
  const source = await openSet(set, surroundings)
  const queries: Query[] = []
  let classifier: Classifier | undefined
  let skipped = 0
  try {
    for await (const line of readLines(source, surroundings.interrupt)) {
      if (line.text?.trim() === '') continue
      try {
        const row = readObject(line)
        const text = readText(row)
        const id = String(row.id ?? `line ${line.number}`)
        if (row.weights !== undefined) queries.push({ id, profile: usable(() => profileOf(row)) })
        else {
          classifier ??= await loadChosen(options, surroundings)
          queries.push({ id, profile: await classifier.classify(text) })
        }
      } catch (error) {
        if (!isSkippable(error)) throw error
        skipped++
        progress.say(describeSkipped(line, error))
      }
      progress.count(queries.length + skipped)
    }
  } finally {
    source.destroy()
  }
  return { queries, skipped, name: set.name }
}

function profileOf(row: Readonly<Record<string, unknown>>): QueryProfile {
  const { weights, difficulty, length } = readLabel(row)
  return QueryProfile.of({ capabilityWeights: weights, difficulty, expectedOutputLength: length })
}

const withIds = (diff: RegistryDiff, queries: readonly Query[]) => ({
  ...diff,
  choices: diff.choices.map(({ query, before, after }) => ({ id: queries[query]!.id, before, after })),
})

function describeChanges(changed: readonly ModelChange[]): string {
  const lines = changed.slice(0, MOST_SHOWN).map(({ model, fields }) => `  ${model}: ${fields.join(', ')}`)
  const more = changed.length - lines.length
  return ['changed:', ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}

function describeDiff({ added, removed, changed, queries, choices, costBefore, costAfter }: RegistryDiff): string {
  const moves = new Map<string, number>()
  for (const { before, after } of choices) {
    const move = `${before} → ${after}`
    moves.set(move, (moves.get(move) ?? 0) + 1)
  }
  const most = [...moves].sort(([, a], [, b]) => b - a)
  const rest = most.slice(MOST_SHOWN).reduce((sum, [, count]) => sum + count, 0)
  const share = ((100 * choices.length) / queries).toFixed(1)
  return [
    `${choices.length} of ${queries} queries (${share} %) would go to another model.`,
    most.length > 0 &&
      textTable([
        ...most.slice(0, MOST_SHOWN).map(([move, count]) => [move, String(count)]),
        ...(rest > 0 ? [['others', String(rest)]] : []),
      ]),
    `cost ${formatUsd(costBefore)} → ${formatUsd(costAfter)} for all, at 500 tokens in and 500 out`,
    added.length > 0 && `added: ${listNames(added)}`,
    removed.length > 0 && `removed: ${listNames(removed)}`,
    changed.length > 0 && describeChanges(changed),
  ]
    .filter(part => typeof part === 'string')
    .join('\n\n')
}
