/** A logarithmic axis of watt-hours: the models of a pool lie orders of magnitude apart. */
import type { EnergyEstimate } from 'greenrouting'
import { element, setShare } from './dom.ts'

export class EnergyScale {
  readonly #firstDecade: number
  readonly #lastDecade: number

  /** Whole decades that hold every range. */
  constructor(all: readonly (EnergyEstimate | null)[]) {
    const estimates = all.filter(estimate => estimate !== null)
    const least = Math.min(...estimates.map(({ lowWh }) => lowWh).filter(wh => wh > 0))
    const most = Math.max(...estimates.map(({ highWh }) => highWh).filter(wh => wh > 0))
    const known = Number.isFinite(least) && Number.isFinite(most)
    this.#firstDecade = known ? Math.floor(Math.log10(least)) : -3
    this.#lastDecade = known ? Math.max(Math.ceil(Math.log10(most)), this.#firstDecade + 1) : 0
  }

  /** From low to high with a mark at mid; empty where nothing is known. For the eye only: the figures stand beside it. */
  draw(estimate: EnergyEstimate | null): HTMLElement {
    const track = element('span', 'range')
    track.ariaHidden = 'true'
    if (estimate === null) return track
    const { lowWh, midWh, highWh } = estimate
    track.append(element('span', 'span'), element('span', 'mark'))
    setShare(track, '--low', this.#at(lowWh))
    setShare(track, '--mid', this.#at(midWh))
    setShare(track, '--high', this.#at(highWh))
    return track
  }

  /** One label a decade. */
  drawAxis(): HTMLElement {
    const axis = element('span', 'axis')
    for (let decade = this.#firstDecade; decade <= this.#lastDecade; decade++) {
      const label = element('span', '', decade === this.#lastDecade ? `${power(decade)} Wh` : power(decade))
      setShare(label, '--at', this.#share(decade))
      axis.append(label)
    }
    return axis
  }

  get words(): string {
    return `${power(this.#firstDecade)} to ${power(this.#lastDecade)} Wh`
  }

  #at(wattHours: number): number {
    return wattHours > 0 ? Math.min(1, Math.max(0, this.#share(Math.log10(wattHours)))) : 0
  }

  #share(decade: number): number {
    return (decade - this.#firstDecade) / (this.#lastDecade - this.#firstDecade)
  }
}

/** A power of ten in full: `0.001`, `10`. */
function power(decade: number): string {
  return decade < 0 ? (10 ** decade).toFixed(-decade) : String(10 ** decade)
}
