/** What is said on stderr while lines go by: how many are done, and which were bad. */
import type { Output } from './surroundings.ts'

/** How often the count is shown: rewritten in place on a terminal, a new line elsewhere. Milliseconds. */
const PERIOD = { terminal: 200, log: 10_000 }

const ERASE_LINE = '\r\x1b[K'

export class Progress {
  readonly #stderr: Output
  /** Whether the count stays in place; not when answers scroll past on the same terminal. */
  readonly #inPlace: boolean
  #shownAt = performance.now()
  #shown = false

  constructor(stderr: Output, answersOnTerminal: boolean) {
    this.#stderr = stderr
    this.#inPlace = stderr.isTTY === true && !answersOnTerminal
  }

  /** Shows the count if it is time. */
  count(done: number): void {
    const now = performance.now()
    if (now - this.#shownAt < PERIOD[this.#inPlace ? 'terminal' : 'log']) return
    this.#shownAt = now
    this.#stderr.write(this.#inPlace ? `${ERASE_LINE}${done} done` : `${done} done\n`)
    this.#shown = this.#inPlace
  }

  /** A line that stays. */
  say(message: string): void {
    this.#stderr.write(`${this.#shown ? ERASE_LINE : ''}${message}\n`)
    this.#shown = false
  }
}
