/** The public face of the core: what `greenrouting/core` offers, and `greenrouting` with it. */
export type { AnswerOutcome, MeasuredEnergy, TokenUsage } from './answer-outcome.ts'
export { CAPABILITY_BENCHMARKS, capabilityScore, capabilityScores, fitness } from './benchmarks.ts'
export { CAPABILITIES, Capability, type CapabilityRecord, isCapability } from './capability.ts'
export {
  type CarbonReport,
  type CarbonTotals,
  type CarbonZoneUse,
  carbonReport,
} from './carbon.ts'
export { type CarbonOptions, type CarbonSource, gridCarbon } from './carbon-source.ts'
export { type CompressionHint, type CompressionLevel, getCompressionHint } from './compression.ts'
export type {
  AbortSignalLike,
  Classifier,
  EnergyBasis,
  EnergyEstimate,
  OutputLength,
  RankedModel,
  RouteOptions,
  Router,
  RoutingDecision,
  ScorerPreset,
  ScorerWeights,
  ScoringConfig,
} from './contracts.ts'
export { embodiedCarbon, type ModelSize } from './embodied-carbon.ts'
export { estimateCost, estimateEnergy } from './energy-estimate.ts'
export type { BaselineUse, EnergyReport } from './energy-report.ts'
export type { EnergyTotals } from './energy-totals.ts'
export { EnergyTracker, type EnergyTrackerOptions } from './energy-tracker.ts'
export {
  type ErrorDetails,
  GreenRoutingError,
  type GreenRoutingErrorCode,
  isGreenRoutingError,
  type PlainData,
} from './errors.ts'
export type { ExactSum } from './exact-sum.ts'
export { formatGrams, formatRange, formatShare, formatUsd, formatWh } from './format.ts'
export {
  type CarbonTableSource,
  GRID_CARBON,
  GRID_CARBON_SOURCE,
  type GridZone,
  type GridZoneCode,
  PROVIDER_ZONES,
} from './grid-carbon.ts'
export { type ImpactFrameworkManifest, impactFrameworkManifest } from './impact-framework.ts'
export { getKnownProfiles } from './known-profiles.ts'
export { type EnergyLedger, MemoryLedger } from './ledger.ts'
export { formatLedgerCsv, parseLedgerCsv } from './ledger-csv.ts'
export type { LedgerFile, LedgerSource } from './ledger-file.ts'
export type { AnswerRow, BaselineKind, LedgerRow, RoutingRow } from './ledger-row.ts'
export { BenchmarkMatcher } from './matcher.ts'
export { ModelProfile, type ModelProfileInput } from './model-profile.ts'
export { ModelRegistry, type RegistryConfig } from './model-registry.ts'
export { OUTPUT_LENGTHS, type Prediction, QueryProfile, type QueryProfileInput } from './query-profile.ts'
export { RandomRouter, type RandomRouterOptions } from './random-router.ts'
export type { RecordedAnswer, UsageEstimator } from './recorded-answer.ts'
export { downloadEnergy, type RoutingCost, type RoutingTotals } from './routing-cost.ts'
export { type SciComponent, type SciOptions, type SciRange, type SciReport, sciReport } from './sci.ts'
export { DEFAULT_SCORING, GreenScorer, SCORER_PRESETS, weightsForQuality } from './scorer.ts'
export { type MeterLike, type MetricAttributes, recordTo, type TelemetryOptions } from './telemetry.ts'
