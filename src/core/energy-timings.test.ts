import { describe, expect, test } from 'vitest'
import { energyFromTimings, readLlamaCppTimings, readOllamaTimings, speedFromTimings } from './energy-timings.ts'
import { estimateAnswerEnergy } from './estimate-answer.ts'

/** From Ollama's documentation of its usage fields (docs.ollama.com/api/usage). */
const OLLAMA = {
  model: 'gemma3',
  created_at: '2025-10-17T23:14:07.414671Z',
  response: 'Hello! How can I help you today?',
  done: true,
  done_reason: 'stop',
  total_duration: 174560334,
  load_duration: 101397084,
  prompt_eval_count: 11,
  prompt_eval_duration: 13074791,
  eval_count: 18,
  eval_duration: 52479709,
}

/** The fields of llama.cpp's server. */
const LLAMA_CPP = {
  content: 'Hello',
  timings: {
    cache_n: 236,
    prompt_n: 10,
    prompt_ms: 30.958,
    prompt_per_token_ms: 3.0958,
    prompt_per_second: 323.018,
    predicted_n: 35,
    predicted_ms: 661.064,
    predicted_per_token_ms: 18.887,
    predicted_per_second: 52.945,
  },
}

test('Ollama’s nanoseconds', () => {
  const timings = readOllamaTimings(OLLAMA)
  expect(timings).toEqual({
    calls: 1,
    inputTokens: 11,
    outputTokens: 18,
    readingSeconds: 0.013074791,
    writingSeconds: 0.052479709,
    totalSeconds: 0.174560334,
  })
  const { joules, measuredEnergy } = energyFromTimings(timings, 30)
  expect(joules).toBeCloseTo(30 * 0.174560334, 12)
  expect(measuredEnergy.joulesPerOutputToken).toBeCloseTo((30 * 0.052479709) / 18, 12)
  expect(measuredEnergy.joulesPerInputToken).toBeCloseTo((30 * 0.013074791) / 11, 12)
  expect(speedFromTimings(timings).tokensPerSecond).toBeCloseTo(343, 0)
})

test('llama.cpp’s milliseconds', () => {
  const timings = readLlamaCppTimings(LLAMA_CPP)
  expect(timings).toMatchObject({ calls: 1, inputTokens: 10, outputTokens: 35 })
  expect(speedFromTimings(timings).tokensPerSecond).toBeCloseTo(52.945, 2)
  expect(speedFromTimings(timings).inputTokensPerSecond).toBeCloseTo(323.018, 2)
  expect(energyFromTimings(timings, 40).measuredEnergy.joulesPerOutputToken).toBeCloseTo(40 * 0.018887, 4)
})

test('several calls are added up; tokens from the cache were not read', () => {
  const cached = { ...OLLAMA, prompt_eval_cached_count: 11, prompt_eval_duration: 0, eval_count: 2 }
  const timings = readOllamaTimings([OLLAMA, cached])
  expect(timings).toMatchObject({ calls: 2, inputTokens: 11, outputTokens: 20 })
  expect(energyFromTimings(readOllamaTimings(cached), 30).measuredEnergy).not.toHaveProperty('joulesPerInputToken')
  expect(speedFromTimings(readOllamaTimings(cached))).not.toHaveProperty('inputTokensPerSecond')
})

test('what comes out is what a profile takes', () => {
  const timings = readLlamaCppTimings([LLAMA_CPP])
  const tokens = { inputTokens: 10, outputTokens: 35 }
  const { joules, measuredEnergy } = energyFromTimings(timings, 40)
  const measured = estimateAnswerEnergy({ name: 'm', measuredEnergy }, tokens)!
  expect(measured.basis).toBe('measured-here')
  expect(measured.midWh).toBeCloseTo(joules / 3600, 9)
  const onDevice = { ...speedFromTimings(timings), watts: 40 }
  expect(estimateAnswerEnergy({ name: 'm', onDevice }, tokens)!.midWh).toBeCloseTo(measured.midWh, 9)
})

describe('what holds no timing is refused', () => {
  test.each([
    [readOllamaTimings, { ...OLLAMA, eval_count: undefined }, /no timing of a written token: pass the last part/],
    [readOllamaTimings, { done: false, response: 'Hel' }, /no timing/],
    [readOllamaTimings, [], /no timing/],
    [readOllamaTimings, JSON.stringify(OLLAMA), /parsed, not JSON text/],
    [readOllamaTimings, [OLLAMA, null], /Ollama response\[1\]/],
    [readOllamaTimings, { ...OLLAMA, eval_duration: '5' }, /Ollama response\.eval_duration/],
    [readOllamaTimings, { ...OLLAMA, eval_count: -1 }, /eval_count/],
    [readOllamaTimings, { ...OLLAMA, eval_count: 1e308 }, /eval_count/],
    [readLlamaCppTimings, { content: 'x' }, /llama\.cpp response\.timings/],
    [readLlamaCppTimings, { timings: { predicted_n: 3 } }, /no timing/],
    [readLlamaCppTimings, { timings: { predicted_n: Number.NaN, predicted_ms: 1 } }, /predicted_n/],
  ])('%#', (read, responses, message) => {
    expect(() => read(responses)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
    )
  })

  test.each([0, -5, Number.NaN, '30', 1e9])('%j watts', watts => {
    expect(() => energyFromTimings(readOllamaTimings(OLLAMA), watts as never)).toThrow(/watts/)
  })
})
