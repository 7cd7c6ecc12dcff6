/** Every model of the pool, as a table. */
import { formatUsd, type RankedModel, type RoutingDecision } from 'greenrouting'
import { BASIS_LABELS, BASIS_WORDS, energyParts } from '../words.ts'
import { byId, element, setText } from './dom.ts'
import { EnergyScale } from './energy-scale.ts'

export class RankingView {
  readonly #table = byId('ranking', HTMLTableElement)
  /** Within the caption: it stays in sight while the table scrolls sideways. */
  readonly #caption = this.#table.caption!.querySelector('span')!
  readonly #body = this.#table.tBodies[0]!

  show(decision: RoutingDecision | undefined): void {
    if (!decision) {
      setText(this.#caption, 'Filled in with the first question.')
      this.#body.replaceChildren()
      return
    }
    const { ranking, threshold, selectedModel } = decision
    const scale = new EnergyScale(ranking.map(({ energy }) => energy))
    const qualified = ranking.filter(entry => entry.qualified).length
    setText(
      this.#caption,
      `${qualified} of ${ranking.length} models reach the fitness this question needs, ${threshold.toFixed(2)}. The bars show each range on a logarithmic scale from ${scale.words}. ${basesIn(ranking)}`,
    )
    this.#body.replaceChildren(...ranking.map(entry => row(entry, entry.model === selectedModel, scale)))
  }
}

function row(entry: RankedModel, chosen: boolean, scale: EnergyScale): HTMLTableRowElement {
  const [figure, note] = energyParts(entry.energy)
  const name = element('th', '', entry.model)
  name.scope = 'row'
  if (chosen) name.append(' ', element('span', 'tag', 'chosen'))
  const made = element(
    'tr',
    `${chosen ? 'chosen' : ''}${entry.qualified ? '' : ' short'}`.trim(),
    name,
    element('td', 'energy', scale.draw(entry.energy), figure, ' ', element('small', '', note)),
    element('td', '', entry.fitness.toFixed(2)),
    element('td', '', entry.qualified ? 'yes' : 'no'),
    element('td', '', formatUsd(entry.costEstimate)),
    element('td', '', entry.greenScore.toFixed(3)),
  )
  if (chosen) made.ariaCurrent = 'true'
  return made
}

/** What the words in brackets mean. */
function basesIn(ranking: readonly RankedModel[]): string {
  const bases = new Set(ranking.map(({ energy }) => energy?.basis).filter(basis => basis !== undefined))
  return [...bases].map(basis => `“${BASIS_LABELS[basis]}”: ${BASIS_WORDS[basis]}.`).join(' ')
}
