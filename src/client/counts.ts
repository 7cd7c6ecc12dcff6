/** What the client's answers came to: their tokens, and what the compression hint saved. Fetched with the first question. */
import type { CompressionHint } from '../core/compression.ts'
import type { Usage } from '../providers/contracts.ts'
import type { Account } from './accounts.ts'
import { CompressionMeter } from './compression-meter.ts'
import type { ClientReport } from './contracts.ts'

export class Counts {
  readonly #meter = new CompressionMeter()
  #inputTokens = 0
  #outputTokens = 0
  #answers = 0
  #estimatedAnswers = 0

  add({ usage, attempts, estimatedAttempts }: Account): void {
    this.#inputTokens += usage.inputTokens
    this.#outputTokens += usage.outputTokens
    this.#answers += attempts
    this.#estimatedAnswers += estimatedAttempts
  }

  /** `wanted` is the hint for the question, `given` the one that was sent. */
  measure(wanted: CompressionHint, given: CompressionHint, usage: Usage): void {
    this.#meter.add(wanted, given === wanted, usage)
  }

  report(): Pick<ClientReport, 'tokens' | 'compression'> {
    return {
      tokens: {
        inputTokens: this.#inputTokens,
        outputTokens: this.#outputTokens,
        answers: this.#answers,
        estimatedAnswers: this.#estimatedAnswers,
      },
      compression: this.#meter.report(),
    }
  }
}
