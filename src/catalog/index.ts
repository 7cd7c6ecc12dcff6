/** `greenrouting/catalog`: models of today with their scores and sources, and the scale that the scores are put on. */
export { type BenchmarkId, resolveBenchmark } from './benchmark-names.ts'
export { estimateCapabilities, normaliseScore, type ScoredModel } from './capability-estimate.ts'
export { type Catalog, getCatalog } from './catalog.ts'
export { type ResolvedModel, resolveModel } from './model-names.ts'
export { type ChoiceChange, diffRegistries, type ModelChange, type RegistryDiff } from './registry-diff.ts'
export type { ScoredCapability } from './tables.ts'
