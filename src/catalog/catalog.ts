/** The catalogue: models of today as profiles, each score with its source. */
import { type BenchmarkSource, ModelProfile, type ModelProfileInput } from '../core/index.ts'
import { estimateCapabilities } from './capability-estimate.ts'
import { MODELS } from './generated/models.ts'
import { SCALE } from './generated/scale.ts'
import type { EntryRow, ModelRow, ScoreRow } from './tables.ts'

export interface Catalog {
  /** `2026-07`: what prices, scores and ceilings are of. */
  readonly date: string
  /** Models on offer at a public price, one entry for each effort that was measured. */
  readonly models: readonly ModelProfile[]
  /**
   * Models with scores but without a price, because they were retired (tag `retired`) or nobody sells them: register one
   * that you run yourself with the price it has for you.
   */
  readonly notOffered: readonly ModelProfileInput[]
}

/** Per million to per thousand tokens, without the last digit's rounding: 0.15 is 0.00015. */
const perThousand = (perMillion: number) => Number((perMillion / 1000).toPrecision(12))

/** The middle of a range of sizes, on a ratio scale. */
const middle = ([low, high]: readonly [number, number]) => Number(Math.sqrt(low * high).toPrecision(3))

function sizeOf({ size }: ModelRow): Partial<ModelProfileInput> {
  if (size === undefined) return {}
  const { basis } = size
  if (basis === 'public') return { estimatedParamsB: size.totalB, activeParamsB: size.activeB, sizeBasis: basis }
  const [low, high] = size.totalB
  return {
    estimatedParamsB: middle(size.totalB),
    activeParamsB: middle(size.activeB),
    sizeBasis: basis,
    paramsRangeB: { low, high },
  }
}

function sourceOf([, , index, effort]: ScoreRow, own: EntryRow['effort']): BenchmarkSource {
  const used = effort === undefined ? own : effort
  return { ...MODELS.sources[index]!, ...(used && { effort: used }) }
}

function profileOf({ name, effort, scores }: EntryRow, model: ModelRow): ModelProfile {
  const { vendor, price, contextTokens, maxOutputTokens, tools, structuredOutput, reasoning, released } = model
  const facts = {
    costPer1kInput: perThousand(price?.input ?? 0),
    costPer1kOutput: perThousand(price?.output ?? 0),
    benchmarkScores: Object.fromEntries(scores.map(([key, score]) => [key, score])),
    reasoning,
    ...(effort && { effort }),
    releasedOn: released,
  }
  return ModelProfile.from({
    name,
    provider: price?.host ?? vendor,
    ...(price && { modelId: price.modelId }),
    ...sizeOf(model),
    ...facts,
    capabilityScores: estimateCapabilities(facts),
    benchmarkSources: Object.fromEntries(scores.map(score => [score[0], sourceOf(score, effort)])),
    tags: [vendor, ...(model.openWeights ? ['open-weights'] : []), ...(model.retired ? ['retired'] : [])],
    ...(contextTokens && { contextTokens }),
    ...(maxOutputTokens && { maxOutputTokens }),
    inputModalities: model.input,
    ...(tools !== undefined && { tools }),
    ...(structuredOutput !== undefined && { structuredOutput }),
  })
}

function build(): Catalog {
  const modelOf = new Map(MODELS.models.map(model => [model.id, model]))
  const models: ModelProfile[] = []
  const notOffered: ModelProfileInput[] = []
  for (const entry of MODELS.entries) {
    const model = modelOf.get(entry.model)!
    const profile = profileOf(entry, model)
    if (model.price && !model.retired) models.push(profile)
    else {
      const { costPer1kInput, costPer1kOutput, ...unpriced } = profile
      notOffered.push(Object.freeze(unpriced))
    }
  }
  return Object.freeze({ date: SCALE.date, models: Object.freeze(models), notOffered: Object.freeze(notOffered) })
}

let catalog: Catalog | undefined

/** The catalogue, frozen, the same at each call. Put it into a registry: `new ModelRegistry(getCatalog().models)`. */
export function getCatalog(): Catalog {
  catalog ??= build()
  return catalog
}
