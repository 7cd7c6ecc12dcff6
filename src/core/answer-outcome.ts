/** What became known of a decision once the model had answered. */
import { aBoolean, aNumber, aText, type Check, refuse } from './checks.ts'
import { checkOptions, isPlainObject } from './options.ts'

/** Tokens of one answer, as its provider counted them. */
export interface TokenUsage {
  /** All that was read, cached or not. */
  readonly inputTokens?: number
  /** The part of it that came from a cache. */
  readonly cachedInputTokens?: number
  /** All that was written, reasoning included. */
  readonly outputTokens?: number
  /** The part of it that was reasoning. */
  readonly reasoningTokens?: number
  /** The counts are a guess, not the provider's; default false. */
  readonly estimated?: boolean
}

/** Energy that was measured: a meter's reading, a counter of the machine, device watts times seconds. */
export type MeasuredAnswer = { readonly wh: number } | { readonly joules: number }

export interface AnswerOutcome {
  /** The model that answered, where it was not the chosen one; one of the decision's ranking. */
  readonly model?: string
  readonly usage?: TokenUsage
  /** Wins over every estimate. */
  readonly measured?: MeasuredAnswer
  /** US dollars that were charged; default the price list's. */
  readonly usd?: number
  /** Milliseconds from the request to the end of the answer; for telemetry. */
  readonly durationMs?: number
  /** Milliseconds from the request to the first piece of the answer; for telemetry. */
  readonly timeToFirstChunkMs?: number
  /** What the provider called the model that answered; for telemetry. */
  readonly responseModel?: string
}

export const JOULES_PER_WH = 3600

/** Far above any real answer, and low enough that no number of answers overflows. */
export const anAmount = aNumber({ min: 0, max: 1e12 })
const aTokenCount = aNumber({ min: 0, max: 1e9, integer: true })
const milliseconds = aNumber({ min: 0, max: 1e10 })

const USAGE_SPEC = {
  inputTokens: aTokenCount,
  cachedInputTokens: aTokenCount,
  outputTokens: aTokenCount,
  reasoningTokens: aTokenCount,
  estimated: aBoolean,
}

const aUsage: Check<TokenUsage> = (value, path, code) => {
  if (!isPlainObject(value)) refuse(code, path, 'an object of token counts', value)
  const usage = checkOptions(path, value, USAGE_SPEC, code)
  const within = (part: number | undefined, whole: number | undefined, words: string) => {
    if ((part ?? 0) > (whole ?? Number.POSITIVE_INFINITY)) refuse(code, path, words, value)
  }
  within(usage.cachedInputTokens, usage.inputTokens, 'no more cached input tokens than input tokens')
  within(usage.reasoningTokens, usage.outputTokens, 'no more reasoning tokens than output tokens')
  return usage
}

/** In watt-hours. */
export const aMeasurement: Check<number> = (value, path, code) => {
  if (!isPlainObject(value)) refuse(code, path, '{ wh } or { joules }', value)
  const { wh, joules } = checkOptions(path, value, { wh: anAmount, joules: anAmount }, code)
  if ((wh === undefined) === (joules === undefined)) refuse(code, path, 'one of { wh } and { joules }', value)
  return wh ?? joules! / JOULES_PER_WH
}

const OUTCOME_SPEC = {
  model: aText,
  usage: aUsage,
  measured: aMeasurement,
  usd: anAmount,
  durationMs: milliseconds,
  timeToFirstChunkMs: milliseconds,
  responseModel: aText,
}

/** The same, checked; what was measured in watt-hours. Throws `invalid-option`. */
export function readOutcome(outcome: AnswerOutcome) {
  return checkOptions('outcome', outcome, OUTCOME_SPEC)
}

export type CheckedOutcome = ReturnType<typeof readOutcome>
