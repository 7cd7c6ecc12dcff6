/** What an agent's answer took, for the tracker. */
import { Stopwatch } from '../../client/stopwatch.ts'
import type { AnswerOutcome } from '../../core/answer-outcome.ts'
import type { ChatMessage, TokenCounts } from '../../providers/contracts.ts'
import { counts, list, record, sum, text } from '../../providers/loose.ts'
import { usageOf } from '../../providers/usage.ts'
import { outputText } from '../openai/content.ts'
import type { AgentsEvent, AgentsResponse } from './contracts.ts'

export class AgentsReading {
  readonly #input: readonly string[]
  readonly #watch = new Stopwatch()
  #counts: TokenCounts = {}
  #output = ''

  /** Made when the model is asked. */
  constructor(messages: readonly ChatMessage[]) {
    this.#input = messages.map(({ content }) => content)
  }

  /** An event of a stream. */
  take(event: AgentsEvent): void {
    this.#watch.first()
    if (event.type === 'output_text_delta') this.#output += text(record(event).delta)
    if (event.response !== undefined) this.whole(event.response)
  }

  whole({ usage, output }: AgentsResponse): void {
    this.#counts = tokens(usage)
    this.#output = list(output).map(outputText).join('')
  }

  /** Up to now. Estimated where the model did not count. */
  outcome(): Omit<AnswerOutcome, 'model'> {
    return { usage: usageOf(this.#counts, this.#input, this.#output), ...this.#watch.timing }
  }
}

/** The SDK counts 0 where a model says nothing. */
function tokens(given: unknown): TokenCounts {
  const usage = record(given)
  const output = sum(usage.outputTokens)
  if (output === undefined || (output === 0 && usage.inputTokens === 0)) return {}
  return counts({
    inputTokens: sum(usage.inputTokens),
    outputTokens: output,
    reasoningTokens: detail(usage.outputTokensDetails, 'reasoning_tokens'),
    cachedInputTokens: detail(usage.inputTokensDetails, 'cached_tokens'),
  })
}

/** One for each request, or one for all. */
const detail = (details: unknown, name: string): number | undefined =>
  sum(...(Array.isArray(details) ? details : [details]).map(entry => record(entry)[name]))
