/** Token ids to one sentence embedding. */
import { GreenRoutingError } from '../core/errors.ts'
import type { Feed, OnnxSession } from './runtime.ts'

const OUTPUT = 'sentence_embedding'

export interface Encoder {
  /** `hiddenSize` floats. One sequence a run: a batch would change each member's quantised activations. */
  encode(ids: readonly number[]): Promise<Float32Array>
}

export function createEncoder(session: OnnxSession, hiddenSize: number): Encoder {
  if (!session.outputNames.includes(OUTPUT)) {
    throw new GreenRoutingError(
      'model-invalid',
      `The encoder has no output "${OUTPUT}", only ${session.outputNames.join(', ')}.`,
    )
  }
  for (const name of session.inputNames) {
    if (!(name in INPUTS))
      throw new GreenRoutingError('model-invalid', `The encoder wants an input "${name}", which is not known here.`)
  }
  return {
    async encode(ids) {
      const dims = [1, ids.length]
      const feeds: Record<string, Feed> = {}
      for (const name of session.inputNames) {
        feeds[name] = { type: 'int64', data: BigInt64Array.from(ids, INPUTS[name as keyof typeof INPUTS]), dims }
      }
      const embedding = (await session.run(feeds, [OUTPUT]))[OUTPUT]!
      if (embedding.length !== hiddenSize) {
        throw new GreenRoutingError(
          'model-invalid',
          `The encoder gave ${embedding.length} floats where the manifest says ${hiddenSize}.`,
        )
      }
      return embedding
    },
  }
}

/** What each known input holds for a token. */
const INPUTS = {
  input_ids: (id: number) => BigInt(id),
  attention_mask: () => 1n,
  token_type_ids: () => 0n,
}
