/** What changes when one pool takes another's place: models, their facts, and which queries go elsewhere. */
import {
  BenchmarkMatcher,
  GreenScorer,
  type ModelProfile,
  type ModelRegistry,
  type QueryProfile,
  type ScoringConfig,
} from '../core/index.ts'

export interface ModelChange {
  readonly model: string
  /** Which fields of the profile differ. */
  readonly fields: readonly string[]
}

export interface ChoiceChange {
  /** Which of the queries, counted from 0. */
  readonly query: number
  readonly before: string
  readonly after: string
}

export interface RegistryDiff {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly ModelChange[]
  /** How many queries were asked. */
  readonly queries: number
  /** Those that would go to another model, in order. */
  readonly choices: readonly ChoiceChange[]
  /** US dollars for all queries, 500 tokens in and 500 out each. */
  readonly costBefore: number
  readonly costAfter: number
}

/** Compares two pools by name of model, and by what each chooses for every query. Throws `empty-registry` or `invalid-profile`. */
export function diffRegistries(
  before: ModelRegistry,
  after: ModelRegistry,
  queries: readonly QueryProfile[],
  scoring?: ScoringConfig,
): RegistryDiff {
  const scorer = GreenScorer.from(scoring)
  const [old, young] = [before, after].map(registry => {
    const matcher = new BenchmarkMatcher(registry, scorer)
    return queries.map(query => matcher.match(query))
  })
  const choices = queries.flatMap((_, query): ChoiceChange[] => {
    const [from, to] = [old![query]!.selectedModel, young![query]!.selectedModel]
    return from === to ? [] : [Object.freeze({ query, before: from, after: to })]
  })
  const sum = (decisions: typeof old) => decisions!.reduce((total, { costEstimate }) => total + costEstimate, 0)
  return Object.freeze({
    added: Object.freeze(after.names.filter(name => !before.has(name))),
    removed: Object.freeze(before.names.filter(name => !after.has(name))),
    changed: Object.freeze(
      after.names.flatMap((name): ModelChange[] => {
        const fields = before.has(name) ? fieldsThatDiffer(before.get(name), after.get(name)) : []
        return fields.length === 0 ? [] : [Object.freeze({ model: name, fields: Object.freeze(fields) })]
      }),
    ),
    queries: queries.length,
    choices: Object.freeze(choices),
    costBefore: sum(old),
    costAfter: sum(young),
  })
}

function fieldsThatDiffer(a: ModelProfile, b: ModelProfile): string[] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof ModelProfile)[]
  return keys.filter(key => canonical(a[key]) !== canonical(b[key]))
}

/** Equal for equal values, in whatever order their keys were written. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? ''
  )
}
