/** What the importers use of this folder: names and the scale, without the models, so that these stay out of their bundle. */
export { type BenchmarkId, benchmarkId, resolveBenchmark } from './benchmark-names.ts'
export { estimateCapabilities } from './capability-estimate.ts'
export { resolveModel } from './model-names.ts'
