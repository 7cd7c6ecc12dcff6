/** `greenrouting/importers`: documents of other services, already fetched, to profiles. Nothing here reaches the network. */
export { fromHFLeaderboard } from './hf-leaderboard.ts'
export { fromLiteLLM } from './litellm.ts'
export { fromLiveBench, type LiveBenchOptions } from './livebench.ts'
export { type Merged, mergeProfiles } from './merge.ts'
export { fromModelsDev } from './models-dev.ts'
export { fromOpenRouter } from './openrouter.ts'
export type { ImportOptions, ImportResult, ImportWarning, Provenance } from './report.ts'
