/** The public face of the core: what `greenrouting/core` offers, and `greenrouting` with it. */
export { CAPABILITY_BENCHMARKS, capabilityScore, capabilityScores, fitness } from './benchmarks.ts'
export { CAPABILITIES, Capability, type CapabilityRecord, isCapability } from './capability.ts'
export { type CompressionHint, type CompressionLevel, getCompressionHint } from './compression.ts'
export type {
  AbortSignalLike,
  BenchmarkSource,
  CapabilityEstimate,
  Classifier,
  EnergyBasis,
  EnergyEstimate,
  InputModality,
  OutputLength,
  RankedModel,
  ReasoningEffort,
  RouteOptions,
  Router,
  RoutingDecision,
  ScorerPreset,
  ScorerWeights,
  ScoringConfig,
} from './contracts.ts'
export { estimateCost, estimateEnergy } from './energy-estimate.ts'
export type { EnergyTotals } from './energy-totals.ts'
export { type EnergyReport, EnergyTracker } from './energy-tracker.ts'
export {
  type ErrorDetails,
  GreenRoutingError,
  type GreenRoutingErrorCode,
  isGreenRoutingError,
  type PlainData,
} from './errors.ts'
export { formatShare, formatUsd, formatWh } from './format.ts'
export { getKnownProfiles } from './known-profiles.ts'
export type { LedgerFile } from './ledger-file.ts'
export { BenchmarkMatcher } from './matcher.ts'
export { ModelProfile, type ModelProfileInput } from './model-profile.ts'
export { ModelRegistry, type RegistryConfig } from './model-registry.ts'
export { OUTPUT_LENGTHS, type Prediction, QueryProfile, type QueryProfileInput } from './query-profile.ts'
export { RandomRouter, type RandomRouterOptions } from './random-router.ts'
export { DEFAULT_SCORING, GreenScorer, SCORER_PRESETS, weightsForQuality } from './scorer.ts'
