/** What answers are compared with: the model that would have answered everything. */
import { capabilityScores } from './benchmarks.ts'
import type { ModelProfile } from './contracts.ts'
import { GreenRoutingError } from './errors.ts'
import type { BaselineKind } from './ledger-row.ts'
import type { ModelRegistry } from './model-registry.ts'
import type { TrackedDecision, TrackedModel } from './tracked-decision.ts'
import { quote, remedy } from './wording.ts'

/** Sums in another order end on another last digit. */
const ROUNDING = 1e-12

const means = new WeakMap<ModelProfile, number>()

/** A model's capability at large: the mean of its eight scores, 0..1. */
function capabilityOf(model: ModelProfile): number {
  let mean = means.get(model)
  if (mean === undefined) {
    const scores = Object.values<number>(capabilityScores(model))
    mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
    means.set(model, mean)
  }
  return mean
}

/** The one of highest merit; of equals the dearest, as prices follow capability, then the first. */
function best(models: Iterable<TrackedModel>, merit: (model: TrackedModel) => number): TrackedModel | undefined {
  let first: TrackedModel | undefined
  for (const model of models) {
    const more = first === undefined ? Number.POSITIVE_INFINITY : merit(model) - merit(first)
    if (more > ROUNDING || (more >= -ROUNDING && model.usd > first!.usd)) first = model
  }
  return first
}

export interface FoundBaseline {
  readonly model: string
  readonly kind: BaselineKind
}

/**
 * The named model; else the most capable of the pool: by the registry's profiles where one is given, so that it is the
 * same for every question, else the fittest for the question at hand. Throws `unknown-model`.
 */
export function findBaseline(
  { selected, pool }: TrackedDecision,
  named: string | undefined,
  registry: ModelRegistry | undefined,
): FoundBaseline {
  if (named !== undefined) {
    if (!pool.has(named)) refuseBaseline(named, [...pool.keys()])
    return { model: named, kind: 'chosen' }
  }
  const registered = registry === undefined ? [] : [...pool.values()].filter(({ model }) => registry.has(model))
  const found =
    best(registered, ({ model }) => capabilityOf(registry!.get(model))) ??
    best(pool.values(), ({ fitness }) => fitness) ??
    selected
  return { model: found.model, kind: 'most-capable' }
}

/** Throws the error for a baseline that no pool holds. */
export function refuseBaseline(named: string, known: readonly string[]): never {
  throw new GreenRoutingError(
    'unknown-model',
    `The baseline ${quote(named)} is not in the pool${remedy(named, known)}`,
    {
      details: { path: 'baseline', model: named, known },
    },
  )
}
