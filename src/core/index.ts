/** The public face of the core: what `greenrouting/core` offers, and `greenrouting` with it. */
export type { AnswerOutcome, EarlierAttempt, MeasuredAnswer, TokenUsage } from './answer-outcome.ts'
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
  BenchmarkSource,
  CapabilityEstimate,
  Classifier,
  EnergyBasis,
  EnergyErrors,
  EnergyEstimate,
  EnergySaving,
  FactorRange,
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
export { embodiedCarbon, type ModelSize } from './embodied-carbon.ts'
export {
  type Disclosure,
  ENERGY_COEFFICIENTS_2026_11,
  type EnergyCoefficients,
  type Factors,
  type Spread,
  type ThoughtEffort,
} from './energy-coefficients.ts'
export { estimateCost, estimateEnergy } from './energy-estimate.ts'
export { type EnergyMeasurement, ML_ENERGY_MEASUREMENTS } from './energy-measurements.ts'
export type { EnergyCoefficientsInput, EnergyModelOption } from './energy-model-option.ts'
export type { DeviceKind, DisclosedEnergy, EnergyProfileFields, MeasuredEnergy, OnDevice } from './energy-profile.ts'
export type { BaselineUse, EnergyReport } from './energy-report.ts'
export { compareEnergy } from './energy-saving.ts'
export {
  type CallTimings,
  energyFromTimings,
  readLlamaCppTimings,
  readOllamaTimings,
  speedFromTimings,
} from './energy-timings.ts'
export type { TokenCounts } from './energy-tokens.ts'
export type { EnergyTotals } from './energy-totals.ts'
export { EnergyTracker, type EnergyTrackerOptions } from './energy-tracker.ts'
export {
  type ErrorDetails,
  GreenRoutingError,
  type GreenRoutingErrorCode,
  isGreenRoutingError,
  type PlainData,
} from './errors.ts'
export { estimateAnswerEnergy } from './estimate-answer.ts'
export type { ExactSum } from './exact-sum.ts'
export { formatEnergy, formatGrams, formatRange, formatShare, formatUsd, formatWh } from './format.ts'
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
export { BenchmarkMatcher, type MatcherOptions } from './matcher.ts'
export { ModelProfile, type ModelProfileInput } from './model-profile.ts'
export { ModelRegistry, type RegistryConfig } from './model-registry.ts'
export { type ModelAbilities, meetNeeds, type RequestNeeds } from './needs.ts'
export { OUTPUT_LENGTHS } from './output-lengths.ts'
export { type Prediction, QueryProfile, type QueryProfileInput } from './query-profile.ts'
export { RandomRouter, type RandomRouterOptions } from './random-router.ts'
export type { RecordedAnswer, UsageEstimator } from './recorded-answer.ts'
export {
  type BreakEven,
  breakEven,
  downloadEnergy,
  type EnergyRange,
  lessRouterCost,
  type RouterCost,
  type RouterCostInput,
  routerCost,
} from './router-cost.ts'
export type { RoutingCost, RoutingTotals } from './routing-cost.ts'
export { type SciComponent, type SciOptions, type SciRange, type SciReport, sciReport } from './sci.ts'
export { DEFAULT_SCORING, GreenScorer, SCORER_PRESETS, weightsForQuality } from './scorer.ts'
export { type MeterLike, type MetricAttributes, recordTo, type TelemetryOptions } from './telemetry.ts'
