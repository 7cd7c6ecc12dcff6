/** One answer as it comes: the text, who gives it, what it is estimated to take, and how it came to that. */
import { formatShare } from 'greenrouting'
import { type ChatResponse, isGreenRoutingError, type StreamPart } from 'greenrouting/client'
import { element, setText } from '../view/dom.ts'
import { energyParts } from '../words.ts'

export class AnswerView {
  readonly element = element('article', 'answer')
  readonly #model = element('span', 'answer-model', '…')
  readonly #energy = element('span', 'answer-energy')
  readonly #dropped = element('div', 'dropped')
  readonly #text = element('div', 'answer-text')
  readonly #note = element('p', 'answer-note')
  readonly #story = element('details', 'story')

  constructor() {
    this.#text.dir = 'auto'
    this.element.ariaBusy = 'true'
    this.#story.hidden = true
    this.#text.append(element('span', 'waiting', 'choosing a model …'))
    const head = element('header', 'answer-head', this.#model, this.#energy)
    this.element.append(head, this.#dropped, this.#text, this.#note, this.#story)
  }

  show(part: StreamPart): void {
    if (part.type === 'text') this.#add(part.text, part.model)
    else if (part.type === 'restart') this.#restart(part.reason, part.model)
  }

  end({ routedTo, content, energy, energySavingsPct, decision, log, finishReason }: ChatResponse): void {
    this.element.ariaBusy = 'false'
    setText(this.#model, routedTo)
    if (content === '') this.#text.replaceChildren(element('em', '', 'The model said nothing.'))
    const [figure, note] = energyParts(energy)
    this.#energy.replaceChildren(element('strong', '', figure), ' ', element('small', '', note))
    if (energySavingsPct !== null && energySavingsPct > 0 && decision.maxEnergyModel !== null) {
      const words = `${formatShare(energySavingsPct / 100)} less than ${decision.maxEnergyModel}`
      this.#energy.append(' ', element('small', '', `· ${words}`))
    }
    if (finishReason === 'length') setText(this.#note, 'Cut off at the most tokens the model may write.')
    this.#tell(log)
  }

  fail(error: unknown): void {
    this.element.ariaBusy = 'false'
    this.element.classList.add('failed')
    this.#text.querySelector('.waiting')?.remove()
    const isStopped = isGreenRoutingError(error) && error.code === 'aborted'
    const said = error instanceof Error ? error.message : String(error)
    setText(this.#note, isStopped ? 'Stopped.' : said)
  }

  #add(text: string, model: string): void {
    setText(this.#model, model)
    this.#text.querySelector('.waiting')?.remove()
    this.#text.append(text)
  }

  /** What was said so far no longer holds: it steps aside, with the reason. */
  #restart(reason: string, next: string): void {
    const given = this.#text.textContent ?? ''
    const isWaiting = this.#text.querySelector('.waiting') !== null
    const note = element('p', 'dropped-why', `${reason} ${next} begins anew.`)
    this.#dropped.append(note)
    if (!isWaiting && given !== '') this.#dropped.append(element('blockquote', '', given))
    this.#text.replaceChildren(element('span', 'waiting', `asking ${next} …`))
    setText(this.#model, next)
  }

  #tell(log: ChatResponse['log']): void {
    const entries = log.map(({ atMs, event, model, detail }) =>
      element(
        'li',
        '',
        element('span', 'at', `${(atMs / 1000).toFixed(2)} s`),
        element('span', 'event', `${event} `, element('b', '', model)),
        element('span', 'detail', detail),
      ),
    )
    this.#story.replaceChildren(element('summary', '', 'Why this model'), element('ol', '', ...entries))
    this.#story.hidden = false
  }
}
