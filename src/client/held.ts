import { estimateTokens } from '../providers/usage.ts'
import type { EscalationOptions } from './contracts.ts'

/** Text kept back until an answer has passed, or until so many tokens of it have. */
export class Held {
  #limit: number
  #text = ''
  #tokens = 0

  constructor(hold: EscalationOptions['hold'] = 0) {
    this.#limit = hold === 'until-verified' ? Number.POSITIVE_INFINITY : hold
  }

  /** What may be given out now. */
  add(text: string): string {
    if (this.#limit <= 0) return text
    this.#text += text
    this.#tokens += estimateTokens(text)
    return this.#tokens >= this.#limit ? this.release() : ''
  }

  /** All that was kept back; from now on nothing is. */
  release(): string {
    const text = this.#text
    this.#text = ''
    this.#limit = 0
    return text
  }
}
