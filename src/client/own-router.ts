/** The client's own router, in a file of its own because it brings the classifier along. */
import type { ClassifierRouter } from '../classifier-router.ts'
import type { AbortSignalLike, ModelProfile, ScoringConfig } from '../core/contracts.ts'
import { ModelRegistry } from '../core/model-registry.ts'
import { type LoadOptions, loadPretrained } from '../load-pretrained.ts'

export function loadOwn(
  profiles: Iterable<ModelProfile>,
  scoring: ScoringConfig | undefined,
  options: LoadOptions,
  signal: AbortSignalLike,
): Promise<ClassifierRouter> {
  return loadPretrained({ ...options, scoring, registry: new ModelRegistry(profiles), signal })
}
