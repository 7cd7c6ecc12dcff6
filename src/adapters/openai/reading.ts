/** Reads along with an answer, whole or piece by piece: what it took, for the tracker. */
import { Stopwatch } from '../../client/stopwatch.ts'
import type { AnswerOutcome } from '../../core/answer-outcome.ts'
import type { ChatMessage, TokenCounts } from '../../providers/contracts.ts'
import { counts, type Loose, list, record, sum, text } from '../../providers/loose.ts'
import { openaiCompatible } from '../../providers/openai-compatible.ts'
import { usageOf } from '../../providers/usage.ts'
import { outputText } from './content.ts'
import type { Api } from './contracts.ts'

export class Reading {
  readonly #api: Api
  readonly #input: readonly string[]
  readonly #watch = new Stopwatch()
  #counts: TokenCounts = {}
  #output = ''
  #responseModel = ''
  #whole = false

  /** Made when the request is sent. */
  constructor(api: Api, messages: readonly ChatMessage[]) {
    this.#api = api
    this.#input = messages.map(({ content }) => content)
  }

  /** A chunk, an event or a whole answer. Never throws. */
  take(payload: unknown): void {
    this.#watch.first()
    const said = record(payload)
    if (this.#api === 'chat') this.#takeChat(said)
    else this.#takeResponse(said)
  }

  /** Up to now; undefined where nothing came. Estimated where the server did not count. */
  outcome(): Omit<AnswerOutcome, 'model'> | undefined {
    const { durationMs, timeToFirstChunkMs } = this.#watch.timing
    if (timeToFirstChunkMs === undefined) return undefined
    return {
      usage: usageOf(this.#counts, this.#input, this.#output),
      durationMs,
      ...(!this.#whole && { timeToFirstChunkMs }),
      ...(this.#responseModel !== '' && { responseModel: this.#responseModel }),
    }
  }

  #takeChat(chunk: Loose): void {
    this.#responseModel ||= text(chunk.model)
    for (const part of openaiCompatible.read(chunk)) {
      if (part.type === 'text' || part.type === 'reasoning') this.#output += part.text
      else if (part.type === 'usage') this.#counts = part.usage
    }
    const choice = record(list(chunk.choices)[0])
    this.#whole ||= choice.message !== undefined
    for (const call of list(record(choice.delta ?? choice.message).tool_calls)) {
      const { name, arguments: given } = record(record(call).function)
      this.#output += text(name) + text(given)
    }
  }

  #takeResponse(event: Loose): void {
    // A piece of text, of a call's arguments, of a refusal, of thinking.
    if (text(event.type).endsWith('.delta') && !text(event.type).includes('audio')) this.#output += text(event.delta)
    this.#whole ||= event.object === 'response'
    const response = this.#whole ? event : record(event.response)
    this.#responseModel ||= text(response.model)
    const usage = tokens(record(response.usage))
    if (usage.outputTokens !== undefined) this.#counts = usage
    if (this.#whole) this.#output = list(response.output).map(outputText).join('')
  }
}

const tokens = (usage: Loose): TokenCounts =>
  counts({
    inputTokens: sum(usage.input_tokens),
    outputTokens: sum(usage.output_tokens),
    reasoningTokens: sum(record(usage.output_tokens_details).reasoning_tokens),
    cachedInputTokens: sum(record(usage.input_tokens_details).cached_tokens),
  })
