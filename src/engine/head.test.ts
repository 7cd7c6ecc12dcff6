import { describe, expect, it } from 'vitest'
import { createHead } from './head.ts'
import { exampleManifest } from './manifest.fixture.ts'
import type { ConfidenceCalibration } from './manifest.ts'
import type { OnnxSession } from './runtime.ts'

/** A session whose head always says the same: logits of the first capability and of the rest. */
function sessionSaying(first: number, rest: number): OnnxSession {
  const outputs = {
    capability_logits: Float32Array.of(first, rest, rest, rest, rest, rest, rest, rest),
    difficulty: Float32Array.of(2.4),
    length_logits: Float32Array.of(0, 1, 0),
  }
  return {
    outputNames: Object.keys(outputs),
    run: async () => outputs,
    release: async () => undefined,
  } as unknown as OnnxSession
}

const predict = (first: number, confidence?: ConfidenceCalibration) => {
  const manifest = exampleManifest()
  const calibration = { ...manifest.calibration, ...(confidence && { confidence }) }
  return createHead(sessionSaying(first, 0), { ...manifest, calibration }).predict(new Float32Array(4))
}

describe('the confidence', () => {
  it("is the top capability's probability where the model has no calibration of it", async () => {
    const { confidence, capabilityProbabilities, uncertain } = await predict(3)
    expect(confidence).toBe(Math.max(...Object.values(capabilityProbabilities)))
    expect(uncertain).toBe(false)
  })

  it('follows the line of its calibration on the scale of log-odds', async () => {
    const plain = (await predict(3)).confidence
    const { confidence } = await predict(3, { scale: 2, shift: -0.5, abstainBelow: 0 })
    expect(Math.log(confidence / (1 - confidence))).toBeCloseTo(2 * Math.log(plain / (1 - plain)) - 0.5, 5)
  })

  it('leaves the weights alone, and tells what is under the threshold', async () => {
    const unsure = await predict(0.5, { scale: 1, shift: 0, abstainBelow: 0.5 })
    expect(unsure.uncertain).toBe(true)
    expect(unsure.capabilityProbabilities).toEqual((await predict(0.5)).capabilityProbabilities)
    expect((await predict(5, { scale: 1, shift: 0, abstainBelow: 0.5 })).uncertain).toBe(false)
  })

  it('is next to 1, not NaN, when the probability is 1', async () => {
    expect((await predict(500, { scale: 1, shift: 0, abstainBelow: 0.5 })).confidence).toBeCloseTo(1, 5)
  })
})
