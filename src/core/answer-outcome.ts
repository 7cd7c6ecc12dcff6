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

/** A model that was asked first and whose answer came to nothing, but took tokens. */
export interface EarlierAttempt {
  /** One of the decision's ranking. */
  readonly model: string
  readonly usage?: TokenUsage
}

/** Energy that was measured: a meter's reading, a counter of the machine, device watts times seconds. */
export type MeasuredAnswer = { readonly wh: number } | { readonly joules: number }

export interface AnswerOutcome {
  /** The model that answered, where it was not the chosen one; one of the decision's ranking. */
  readonly model?: string
  readonly usage?: TokenUsage
  /** What was tried before, in order: it adds to what was used, and the baseline would not have taken it. */
  readonly earlier?: readonly EarlierAttempt[]
  /** Wins over every estimate; of all attempts. */
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

/** Far above any sane number of models asked in turn. */
const MOST_ATTEMPTS = 1000

const attempts: Check<readonly EarlierAttempt[]> = (value, path, code) => {
  if (!Array.isArray(value) || value.length > MOST_ATTEMPTS) {
    refuse(code, path, `an array of at most ${MOST_ATTEMPTS} attempts`, value)
  }
  return Array.from(value, (attempt: unknown, index): EarlierAttempt => {
    const at = `${path}[${index}]`
    const { model, usage } = checkOptions(at, attempt ?? null, { model: aText, usage: aUsage }, code)
    if (model === undefined) refuse(code, `${at}.model`, 'a text that is not empty', model)
    return { model, ...(usage && { usage }) }
  })
}

const OUTCOME_SPEC = {
  model: aText,
  usage: aUsage,
  earlier: attempts,
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
