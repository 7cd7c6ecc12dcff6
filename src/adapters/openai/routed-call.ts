/** A call that is routed first: what the client's own promise offers, before it is known whose promise that will be. */

/** The part of the client's promise that is needed; look-alikes have only `then`. */
export interface ClientCall<T> extends PromiseLike<T> {
  asResponse(): Promise<Response>
  withResponse(): Promise<object>
}

/** The call that was answered, and the answer, read unless the raw response was asked for. */
export interface AnsweredCall<T> {
  readonly call: ClientCall<T>
  readonly data?: T
}

export class RoutedCall<T> extends Promise<T> {
  /** What `then` gives is a promise like any other. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  #wantsRaw = false
  readonly #answered: Promise<AnsweredCall<T>>

  /** `start` is asked at once. It may ask whether the raw response is wanted, which is known as soon as it has awaited anything. */
  constructor(start: (wantsRaw: () => boolean) => Promise<AnsweredCall<T>>) {
    // Never looked at: those who wait are led to the answer by `then`.
    super(resolve => resolve(undefined as T))
    this.#answered = start(() => this.#wantsRaw)
  }

  /** The response as it came: its body is the caller's to read, and is not counted but estimated. */
  async asResponse(): Promise<Response> {
    this.#wantsRaw = true
    return (await this.#answered).call.asResponse()
  }

  /** The answer together with its response. */
  async withResponse(): Promise<object> {
    const { call, data } = await this.#answered
    const all = await call.withResponse()
    return data === undefined ? all : { ...all, data }
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise.
  override then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#answered.then(({ call, data }) => data ?? call).then(onfulfilled, onrejected)
  }

  override catch<B = never>(onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onrejected)
  }

  override finally(onfinally?: (() => void) | null): Promise<T> {
    return this.then(undefined).finally(onfinally)
  }
}
