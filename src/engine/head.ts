/** A sentence embedding to what the query needs. */
import { CAPABILITIES } from '../core/capability.ts'
import type { QueryProfile as QueryProfileData } from '../core/contracts.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { OUTPUT_LENGTHS } from '../core/output-lengths.ts'
import { QueryProfile } from '../core/query-profile.ts'
import { confidenceOf } from './confidence.ts'
import type { ConfidenceCalibration, HeadManifest } from './manifest.ts'
import type { OnnxSession } from './runtime.ts'

const INPUT = 'sentence_embedding'
const OUTPUTS = ['capability_logits', 'difficulty', 'length_logits'] as const

export interface Head {
  predict(embedding: Float32Array): Promise<QueryProfileData>
}

export function createHead(session: OnnxSession, { calibration, outputs }: HeadManifest): Head {
  const widths = {
    capability_logits: outputs.capabilities.length,
    difficulty: 1,
    length_logits: outputs.lengths.length,
  }
  for (const name of OUTPUTS) {
    if (!session.outputNames.includes(name))
      throw new GreenRoutingError('model-invalid', `The head has no output "${name}".`)
  }
  return {
    async predict(embedding) {
      const feeds = { [INPUT]: { type: 'float32', data: embedding, dims: [1, embedding.length] } } as const
      const result = await session.run(feeds, OUTPUTS)
      for (const name of OUTPUTS) {
        const width = result[name]!.length
        if (width !== widths[name]) {
          throw new GreenRoutingError(
            'model-invalid',
            `The head gave ${width} floats of ${name} instead of ${widths[name]}.`,
          )
        }
      }
      const capabilities = softmax(result.capability_logits!, calibration.capabilityTemperature)
      const lengths = softmax(result.length_logits!, calibration.lengthTemperature)
      const probabilities = CAPABILITIES.map(name => capabilities[outputs.capabilities.indexOf(name)]!)
      return QueryProfile.fromPrediction({
        ...(calibration.confidence && sureness(probabilities, calibration.confidence)),
        capabilityProbabilities: probabilities,
        difficultyScore: result.difficulty![0]!,
        outputLengthProbabilities: OUTPUT_LENGTHS.map(name => lengths[outputs.lengths.indexOf(name)]!),
      })
    },
  }
}

const sureness = (probabilities: readonly number[], calibration: ConfidenceCalibration) => ({
  confidence: confidenceOf(probabilities, calibration),
  abstainBelow: calibration.abstainBelow,
})

function softmax(logits: Float32Array, temperature: number): number[] {
  const scaled = Array.from(logits, logit => logit / temperature)
  const highest = Math.max(...scaled)
  const powers = scaled.map(value => Math.exp(value - highest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map(power => power / sum)
}
