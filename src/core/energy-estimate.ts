import type { EnergyBasis, EnergyEstimate, ModelProfile } from './contracts.ts'

/**
 * How far an estimate may be off, as factors of its mid: the ends of the range. The mids are the seed's constants, which
 * are for one answer of unstated length; the ranges were set against these figures for an answer of about 300 tokens:
 * - ML.ENERGY v3 (2026-02, H100, batch 64, GPU only): Llama-3.1-8B 0.013 Wh, 70B 0.078, 405B 0.31 (seed 0.005, 0.07, 0.40).
 * - The same with host, idle spares and cooling, ×1.72 by Google's disclosure of August 2025 (×1 to ×2.4): 0.021, 0.126, 0.54.
 * - GPT-4o: 0.30 (Epoch AI), 0.34 (OpenAI) and 0.42 Wh (own fit to ML.ENERGY at a guessed size), against the seed's 0.20.
 * - Small vendor models by the same fit: 0.035 to 0.051 Wh, 4 to 5 times the seed's 0.008 to 0.012.
 * Not covered: gemini-2.0-flash, whose size is guessed anywhere up to 440 billion (0.42 Wh against the seed's 0.015).
 * Answers of many thousand tokens lie above every range: a reasoning model may take 15 times as much (arXiv 2509.20241).
 */
const RANGE = {
  // The ratios of the figures above to the seed's constants run from 0.77 (405B, GPU only) to 5.3 (claude-haiku).
  declared: { low: 1 / 2, high: 6 },
  // Ratios to params · 0.001 run from 0.43 (DeepSeek-V3, GPU only) to 5 (1B, at ×2.4); the size itself is an estimate.
  'fitted-guessed-size': { low: 1 / 3, high: 6 },
  // Ratios to latency · 0.00005 run from 3.5 to 10.5: the seed's rate is 180 W whatever the model.
  'latency-proxy': { low: 1 / 3, high: 12 },
  // From a third of an 8B model's answer on a shared card to a long answer of a model above 200B (3.9 Wh, arXiv 2509.20241).
  unknown: { low: 1 / 10, high: 100 },
} as const satisfies Partial<Record<EnergyBasis, { low: number; high: number }>>

/** The seed's constants. */
const WH_PER_BILLION_PARAMS = 0.001
const WH_PER_MILLISECOND = 0.00005
const WH_WHEN_UNKNOWN = 0.05

function around(midWh: number, basis: keyof typeof RANGE): EnergyEstimate {
  const { low, high } = RANGE[basis]
  return Object.freeze({ lowWh: midWh * low, midWh, highWh: midWh * high, basis })
}

/**
 * Energy of one answer by a model. The mid is the seed's figure: what the profile declares, else from its size, else from
 * its latency, else a constant; the range says how far that may be off, and is wide because it is.
 */
export function estimateEnergy(model: ModelProfile): EnergyEstimate {
  const { energyPerQueryWh, estimatedParamsB, avgLatencyMs } = model
  if (energyPerQueryWh !== undefined) return around(energyPerQueryWh, 'declared')
  if (estimatedParamsB !== undefined) return around(estimatedParamsB * WH_PER_BILLION_PARAMS, 'fitted-guessed-size')
  if (avgLatencyMs !== undefined) return around(avgLatencyMs * WH_PER_MILLISECOND, 'latency-proxy')
  return around(WH_WHEN_UNKNOWN, 'unknown')
}

/** US dollars of one answer by the seed's convention: 500 tokens in and 500 out. */
export function estimateCost(model: ModelProfile): number {
  return 0.5 * model.costPer1kInput + 0.5 * model.costPer1kOutput
}
