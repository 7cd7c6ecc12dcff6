/** What was asked so far and what it is estimated to have taken, and what can be done with that. */
import {
  type CarbonReport,
  type CarbonTotals,
  type EnergyReport,
  type EnergyTotals,
  formatGrams,
  formatRange,
  formatShare,
  formatUsd,
  formatWh,
  GRID_CARBON,
} from 'greenrouting'
import type { LedgerState } from '../ledger.ts'
import { BASIS_LABELS, capitalised, questions } from '../words.ts'
import { byId, element, fillFigure, setText } from './dom.ts'
import { saveFile } from './save-file.ts'

export interface LedgerActions {
  /** Undefined for where each vendor is taken to run its models. */
  onZone(zone: string | undefined): void
  onKeep(wanted: boolean): Promise<void>
  onClear(): Promise<void>
  json(): string
  csv(): string
}

export class LedgerView {
  readonly #empty = byId('ledger-empty', HTMLParagraphElement)
  readonly #content = byId('ledger-content', HTMLDivElement)
  readonly #used = byId('ledger-used', HTMLElement)
  readonly #other = byId('ledger-other', HTMLElement)
  readonly #baseline = byId('ledger-baseline', HTMLElement)
  readonly #saved = byId('ledger-saved', HTMLElement)
  readonly #carbon = byId('ledger-carbon', HTMLElement)
  readonly #routing = byId('ledger-routing', HTMLElement)
  readonly #cost = byId('ledger-cost', HTMLElement)
  readonly #models = byId('ledger-models', HTMLTableElement)
  readonly #days = byId('ledger-days', HTMLDetailsElement)
  readonly #keep = byId('keep', HTMLInputElement)
  readonly #clear = byId('ledger-clear', HTMLButtonElement)
  readonly #saves = [byId('export-json', HTMLButtonElement), byId('export-csv', HTMLButtonElement)] as const
  readonly #status = byId('ledger-status', HTMLParagraphElement)

  constructor(on: LedgerActions) {
    this.#offerZones(on)
    this.#keep.addEventListener('change', () => void on.onKeep(this.#keep.checked))
    this.#clear.addEventListener('click', () => void on.onClear())
    const [json, csv] = this.#saves
    json.addEventListener('click', () => this.#save('greenrouting-ledger.json', 'application/json', on.json()))
    csv.addEventListener('click', () => this.#save('greenrouting-ledger.csv', 'text/csv', on.csv()))
  }

  show({ report, carbon, kept }: LedgerState): void {
    const anything = report.queries > 0
    this.#keep.checked = kept
    this.#empty.hidden = anything
    this.#content.hidden = !anything
    for (const button of [...this.#saves, this.#clear]) button.disabled = !anything
    if (!anything) {
      for (const body of document.querySelectorAll('.ledger tbody')) body.replaceChildren()
      return
    }
    const other = `Had ${otherOf(report)} answered`
    for (const title of [this.#other, ...document.querySelectorAll<HTMLElement>('.ledger th.other')])
      setText(title, other)
    this.#showTotals(report, carbon)
    this.#showModels(report, carbon)
    this.#showDays(report, carbon)
  }

  /** Told to a screen reader too. */
  say(text: string): void {
    setText(this.#status, text)
  }

  #showTotals(report: EnergyReport, carbon: CarbonReport): void {
    const { routing, savedPercent, unknownQueries } = report
    fillFigure(this.#used, formatWh(report.usedWh), [
      `range ${formatRange(report.usedLowWh, report.usedHighWh)}, ${basesOf(report)}`,
      `${questions(report.queries)}${unknownQueries > 0 ? `, of which ${unknownQueries} of unknown energy count for nothing here` : ''}`,
    ])
    fillFigure(this.#baseline, formatWh(report.baselineWh), [
      `range ${formatRange(report.baselineLowWh, report.baselineHighWh)}, basis: ${baselineBasesOf(report)}`,
      report.against,
    ])
    fillFigure(this.#saved, `${formatShare(Math.abs(savedPercent) / 100)} ${savedPercent < 0 ? 'more' : 'less'}`, [
      `${formatWh(report.savedWh)}, range ${formatRange(report.savedLowWh, report.savedHighWh)}`,
      `with the router itself ${formatWh(Math.abs(routing.netSavedWh))} ${routing.netSavedWh < 0 ? 'more' : 'less'}, range ${formatRange(routing.netSavedLowWh, routing.netSavedHighWh)} less`,
    ])
    fillFigure(this.#carbon, formatGrams(carbon.usedG), [
      `range ${formatRange(carbon.usedLowG, carbon.usedHighG, formatGrams)}`,
      `${formatGrams(carbon.savedG)} less than ${otherOf(report)}, range ${formatRange(carbon.savedLowG, carbon.savedHighG, formatGrams)}`,
      carbon.zones.map(({ name, gramsPerKWh }) => `${name} ${Math.round(gramsPerKWh)} g a kWh`).join(', '),
    ])
    fillFigure(this.#routing, formatWh(routing.midWh), [
      `range ${formatRange(routing.lowWh, routing.highWh)}, basis: ${routing.downloads > 0 ? 'bytes of its model, and ' : ''}seconds to decide`,
      paidFor(report),
    ])
    fillFigure(this.#cost, formatUsd(report.usedUsd), [
      'for 500 tokens in and 500 out each',
      `${formatUsd(report.baselineUsd)} had ${otherOf(report)} answered`,
    ])
  }

  #showModels(report: EnergyReport, carbon: CarbonReport): void {
    const caption = this.#models.caption!.querySelector('span')!
    setText(caption, `Each model with the questions it was chosen for, ${report.against}. ${basesInWords(report)}`)
    const gramsOf = new Map(carbon.models.map(entry => [entry.model, entry]))
    const rows = report.models.map(entry => amountsRow(entry.model, entry, gramsOf.get(entry.model)!))
    this.#models.tBodies[0]!.replaceChildren(...rows)
  }

  /** One day says no more than the totals. */
  #showDays(report: EnergyReport, carbon: CarbonReport): void {
    this.#days.hidden = report.days.length < 2
    const gramsOf = new Map(carbon.days.map(entry => [entry.day, entry]))
    const rows = report.days.map(entry => amountsRow(entry.day ?? 'not kept', entry, gramsOf.get(entry.day)!))
    this.#days.querySelector('tbody')!.replaceChildren(...rows)
  }

  #offerZones({ onZone }: LedgerActions): void {
    const select = byId('zone', HTMLSelectElement)
    const assumed = element('option', '', 'as assumed for each vendor')
    assumed.value = ''
    const zones = Object.entries(GRID_CARBON).map(([code, { name, gramsPerKWh }]) => {
      const option = element('option', '', `${name} (${Math.round(gramsPerKWh)} g a kWh)`)
      option.value = code
      return option
    })
    select.replaceChildren(assumed, ...zones)
    select.value = ''
    select.addEventListener('change', () => onZone(select.value || undefined))
  }

  #save(name: string, type: string, text: string): void {
    saveFile(name, type, text)
    this.say(`Saved as ${name}.`)
  }
}

function amountsRow(title: string, totals: EnergyTotals, grams: CarbonTotals): HTMLTableRowElement {
  const name = element('th', '', title)
  name.scope = 'row'
  const unknown = totals.unknownQueries === totals.queries
  const amount = (mid: string, range: string) => element('td', '', mid, ' ', element('small', '', `(${range})`))
  return element(
    'tr',
    '',
    name,
    unknown
      ? element('td', '', 'unknown')
      : amount(formatWh(totals.usedWh), formatRange(totals.usedLowWh, totals.usedHighWh)),
    amount(formatWh(totals.baselineWh), formatRange(totals.baselineLowWh, totals.baselineHighWh)),
    amount(formatWh(totals.savedWh), formatRange(totals.savedLowWh, totals.savedHighWh)),
    amount(formatGrams(grams.usedG), formatRange(grams.usedLowG, grams.usedHighG, formatGrams)),
    element('td', '', String(totals.queries)),
  )
}

/** `declared 3, measured 1`: where the figures come from. */
function basesOf({ bases }: EnergyReport): string {
  if (bases.length === 1) return `basis: ${labelOf(bases[0]!.basis)}`
  return `basis: ${bases.map(({ basis, queries }) => `${labelOf(basis)} ${queries}`).join(', ')}`
}

function baselineBasesOf({ baselines }: EnergyReport): string {
  return [...new Set(baselines.flatMap(({ bases }) => bases.map(labelOf)))].join(', ')
}

function basesInWords(report: EnergyReport): string {
  const [own, other] = [basesOf(report), `basis: ${baselineBasesOf(report)}`]
  return own === other ? `${capitalised(own)}, of every estimate.` : `${capitalised(own)}; of the other, ${other}.`
}

/** By its name, where it is one. */
function otherOf({ baselines }: EnergyReport): string {
  return (baselines.length === 1 ? baselines[0]!.model : null) ?? 'the model compared with'
}

const labelOf = (basis: EnergyReport['bases'][number]['basis']) => (basis === null ? 'not kept' : BASIS_LABELS[basis])

function paidFor({ routing, queries }: EnergyReport): string {
  const { breakEvenQueries } = routing
  if (breakEvenQueries === null) return 'at this rate it is never paid for'
  if (breakEvenQueries === 0) return 'nothing was downloaded'
  return `paid for after ${questions(breakEvenQueries)} like these${breakEvenQueries <= queries ? ', which is past' : ''}`
}
