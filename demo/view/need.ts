/** What the question takes: eight capabilities, a difficulty, a length. */
import { CAPABILITIES, OUTPUT_LENGTHS, type QueryProfile } from 'greenrouting'
import { CAPABILITY_WORDS, capitalised, LENGTH_WORDS, percent } from '../words.ts'
import { byId, element, setShare, setText } from './dom.ts'

export class NeedView {
  readonly #difficulty = byId('difficulty', HTMLElement)
  readonly #length = byId('length', HTMLElement)
  readonly #bars = CAPABILITIES.map(capability => {
    const share = element('span', 'share')
    const item = element(
      'li',
      '',
      element('span', 'name', CAPABILITY_WORDS[capability]),
      element('span', 'bar', element('span', 'fill')),
      share,
    )
    item.dataset.capability = capability
    return { capability, item, share }
  })

  constructor() {
    byId('capabilities', HTMLUListElement).append(...this.#bars.map(({ item }) => item))
  }

  show(profile: QueryProfile | undefined): void {
    for (const { capability, item, share } of this.#bars) {
      const probability = profile?.capabilityProbabilities[capability] ?? 0
      item.dataset.weight = String(probability)
      setShare(item, '--share', probability)
      // Those under a tenth do not count in the choice.
      item.classList.toggle('counts', profile?.capabilityWeights[capability] !== undefined)
      setText(share, profile ? percent(probability) : '–')
    }
    if (profile) {
      this.#showDifficulty(profile)
      this.#showLength(profile)
    } else {
      this.#difficulty.replaceChildren()
      this.#length.replaceChildren()
    }
  }

  #showDifficulty({ difficulty, difficultyScore }: QueryProfile): void {
    const steps = element('span', 'steps')
    steps.ariaHidden = 'true'
    for (let step = 1; step <= 5; step++) steps.append(element('span', step <= difficulty ? 'step on' : 'step'))
    this.#difficulty.replaceChildren(
      element('strong', '', `${difficulty} of 5`),
      steps,
      element('small', '', `score ${difficultyScore.toFixed(2)}; 1 is trivial, 5 for experts`),
    )
  }

  #showLength({ expectedOutputLength, outputLengthProbabilities }: QueryProfile): void {
    const shares = OUTPUT_LENGTHS.map(length => `${length} ${percent(outputLengthProbabilities[length])}`)
    this.#length.replaceChildren(
      element('strong', '', capitalised(expectedOutputLength)),
      element('small', '', LENGTH_WORDS[expectedOutputLength]),
      element('small', '', shares.join(', ')),
    )
  }
}
