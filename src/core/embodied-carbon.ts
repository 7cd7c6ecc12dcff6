/**
 * What the making of the servers adds to an answer, in the manner of EcoLogits 0.9.1 (https://ecologits.ai/, GenAI Impact):
 * the hardware's footprint, shared over its life and the requests it serves at once. H100 with 80 GB, weights in 16 bits,
 * 64 requests at once. An estimate of an estimate: it ranks, and its range is not known.
 */
import { aNumber } from './checks.ts'
import type { ModelRegistry } from './model-registry.ts'

export const EMBODIED_SOURCE = {
  name: 'EcoLogits 0.9.1, embodied term',
  url: 'https://ecologits.ai/latest/methodology/llm_inference/',
} as const

/** EcoLogits' constants. */
const BATCH = 64
const GPU_MEMORY_GB = 80
const BYTES_PER_WEIGHT = 2
const MEMORY_OVERHEAD = 1.2
const GPUS_PER_SERVER = 8
const KG_PER_SERVER = 5700
const KG_PER_GPU = 164
const LIFE_SECONDS = 3 * 365 * 24 * 3600
/** Seconds an output token takes: 6.785e-4 a billion active parameters, 3.119e-4 a request in the batch, 1.947e-2 besides. */
const secondsPerToken = (activeB: number) => 6.785e-4 * activeB + 3.119e-4 * BATCH + 1.947e-2

export interface ModelSize {
  /** Billions of parameters, above 0. */
  readonly totalB: number
  /** Billions of parameters at work for one token; default all of them. */
  readonly activeB?: number
}

const aSize = aNumber({ min: 0, max: 1e6 })

/** Grams of CO2 equivalent of an answer of that many tokens. Throws `invalid-option`. */
export function embodiedCarbon({ totalB, activeB = totalB }: ModelSize, outputTokens: number): number {
  aSize(totalB, 'totalB', 'invalid-option')
  aSize(activeB, 'activeB', 'invalid-option')
  aNumber({ min: 0 })(outputTokens, 'outputTokens', 'invalid-option')
  const gigabytes = MEMORY_OVERHEAD * totalB * BYTES_PER_WEIGHT
  const gpus = 2 ** Math.ceil(Math.log2(Math.max(1, Math.ceil(gigabytes / GPU_MEMORY_GB))))
  const kilograms = (gpus / GPUS_PER_SERVER) * KG_PER_SERVER + gpus * KG_PER_GPU
  const seconds = outputTokens * secondsPerToken(activeB)
  return (1000 * kilograms * seconds) / (BATCH * LIFE_SECONDS)
}

/** The same for a registered model of known size; null for any other. */
export function embodiedBySize(
  registry: Pick<ModelRegistry, 'has' | 'get'> | undefined,
): (model: string, outputTokens: number) => number | null {
  return (model, outputTokens) => {
    const totalB = registry?.has(model) ? registry.get(model).estimatedParamsB : undefined
    return totalB === undefined ? null : embodiedCarbon({ totalB }, outputTokens)
  }
}
