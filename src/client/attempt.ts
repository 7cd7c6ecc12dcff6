/** One model's try at an answer: what came of it, and what it took. */
import type {
  ChatMessage,
  FinishReason,
  ProviderAnswer,
  ProviderPart,
  TokenCounts,
  Usage,
} from '../providers/contracts.ts'
import { counts, sum } from '../providers/loose.ts'
import { usageOf } from '../providers/usage.ts'
import { orAborted } from './abort.ts'
import type { EscalationOptions } from './contracts.ts'
import type { Guard } from './guard.ts'
import { Held } from './held.ts'
import { Stopwatch, type Timing } from './stopwatch.ts'

/** `lack` is why an answer will not do; of one that was given all the same, because no better model is left. */
export type Outcome =
  | { readonly kind: 'answered'; readonly lack: string | undefined }
  | { readonly kind: 'rejected'; readonly lack: string; readonly complete: boolean }
  | { readonly kind: 'failed'; readonly error: unknown }

export interface AttemptOptions {
  readonly model: string
  /** What was sent, for an estimate of its tokens. */
  readonly messages: readonly ChatMessage[]
  readonly guard: Guard | undefined
  readonly hold: EscalationOptions['hold']
  /** A better model is left to ask. */
  readonly canReject: boolean
  readonly signal: AbortSignal
}

export class Attempt {
  readonly #options: AttemptOptions
  #content = ''
  #reasoning = ''
  #counts: TokenCounts = {}
  #finish: FinishReason | undefined
  #begun = false
  #watch = new Stopwatch()

  constructor(options: AttemptOptions) {
    this.#options = options
  }

  get content(): string {
    return this.#content
  }

  get finishReason(): FinishReason {
    return this.#finish ?? 'other'
  }

  /** What the model has taken; undefined when it never began. */
  get usage(): Usage | undefined {
    if (!this.#begun) return undefined
    const input = this.#options.messages.map(({ content }) => content)
    return usageOf(this.#counts, input, this.#reasoning + this.#content)
  }

  /** Up to now: to be asked at the end. */
  get timing(): Timing {
    return this.#watch.timing
  }

  /** Yields the text that may be given out. Leaving off ends the request. */
  async *run(answer: ProviderAnswer): AsyncGenerator<string, Outcome, void> {
    const { guard, canReject, model, signal } = this.#options
    const held = new Held(this.#options.hold)
    this.#watch = new Stopwatch()
    try {
      for await (const part of answer) {
        this.#take(part)
        if (part.type !== 'text' || part.text === '') continue
        const lack = guard?.add(part.text)
        if (lack !== undefined && canReject) return { kind: 'rejected', lack, complete: false }
        const text = held.add(part.text)
        if (text !== '') yield text
      }
    } catch (error) {
      return { kind: 'failed', error }
    }
    // Checks of the answer are not the model's time.
    this.#watch.end()
    const lack = guard && (await orAborted(guard.end(this.#content, this.finishReason, model), signal))
    if (lack !== undefined && canReject) return { kind: 'rejected', lack, complete: true }
    const rest = held.release()
    if (rest !== '') yield rest
    return { kind: 'answered', lack }
  }

  #take(part: ProviderPart): void {
    // In line it has not begun.
    if (part.type === 'waited') {
      this.#watch.waited(part.ms)
      return
    }
    this.#begun = true
    this.#watch.first()
    if (part.type === 'text') this.#content += part.text
    else if (part.type === 'reasoning') this.#reasoning += part.text
    else if (part.type === 'finish') this.#finish = part.reason
    else if (part.type === 'usage') this.#counts = { ...this.#counts, ...known(part.usage) }
  }
}

/** A completionFn may count however it likes. */
const known = ({ inputTokens, outputTokens, reasoningTokens, cachedInputTokens }: TokenCounts): TokenCounts =>
  counts({
    inputTokens: sum(inputTokens),
    outputTokens: sum(outputTokens),
    reasoningTokens: sum(reasoningTokens),
    cachedInputTokens: sum(cachedInputTokens),
  })
