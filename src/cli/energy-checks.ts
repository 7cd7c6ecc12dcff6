/** What others found, beside what the table makes of the same tokens. None of it went into the fit. */
import { type EnergyEstimate, estimateAnswerEnergy, type ModelProfileInput, type TokenCounts } from '../core/index.ts'

/** GPT-4o as Epoch AI guesses it. */
const GPT_4O = { estimatedParamsB: 200, activeParamsB: 100, sizeBasis: 'guessed' } as const
const DEEPSEEK_R1 = { estimatedParamsB: 671, activeParamsB: 37, sizeBasis: 'public', weightBits: 8 } as const
const dense = (estimatedParamsB: number) => ({ estimatedParamsB, sizeBasis: 'public' }) as const

interface Finding {
  readonly what: string
  /** Watt-hours, one figure or from and to. */
  readonly theirs: readonly [number] | readonly [number, number]
  readonly model: Omit<ModelProfileInput, 'name'>
  readonly tokens: TokenCounts
}

const FINDINGS: readonly Finding[] = [
  {
    what: 'Epoch AI 2025-02, GPT-4o by its guess of the size',
    theirs: [0.3],
    model: GPT_4O,
    tokens: { inputTokens: 100, outputTokens: 500 },
  },
  { what: 'the same', theirs: [2.5], model: GPT_4O, tokens: { inputTokens: 10_000, outputTokens: 500 } },
  { what: 'the same', theirs: [40], model: GPT_4O, tokens: { inputTokens: 100_000, outputTokens: 500 } },
  {
    what: 'muxup 2026 on InferenceMAX, DeepSeek-R1 at FP8',
    theirs: [0.96, 3.74],
    model: DEEPSEEK_R1,
    tokens: { inputTokens: 8000, outputTokens: 1000 },
  },
  { what: 'the same', theirs: [15, 16.3], model: DEEPSEEK_R1, tokens: { inputTokens: 1000, outputTokens: 8000 } },
  {
    what: 'Jegham et al. v6, Llama 3.3 70B',
    theirs: [0.237],
    model: dense(70),
    tokens: { inputTokens: 100, outputTokens: 300 },
  },
  {
    what: 'the same, Llama 3.1 8B',
    theirs: [0.052],
    model: dense(8),
    tokens: { inputTokens: 100, outputTokens: 300 },
  },
]

export interface EnergyCheck extends Finding {
  readonly energy: EnergyEstimate
}

export function energyChecks(): EnergyCheck[] {
  return FINDINGS.map(finding => ({
    ...finding,
    energy: estimateAnswerEnergy({ name: 'found by others', ...finding.model }, finding.tokens)!,
  }))
}
