/** What an agent's answer took, for the tracker. */
import type { AnswerOutcome } from '../../core/answer-outcome.ts'
import type { ChatMessage, TokenCounts } from '../../providers/contracts.ts'
import { counts, list, record, sum, text } from '../../providers/loose.ts'
import { usageOf } from '../../providers/usage.ts'
import type { AgentsEvent, AgentsResponse } from './contracts.ts'

export class AgentsReading {
  readonly #input: readonly string[]
  readonly #startedAt = performance.now()
  #firstAt: number | undefined
  #counts: TokenCounts = {}
  #output = ''

  /** Made when the model is asked. */
  constructor(messages: readonly ChatMessage[]) {
    this.#input = messages.map(({ content }) => content)
  }

  /** An event of a stream. */
  take(event: AgentsEvent): void {
    this.#firstAt ??= performance.now()
    if (event.type === 'output_text_delta') this.#output += text(record(event).delta)
    if (event.response !== undefined) this.whole(event.response)
  }

  whole({ usage, output }: AgentsResponse): void {
    this.#counts = tokens(usage)
    this.#output = list(output).map(textOf).join('')
  }

  /** Up to now. Estimated where the model did not count. */
  outcome(): Omit<AnswerOutcome, 'model'> {
    return {
      usage: usageOf(this.#counts, this.#input, this.#output),
      durationMs: performance.now() - this.#startedAt,
      ...(this.#firstAt !== undefined && { timeToFirstChunkMs: this.#firstAt - this.#startedAt }),
    }
  }
}

function textOf(output: unknown): string {
  const item = record(output)
  return (
    text(item.arguments) +
    list(item.content)
      .map(part => text(record(part).text))
      .join('')
  )
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
