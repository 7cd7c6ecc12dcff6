/**
 * What was asked in this page, added up by the library; kept on the device if the person wants it. Another baseline holds for
 * all that was asked since the page was opened; what earlier visits and other tabs recorded keeps the one it was recorded with.
 */
import {
  type CarbonReport,
  carbonReport,
  type EnergyReport,
  EnergyTracker,
  formatLedgerCsv,
  isGreenRoutingError,
  type ModelRegistry,
  openLedger,
  type RoutingCost,
  type RoutingDecision,
  type StoredLedger,
} from 'greenrouting'

export interface LedgerState {
  readonly report: EnergyReport
  readonly carbon: CarbonReport
  readonly kept: boolean
}

export interface LedgerEvents {
  onChange(state: LedgerState): void
  /** Something to tell: what was done, or what could not be. */
  onSay(text: string): void
}

/** What deciding takes for as long as it lasts: a laptop; at least a phone, at most a desktop with a graphics card. Watts. */
const WATTS = { low: 15, mid: 30, high: 120 } as const

/** The person wants the ledger kept. */
const KEEP = 'greenrouting-keep-ledger'

export class Ledger {
  readonly #registry: ModelRegistry
  readonly #events: LedgerEvents
  #tracker: EnergyTracker
  #stored: StoredLedger | undefined
  /** Since the page was opened, for another baseline or another place. */
  #asked: RoutingDecision[] = []
  #costs: RoutingCost[] = []
  /** Of the stored ledger, when this page last looked: what is cleared in another tab is cleared here. */
  #epoch: string | undefined
  #zone: string | undefined
  #shown = 0

  constructor(registry: ModelRegistry, events: LedgerEvents) {
    this.#registry = registry
    this.#events = events
    this.#tracker = this.#newTracker(undefined)
    document.addEventListener('visibilitychange', async () => {
      if (document.visibilityState !== 'visible') return
      await this.#lookAround()
      await this.#show()
    })
  }

  async start(): Promise<void> {
    if (wantsKeeping()) await this.keep(true)
    else await this.#show()
  }

  record(decision: RoutingDecision, milliseconds: number): void {
    const wh = (watts: number) => (watts * milliseconds) / 3_600_000
    const energy = {
      lowWh: wh(WATTS.low),
      midWh: wh(WATTS.mid),
      highWh: wh(WATTS.high),
      basis: 'latency-proxy',
    } as const
    this.#asked.push(decision)
    this.#tracker.record(decision)
    this.#recordRouting({ energy })
  }

  /** Nothing where all of it was kept from an earlier visit. */
  recordDownload(bytes: number): void {
    if (bytes > 0) this.#recordRouting({ downloadedBytes: bytes })
  }

  #recordRouting(cost: RoutingCost): void {
    this.#costs.push(cost)
    this.#tracker.recordRouting(cost)
    void this.#show()
  }

  /** Undefined for the most capable of the pool. */
  async compareWith(baseline: string | undefined): Promise<void> {
    await this.#lookAround()
    this.#tracker.baseline = baseline
    for (const decision of this.#asked) this.#tracker.amend(decision)
    await this.#show()
  }

  /** Undefined for where each vendor is taken to run its models. */
  set zone(zone: string | undefined) {
    this.#zone = zone
    void this.#show()
  }

  /** What was recorded in this page goes along; what was kept is deleted when it is no longer wanted. */
  async keep(wanted: boolean): Promise<void> {
    try {
      if (wanted) {
        this.#moveTo(await openLedger({ onError: error => this.#complain(error) }))
        await this.#stored!.sync()
        this.#events.onSay('Kept on this device from now on.')
      } else {
        const stored = this.#stored
        this.#moveTo(undefined)
        await stored?.clear()
        this.#events.onSay('Deleted from this device. What you asked since you opened the page still counts.')
      }
      this.#epoch = this.#stored?.epoch
      remember(wanted)
    } catch (error) {
      this.#complain(error)
    }
    await this.#show()
  }

  async clear(): Promise<void> {
    this.#asked = []
    this.#costs = []
    this.#tracker.reset()
    try {
      await this.#stored?.flush()
      this.#epoch = this.#stored?.epoch
      this.#events.onSay('Cleared.')
    } catch (error) {
      this.#complain(error)
    }
    await this.#show()
  }

  toJson(): string {
    return `${JSON.stringify(this.#tracker, null, 2)}\n`
  }

  toCsv(): string {
    return formatLedgerCsv(this.#tracker)
  }

  /** Another place for the ledger: recorded anew, so that it can still be amended. */
  #moveTo(stored: StoredLedger | undefined): void {
    this.#tracker = this.#newTracker(stored, this.#tracker.baseline)
    this.#stored = stored
    for (const decision of this.#asked) this.#tracker.record(decision)
    for (const cost of this.#costs) this.#tracker.recordRouting(cost)
  }

  #newTracker(ledger: StoredLedger | undefined, baseline?: string): EnergyTracker {
    return new EnergyTracker({ registry: this.#registry, ledger, baseline })
  }

  /** Other tabs may have recorded meanwhile, or cleared. */
  async #lookAround(): Promise<void> {
    const stored = this.#stored
    if (stored === undefined) return
    await stored.sync().catch(error => this.#complain(error))
    if (stored.epoch === this.#epoch) return
    this.#epoch = stored.epoch
    this.#asked = []
    this.#costs = []
  }

  #complain(error: unknown): void {
    this.#events.onSay(isGreenRoutingError(error) ? error.message : `The ledger could not be kept: ${String(error)}`)
  }

  async #show(): Promise<void> {
    const mine = ++this.#shown
    const carbon = await carbonReport(this.#tracker, { carbon: this.#zone })
    if (mine !== this.#shown) return
    this.#events.onChange({ report: this.#tracker.report(), carbon, kept: this.#stored !== undefined })
  }
}

/** Some browsers refuse storage altogether; then nothing is kept anyway. */
function wantsKeeping(): boolean {
  try {
    return localStorage.getItem(KEEP) === 'yes'
  } catch {
    return false
  }
}

function remember(wanted: boolean): void {
  try {
    if (wanted) localStorage.setItem(KEEP, 'yes')
    else localStorage.removeItem(KEEP)
  } catch {
    // As above.
  }
}
