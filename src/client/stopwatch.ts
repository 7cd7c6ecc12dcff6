/** How long an answer takes. */

/** Milliseconds since the request. */
export interface Timing {
  readonly durationMs: number
  readonly timeToFirstChunkMs?: number
}

/** Started when it is made. */
export class Stopwatch {
  #startedAt = performance.now()
  #firstAt: number | undefined
  #endedAt: number | undefined

  /** Something came; only the first time counts. */
  first(): void {
    this.#firstAt ??= performance.now()
  }

  /** Milliseconds that were not the model's, before something came. Never more than have passed, whatever is said. */
  waited(ms: number): void {
    if (this.#firstAt !== undefined || typeof ms !== 'number' || !(ms > 0)) return
    this.#startedAt = Math.min(this.#startedAt + ms, performance.now())
  }

  /** What comes after is not the model's time. */
  end(): void {
    this.#endedAt ??= performance.now()
  }

  /** Up to the end, or up to now. */
  get timing(): Timing {
    const first = this.#firstAt === undefined ? {} : { timeToFirstChunkMs: this.#firstAt - this.#startedAt }
    return { durationMs: (this.#endedAt ?? performance.now()) - this.#startedAt, ...first }
  }
}
