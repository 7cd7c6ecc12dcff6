/** Hands an answer on to whoever reads it, as often as they like, and ends it when the last reader leaves. */
import { GreenRoutingError } from '../core/errors.ts'
import type { ChatResponse, ChatStream, StreamPart } from './contracts.ts'

export class AnswerStream implements ChatStream {
  readonly #parts: StreamPart[] = []
  readonly #stop: () => void
  readonly #response: Promise<ChatResponse>
  #end: { readonly error?: unknown } | undefined
  #waiting: (() => void)[] = []
  #readers = 0
  /** Somebody waits for the whole answer. */
  #awaited = false
  /** The last reader did not leave: it was told that it cannot go on. */
  #goesOn = false

  /** Begins at once: `stop` is called when nobody reads any more. */
  constructor(parts: AsyncIterable<StreamPart>, stop: () => void) {
    this.#stop = stop
    this.#response = this.#read(parts)
    // Somebody who reads the parts need not look here.
    this.#response.catch(() => undefined)
  }

  get response(): Promise<ChatResponse> {
    this.#awaited = true
    return this.#response
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StreamPart, void, void> {
    this.#readers++
    try {
      for (let next = 0; ; next++) {
        while (next >= this.#parts.length) {
          if (this.#end) {
            if ('error' in this.#end) throw this.#end.error
            return
          }
          await new Promise<void>(resolve => this.#waiting.push(resolve))
        }
        yield this.#parts[next]!
      }
    } finally {
      this.#readers--
      if (!this.#end && this.#readers === 0 && !this.#goesOn) this.#stop()
    }
  }

  get textStream(): AsyncIterable<string> {
    return { [Symbol.asyncIterator]: () => this.#texts() }
  }

  async *#texts(): AsyncGenerator<string, void, void> {
    let given = false
    for await (const part of this) {
      if (part.type === 'text') {
        given = true
        yield part.text
      } else if (part.type === 'restart' && given) {
        this.#goesOn = this.#awaited
        throw restarted(part)
      }
    }
  }

  async #read(parts: AsyncIterable<StreamPart>): Promise<ChatResponse> {
    try {
      for await (const part of parts) {
        this.#parts.push(part)
        this.#wake()
        if (part.type === 'finish') {
          this.#end = {}
          return part.response
        }
      }
      throw new GreenRoutingError('internal', 'The answer ended without an end.')
    } catch (error) {
      this.#end = { error }
      throw error
    } finally {
      this.#wake()
    }
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}

function restarted({ from, model, reason }: StreamPart & { readonly type: 'restart' }): GreenRoutingError {
  return new GreenRoutingError(
    'answer-restarted',
    `${model} began the answer anew after text of ${from} had been given out (${reason}) Read the stream's parts, which say ` +
      `so with a restart, its response, or set escalate.hold.`,
    { details: { from, model } },
  )
}
