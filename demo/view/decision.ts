/** The chosen model and what it takes. */
import { formatShare, formatUsd, formatWh, type RankedModel, type RoutingDecision } from 'greenrouting'
import type { Answer } from '../session.ts'
import { BASIS_WORDS, duration, energyRange } from '../words.ts'
import { byId, element, setText } from './dom.ts'
import { EnergyScale } from './energy-scale.ts'

export class DecisionView {
  readonly #model = byId('model', HTMLOutputElement)
  readonly #reasoning = byId('reasoning', HTMLParagraphElement)
  readonly #energy = byId('energy', HTMLElement)
  readonly #savings = byId('savings', HTMLElement)
  readonly #cost = byId('cost', HTMLElement)
  readonly #time = byId('time', HTMLElement)
  readonly #scale = byId('scale', HTMLDivElement)

  show(answer: Answer | undefined): void {
    const figures = [this.#energy, this.#savings, this.#cost, this.#time]
    if (!answer) {
      setText(this.#model, '')
      setText(this.#reasoning, '')
      for (const figure of [...figures, this.#scale]) figure.replaceChildren()
      return
    }
    const { decision } = answer
    const entry = (name: string) => decision.ranking.find(({ model }) => model === name)!
    const chosen = entry(decision.selectedModel)
    const largest = decision.maxEnergyModel === null ? undefined : entry(decision.maxEnergyModel)
    setText(this.#model, decision.selectedModel)
    setText(this.#reasoning, decision.reasoning)
    if (decision.energy) {
      fill(this.#energy, `${formatWh(decision.energy.midWh)}`, [
        `range ${energyRange(decision.energy)}`,
        `basis: ${BASIS_WORDS[decision.energy.basis]}`,
      ])
    } else {
      fill(this.#energy, 'unknown', ['nothing is published to estimate it from'])
    }
    this.#showSavings(decision, largest)
    fill(this.#cost, formatUsd(decision.costEstimate), ['for 500 tokens in and 500 out'])
    fill(this.#time, duration(answer.milliseconds), ['on this device'])
    this.#drawScale(decision, chosen, largest)
  }

  #showSavings({ energySavingsVsMax, ranking }: RoutingDecision, largest: RankedModel | undefined): void {
    if (energySavingsVsMax === null || !largest?.energy) {
      fill(this.#savings, 'unknown', ['there is no figure to compare'])
      return
    }
    const against = `${largest.model} (${formatWh(largest.energy.midWh)}, ${energyRange(largest.energy)})`
    if (energySavingsVsMax > 0) {
      fill(this.#savings, `${formatShare(energySavingsVsMax)} less`, [
        `estimated, against always using ${against}, the largest of these ${ranking.length} models`,
      ])
    } else {
      fill(this.#savings, 'no less', [`it is itself the largest of these ${ranking.length} models: ${against}`])
    }
  }

  #drawScale({ ranking }: RoutingDecision, chosen: RankedModel, largest: RankedModel = chosen): void {
    const scale = new EnergyScale(ranking.map(({ energy }) => energy))
    const rows = chosen === largest ? [chosen] : [chosen, largest]
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

/** A figure, large, and what it means, small. */
function fill(target: HTMLElement, figure: string, notes: readonly string[]): void {
  target.replaceChildren(element('strong', '', figure), ...notes.map(note => element('small', '', note)))
}
