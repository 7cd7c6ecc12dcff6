import type { AnswerOutcome } from './answer-outcome.ts'
import { refuseBaseline } from './baseline.ts'
import { dayOf } from './calendar-day.ts'
import { aFunction, aText, type Check, withMethods } from './checks.ts'
import type { RoutingDecision } from './contracts.ts'
import { describeReport, type EnergyReport, reportOf } from './energy-report.ts'
import { type EnergyLedger, MemoryLedger } from './ledger.ts'
import { type LedgerFile, readLedger, writeLedger } from './ledger-file.ts'
import type { AnswerRow } from './ledger-row.ts'
import type { ModelRegistry } from './model-registry.ts'
import { checkOptions } from './options.ts'
import { type RecordedAnswer, readAnswer, rowOf, type UsageEstimator } from './recorded-answer.ts'
import { type RoutingCost, readRoutingCost } from './routing-cost.ts'

export interface EnergyTrackerOptions {
  /** Name of the model that would have answered everything; default the most capable of the pool. */
  readonly baseline?: string | undefined
  /**
   * The pool the decisions come from. With it a baseline is checked at once, the most capable model is found by its profile
   * (without it by each question's ranking), and real tokens are priced. Default none.
   */
  readonly registry?: ModelRegistry | undefined
  /** Energy of an answer whose tokens are known; default none, and then the decision's own estimate stands. */
  readonly estimate?: UsageEstimator | undefined
  /** Where to add up; default memory. `openLedger()` of `greenrouting` gives one that is kept on the device. */
  readonly ledger?: EnergyLedger | undefined
  /** The moment an answer is recorded, a Date or milliseconds since 1970; default `Date.now`. */
  readonly clock?: (() => Date | number) | undefined
}

const SPEC = {
  baseline: aText,
  registry: withMethods<ModelRegistry>('a ModelRegistry', 'has', 'get'),
  estimate: aFunction as Check<UsageEstimator>,
  ledger: withMethods<EnergyLedger>('a ledger, as openLedger() gives', 'append', 'rows', 'clear'),
  clock: aFunction as Check<() => Date | number>,
}

/** Adds up what answers take and what a baseline would have taken. Nothing is written unless `record` is called. */
export class EnergyTracker {
  /** The pool, where one was given. */
  readonly registry: ModelRegistry | undefined
  readonly #estimate: UsageEstimator | undefined
  readonly #ledger: EnergyLedger
  readonly #clock: () => Date | number
  readonly #listeners = new Set<(answer: RecordedAnswer) => void>()
  #baseline: string | undefined
  /** Of each decision, its latest recording: an outcome may come later. */
  #recorded = new WeakMap<RoutingDecision, { readonly answer: RecordedAnswer; readonly row: AnswerRow }>()

  /** Throws `invalid-option`, or `unknown-model` for a baseline that the registry does not hold. */
  constructor(options: EnergyTrackerOptions = {}) {
    const { baseline, registry, estimate, ledger, clock } = checkOptions('EnergyTracker', options, SPEC)
    this.registry = registry
    this.#estimate = estimate
    this.#ledger = ledger ?? new MemoryLedger()
    this.#clock = clock ?? Date.now
    this.baseline = baseline
  }

  /** Undefined for the most capable of the pool. A new one holds for what is recorded or amended from then on. */
  get baseline(): string | undefined {
    return this.#baseline
  }

  set baseline(name: string | undefined) {
    if (name !== undefined) aText(name, 'baseline', 'invalid-option')
    if (name !== undefined && this.registry?.has(name) === false) refuseBaseline(name, this.registry.names)
    this.#baseline = name
  }

  /**
   * Counts one answer. With an outcome, real tokens and measured energy win over the estimate, and an earlier recording of
   * the same decision object that had none is replaced, not counted twice. Throws `invalid-option` for what is not a
   * decision or an outcome, `unknown-model` for a baseline that is not in the decision's pool; then nothing is counted.
   */
  record(decision: RoutingDecision, outcome?: AnswerOutcome): void {
    const earlier = this.#recorded.get(decision)
    const settles = outcome !== undefined && earlier !== undefined && isEmpty(earlier.answer.outcome)
    this.#put(decision, outcome ?? {}, settles)
  }

  /**
   * Reads a recorded decision again, under the present baseline, with its outcome or a new one; its day stays. False when
   * this tracker has not recorded that decision object.
   */
  amend(decision: RoutingDecision, outcome?: AnswerOutcome): boolean {
    const earlier = this.#recorded.get(decision)
    if (earlier === undefined) return false
    this.#put(decision, outcome ?? earlier.answer.outcome, true)
    return true
  }

  /** Counts what the router itself took: `{ downloadedBytes }` when it was fetched, `{ measured }` or `{ energy }` a decision. */
  recordRouting(cost: RoutingCost): void {
    this.#ledger.append(readRoutingCost(cost, dayOf(this.#clock())))
  }

  /** Calls a listener with each answer as it is recorded; what it throws is ignored. Returns a function that ends it. */
  subscribe(listener: (answer: RecordedAnswer) => void): () => void {
    aFunction(listener, 'EnergyTracker.subscribe', 'invalid-option')
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** The totals as plain data: a snapshot that later records do not change. */
  report(): EnergyReport {
    return reportOf(this.#ledger.rows())
  }

  /** The report in a few lines for a person. */
  formatReport(): string {
    return describeReport(this.report())
  }

  /** Forgets everything recorded; a ledger on the device is cleared too. */
  reset(): void {
    this.#ledger.clear()
    this.#recorded = new WeakMap()
  }

  /** Plain data that `fromJSON` and `merge` read back without loss; `JSON.stringify(tracker)` calls it. */
  toJSON(): LedgerFile {
    return writeLedger(this.#ledger.rows())
  }

  /** Adds what a file holds, of this version or an older one. Throws `invalid-report`, and adds nothing, for any other. */
  merge(file: unknown): void {
    for (const row of readLedger(file)) this.#ledger.append(row)
  }

  /** A tracker from parsed JSON. Throws `invalid-report` for a malformed file or one of a newer version, and reads nothing of it. */
  static fromJSON(value: unknown, options?: EnergyTrackerOptions): EnergyTracker {
    const tracker = new EnergyTracker(options)
    tracker.merge(value)
    return tracker
  }

  #put(decision: RoutingDecision, outcome: AnswerOutcome, replaces: boolean): void {
    const earlier = replaces ? this.#recorded.get(decision) : undefined
    const settings = { baseline: this.#baseline, registry: this.registry, estimate: this.#estimate }
    const at = earlier?.answer.at ?? new Date(this.#clock())
    const answer = readAnswer(decision, outcome, settings, at)
    const row = rowOf(answer, dayOf(at))
    this.#ledger.append(row, earlier?.row)
    this.#recorded.set(decision, { answer, row })
    for (const listener of [...this.#listeners]) {
      try {
        listener(earlier ? { ...answer, replaces: earlier.answer } : answer)
      } catch {
        // A listener's fault is not the recorder's.
      }
    }
  }
}

const isEmpty = (outcome: AnswerOutcome) => Object.values(outcome).every(value => value === undefined)
