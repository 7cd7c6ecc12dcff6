/**
 * Barks when a busy worker stays silent. Counts its own ticks rather than clock time, so that a laptop that slept does
 * not wake up to a killed worker.
 */
export class Watchdog {
  readonly #limit: number
  readonly #bark: () => void
  #timer: ReturnType<typeof setInterval> | undefined
  #silentSeconds = 0

  constructor(limitSeconds: number, bark: () => void) {
    this.#limit = limitSeconds
    this.#bark = bark
  }

  start(): void {
    if (this.#timer !== undefined) return
    this.#silentSeconds = 0
    this.#timer = setInterval(() => {
      if (++this.#silentSeconds >= this.#limit) {
        this.stop()
        this.#bark()
      }
    }, 1000)
  }

  heard(): void {
    this.#silentSeconds = 0
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
