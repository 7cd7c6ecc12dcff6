/** What became known of an answer, in the tracker's words. */
import type { AnswerOutcome } from '../../core/answer-outcome.ts'
import type { Router } from '../../core/contracts.ts'
import { record } from '../../providers/loose.ts'
import { chatTokens } from '../../providers/openai-compatible.ts'
import { registryOf } from '../registry.ts'

/**
 * From the `usage` of WebLLM, whose `extra` holds seconds. Tokens a second are the tokens over the duration. Where the
 * model's profile gives the device's watts, watts times seconds are the measured energy; where it gives only the kind of
 * device, the power is an assumption, and the tracker estimates by the tokens.
 */
export function outcomeOf(usage: unknown, responseModel: string, watts?: number): Omit<AnswerOutcome, 'model'> {
  const { extra } = record(usage)
  const tokens = chatTokens(record(usage))
  const seconds = amount(record(extra).e2e_latency_s)
  const first = amount(record(extra).time_to_first_token_s)
  return {
    responseModel,
    ...(Object.keys(tokens).length > 0 && { usage: tokens }),
    ...(seconds !== undefined && { durationMs: seconds * 1000 }),
    ...(first !== undefined && { timeToFirstChunkMs: first * 1000 }),
    ...(seconds !== undefined && watts !== undefined && { measured: { joules: watts * seconds } }),
  }
}

/** Watts over idle, of a router that shows its models' profiles. */
export function wattsOf(router: Router, model: string): number | undefined {
  const registry = registryOf(router)
  return registry?.has(model) ? registry.get(model).onDevice?.watts : undefined
}

const amount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
