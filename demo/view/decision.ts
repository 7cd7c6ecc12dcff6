/** The chosen model and what it takes. */
import {
  formatRange,
  formatShare,
  formatUsd,
  formatWh,
  type ModelRegistry,
  type RankedModel,
  type RoutingDecision,
} from 'greenrouting'
import { type Comparison, compare } from '../comparison.ts'
import type { Answer } from '../session.ts'
import { BASIS_WORDS, duration, energyParts, energyRange } from '../words.ts'
import { byId, element, fillFigure, setText } from './dom.ts'
import { EnergyScale } from './energy-scale.ts'

export class DecisionView {
  readonly #registry: ModelRegistry
  readonly #model = byId('model', HTMLOutputElement)
  readonly #reasoning = byId('reasoning', HTMLParagraphElement)
  readonly #energy = byId('energy', HTMLElement)
  readonly #savings = byId('savings', HTMLElement)
  readonly #cost = byId('cost', HTMLElement)
  readonly #time = byId('time', HTMLElement)
  readonly #scale = byId('scale', HTMLDivElement)

  constructor(registry: ModelRegistry) {
    this.#registry = registry
  }

  /** `baseline` is undefined for the most capable of the pool. */
  show(answer: Answer | undefined, baseline: string | undefined): void {
    const figures = [this.#energy, this.#savings, this.#cost, this.#time]
    if (!answer) {
      setText(this.#model, '')
      setText(this.#reasoning, '')
      for (const figure of [...figures, this.#scale]) figure.replaceChildren()
      return
    }
    const { decision } = answer
    const chosen = decision.ranking.find(({ model }) => model === decision.selectedModel)!
    const compared = compare(decision, baseline, this.#registry)
    setText(this.#model, decision.selectedModel)
    setText(this.#reasoning, decision.reasoning)
    this.#showEnergy(chosen)
    this.#showSavings(decision, compared)
    fillFigure(this.#cost, formatUsd(decision.costEstimate), ['for 500 tokens in and 500 out'])
    fillFigure(this.#time, duration(answer.milliseconds), ['on this device'])
    this.#drawScale(decision, chosen, compared.baseline)
  }

  #showEnergy({ energy }: RankedModel): void {
    if (energy === null) fillFigure(this.#energy, 'unknown', ['nothing is known to estimate it from'])
    else {
      fillFigure(this.#energy, formatWh(energy.midWh), [
        `range ${energyRange(energy)}`,
        `basis: ${BASIS_WORDS[energy.basis]}`,
      ])
    }
  }

  #showSavings({ selectedModel }: RoutingDecision, { baseline, saved, against }: Comparison): void {
    const takes = `${baseline.model} takes ${energyParts(baseline.energy).join(' ')}`
    if (saved === undefined) fillFigure(this.#savings, 'not comparable', [takes])
    else if (baseline.model === selectedModel)
      fillFigure(this.#savings, 'no difference', ['it is the chosen model itself'])
    else {
      const words = saved.mid < 0 ? 'more' : 'less'
      fillFigure(this.#savings, `${formatShare(Math.abs(saved.percent) / 100)} ${words}`, [
        `estimated, ${against}: ${takes}`,
        `difference ${formatWh(saved.mid)} (${formatRange(saved.low, saved.high)})`,
      ])
    }
  }

  #drawScale({ ranking }: RoutingDecision, chosen: RankedModel, baseline: RankedModel): void {
    const scale = new EnergyScale(ranking.map(({ energy }) => energy))
    const rows = chosen.model === baseline.model ? [chosen] : [chosen, baseline]
    this.#scale.replaceChildren(
      ...rows.map(({ model, energy }) =>
        element(
          'div',
          model === chosen.model ? 'row chosen' : 'row',
          element('span', 'name', model),
          scale.draw(energy),
        ),
      ),
      element('div', 'row', element('span', 'name'), scale.drawAxis()),
    )
  }
}
