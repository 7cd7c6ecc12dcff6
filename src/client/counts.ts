/** What the client's answers came to: their tokens, and what the compression hint saved. Fetched with the first question. */
import type { CompressionHint } from '../core/compression.ts'
import type { Usage } from '../providers/contracts.ts'
import type { Account } from './accounts.ts'
import { CompressionMeter } from './compression-meter.ts'
import type { AnswerFacts, ClientReport } from './contracts.ts'

export class Counts {
  readonly #meter = new CompressionMeter()
  #inputTokens = 0
  #outputTokens = 0
  #answers = 0
  #estimatedAnswers = 0

  /** Counts the tokens of all attempts, and gives what a tracker is to be told. */
  add({ usage, attempts, estimatedAttempts, answer, earlier, timing, measured }: Account): AnswerFacts {
    this.#inputTokens += usage.inputTokens
    this.#outputTokens += usage.outputTokens
    this.#answers += attempts
    this.#estimatedAnswers += estimatedAttempts
    return { usage: answer, ...(earlier.length > 0 && { earlier }), ...timing, ...(measured && { measured }) }
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
