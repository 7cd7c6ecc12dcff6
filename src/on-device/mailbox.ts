/** What is put in by a callback and taken out by a loop. */
export class Mailbox<T> implements AsyncIterable<T> {
  readonly #items: T[] = []
  #end: { readonly error?: unknown } | undefined
  #wake: (() => void) | undefined

  put(item: T): void {
    this.#items.push(item)
    this.#wake?.()
  }

  close(): void {
    this.#end ??= {}
    this.#wake?.()
  }

  /** What was put in before is still taken out. */
  fail(error: unknown): void {
    this.#end ??= { error }
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for (;;) {
      if (this.#items.length > 0) yield this.#items.shift()!
      else if (this.#end) {
        if ('error' in this.#end) throw this.#end.error
        return
      } else await new Promise<void>(resolve => (this.#wake = resolve))
    }
  }
}
