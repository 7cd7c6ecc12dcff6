/** Joins what several sources know of the same models: prices from one, scores from another. */
import { estimateCapabilities, resolveModel } from '../catalog/internal.ts'
import { type BenchmarkSource, ModelProfile, type ModelProfileInput, type ReasoningEffort } from '../core/index.ts'

export interface Merged {
  /** The models of the first list, in its order, with what the second adds. */
  readonly profiles: readonly ModelProfileInput[]
  /** Names of the second list that are no model of the first. */
  readonly unmatched: readonly string[]
}

/** The model behind a profile, whatever its source calls it; its own name when the catalogue does not know it. */
function identify(profile: ModelProfileInput): {
  readonly model: string
  readonly effort: ReasoningEffort | undefined
} {
  const resolved =
    resolveModel(profile.name) ?? (profile.modelId === undefined ? undefined : resolveModel(profile.modelId))
  return { model: resolved?.model ?? profile.name, effort: profile.effort ?? resolved?.effort }
}

/**
 * Adds what `more` knows to `models`, by model and effort; the same model goes by many names (`resolveModel`). A field that a
 * model has stays, one it lacks is filled; scores are joined, the newer of two kept; estimates are made anew. A model without
 * an effort that `more` knows at several becomes one entry for each, `name:low`. Throws `invalid-model` for a profile that is
 * none.
 */
export function mergeProfiles(models: readonly ModelProfileInput[], more: readonly ModelProfileInput[]): Merged {
  const byModel = new Map<
    string,
    { readonly profile: ModelProfileInput; readonly effort: ReasoningEffort | undefined }[]
  >()
  for (const profile of more) {
    const { model, effort } = identify(profile)
    const known = byModel.get(model)
    if (known) known.push({ profile, effort })
    else byModel.set(model, [{ profile, effort }])
  }
  const used = new Set<ModelProfileInput>()
  const profiles = models.flatMap((base, index) => {
    const { model, effort } = identify(base)
    const known = byModel.get(model) ?? []
    const efforts = [...new Set(known.map(entry => entry.effort).filter(value => value !== undefined))]
    const open = known.filter(entry => entry.effort === undefined)
    const wanted = effort === undefined && efforts.length > 0 ? efforts : [effort]
    return wanted.map(chosen => {
      const additions = [...known.filter(entry => entry.effort !== undefined && entry.effort === chosen), ...open]
      for (const { profile } of additions) used.add(profile)
      const name = wanted.length > 1 ? `${base.name}:${chosen}` : base.name
      return joined(
        { ...base, name, ...(chosen && { effort: chosen }) },
        additions.map(entry => entry.profile),
        `models[${index}]`,
      )
    })
  })
  return {
    profiles: Object.freeze(profiles),
    unmatched: Object.freeze(more.filter(profile => !used.has(profile)).map(profile => profile.name)),
  }
}

function joined(base: ModelProfileInput, additions: readonly ModelProfileInput[], path: string): ModelProfileInput {
  const scores = new Map(Object.entries(base.benchmarkScores ?? {}))
  const sources = new Map<string, BenchmarkSource>(Object.entries(base.benchmarkSources ?? {}))
  const fields: Record<string, unknown> = {}
  for (const addition of additions) {
    for (const [key, score] of Object.entries(addition.benchmarkScores ?? {})) {
      const source = addition.benchmarkSources?.[key]
      if (scores.has(key) && !isNewer(source, sources.get(key))) continue
      scores.set(key, score)
      if (source) sources.set(key, source)
      else sources.delete(key)
    }
    for (const [key, value] of Object.entries(addition)) {
      if (!(key in base) && !(key in fields) && !OF_THE_OFFER.includes(key)) fields[key] = value
    }
  }
  const tags = [...new Set([...(base.tags ?? []), ...additions.flatMap(addition => addition.tags ?? [])])]
  const { capabilityScores, ...checked } = ModelProfile.from(
    {
      ...fields,
      ...base,
      benchmarkScores: Object.fromEntries(scores),
      benchmarkSources: Object.fromEntries(sources),
      tags,
    },
    path,
  )
  const priced = base.costPer1kInput !== undefined || base.costPer1kOutput !== undefined
  const { costPer1kInput, costPer1kOutput, ...unpriced } = checked
  return Object.freeze({ ...(priced ? checked : unpriced), capabilityScores: estimateCapabilities(checked) })
}

/** What belongs to an offer, not to a model: another provider's is not one's own. */
const OF_THE_OFFER: readonly string[] = [
  'name',
  'provider',
  'modelId',
  'costPer1kInput',
  'costPer1kOutput',
  'apiBase',
  'avgLatencyMs',
]

function isNewer(added: BenchmarkSource | undefined, known: BenchmarkSource | undefined): boolean {
  return (added?.date ?? '') > (known?.date ?? '')
}
