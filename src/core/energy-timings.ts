/** Energy of a model on one's own device from the timings its server reports: seconds at work times the device's watts. */
import { aNumber, refuse } from './checks.ts'
import type { MeasuredEnergy, OnDevice } from './energy-profile.ts'
import { GreenRoutingError } from './errors.ts'
import { isPlainObject } from './options.ts'

/** What one or several calls took. */
export interface CallTimings {
  readonly calls: number
  /** Tokens read, those from the cache left out. */
  readonly inputTokens: number
  /** Tokens written. */
  readonly outputTokens: number
  readonly readingSeconds: number
  readonly writingSeconds: number
  /** All of it, with loading the model where the server says so. */
  readonly totalSeconds: number
}

const CODE = 'invalid-option'
const anAmount = aNumber({ min: 0, max: 1e18 })

/** A field that may be missing: servers leave out what was nothing. */
const amount = (from: Readonly<Record<string, unknown>>, key: string, path: string): number =>
  from[key] === undefined || from[key] === null ? 0 : anAmount(from[key], `${path}.${key}`, CODE)

function eachCall(
  responses: unknown,
  path: string,
  read: (response: Readonly<Record<string, unknown>>, path: string) => Omit<CallTimings, 'calls'>,
): CallTimings {
  const list: readonly unknown[] = Array.isArray(responses) ? responses : [responses]
  const sum = { inputTokens: 0, outputTokens: 0, readingSeconds: 0, writingSeconds: 0, totalSeconds: 0 }
  for (const [index, response] of list.entries()) {
    const at = Array.isArray(responses) ? `${path}[${index}]` : path
    if (!isPlainObject(response)) refuse(CODE, at, 'an object (parsed, not JSON text)', response)
    const call = read(response, at)
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += call[key]
  }
  if (sum.outputTokens === 0 || sum.writingSeconds === 0) {
    throw new GreenRoutingError(CODE, `${path} holds no timing of a written token: pass the last part of a stream.`, {
      details: { path },
    })
  }
  return { calls: list.length, ...sum }
}

/**
 * The timings of Ollama's `/api/chat` and `/api/generate`: a response, or the last part of a streamed one, or several of
 * them. Throws `invalid-option` for what holds none.
 */
export function readOllamaTimings(responses: unknown): CallTimings {
  const seconds = (nanoseconds: number) => nanoseconds / 1e9
  return eachCall(responses, 'Ollama response', (response, path) => {
    const reading = seconds(amount(response, 'prompt_eval_duration', path))
    const writing = seconds(amount(response, 'eval_duration', path))
    // Counts include what came from the cache; durations do not.
    const read = amount(response, 'prompt_eval_count', path) - amount(response, 'prompt_eval_cached_count', path)
    return {
      inputTokens: Math.max(0, read),
      outputTokens: amount(response, 'eval_count', path),
      readingSeconds: reading,
      writingSeconds: writing,
      totalSeconds: Math.max(seconds(amount(response, 'total_duration', path)), reading + writing),
    }
  })
}

/**
 * The `timings` of llama.cpp's server (`/completion`, and `/v1/chat/completions`, which adds them to the answer or to the last
 * part of a stream): a response or several of them. Throws `invalid-option` for what holds none.
 */
export function readLlamaCppTimings(responses: unknown): CallTimings {
  return eachCall(responses, 'llama.cpp response', (response, path) => {
    const { timings } = response
    if (!isPlainObject(timings)) refuse(CODE, `${path}.timings`, 'an object', timings)
    const at = `${path}.timings`
    const reading = amount(timings, 'prompt_ms', at) / 1e3
    const writing = amount(timings, 'predicted_ms', at) / 1e3
    return {
      inputTokens: amount(timings, 'prompt_n', at),
      outputTokens: amount(timings, 'predicted_n', at),
      readingSeconds: reading,
      writingSeconds: writing,
      totalSeconds: reading + writing,
    }
  })
}

const aPower = aNumber({ min: 1e-3, max: 1e5 })

/**
 * What the calls took at a power that the app knows: watts while answering, over what the device draws idle. The result is
 * the `measuredEnergy` of a profile, and the joules of these calls.
 */
export function energyFromTimings(
  timings: CallTimings,
  watts: number,
): { readonly joules: number; readonly measuredEnergy: MeasuredEnergy } {
  const power = aPower(watts, 'watts', CODE)
  const { inputTokens, outputTokens, readingSeconds, writingSeconds, totalSeconds } = timings
  return {
    joules: power * totalSeconds,
    measuredEnergy: {
      joulesPerOutputToken: (power * writingSeconds) / outputTokens,
      ...(inputTokens > 0 && { joulesPerInputToken: (power * readingSeconds) / inputTokens }),
    },
  }
}

/** The speeds of a model, for the `onDevice` of a profile whose power is not known better than by the kind of device. */
export function speedFromTimings(timings: CallTimings): Pick<OnDevice, 'tokensPerSecond' | 'inputTokensPerSecond'> {
  const { inputTokens, outputTokens, readingSeconds, writingSeconds } = timings
  return {
    tokensPerSecond: outputTokens / writingSeconds,
    ...(inputTokens > 0 && readingSeconds > 0 && { inputTokensPerSecond: inputTokens / readingSeconds }),
  }
}
