/** The line that says what the page is doing, with the progress of a download, a way out and a way back. */
import { isGreenRoutingError, type LoadProgress } from 'greenrouting'
import type { Answer, Phase } from '../session.ts'
import { duration, energyParts, megabytes } from '../words.ts'
import { byId, element, setText } from './dom.ts'

/** A decision usually takes less: saying so each time would only flicker. Milliseconds. */
const WORTH_SAYING = 400

export class StatusView {
  readonly #status = byId('status', HTMLParagraphElement)
  readonly #progress = byId('progress', HTMLProgressElement)
  readonly #bytes = byId('bytes', HTMLSpanElement)
  readonly #cancel = byId('cancel', HTMLButtonElement)
  readonly #retry = byId('retry', HTMLButtonElement)
  #slow: ReturnType<typeof setTimeout> | undefined
  #answer: Answer | undefined

  constructor(on: { cancel(): void; retry(): void }) {
    this.#cancel.addEventListener('click', () => on.cancel())
    this.#retry.addEventListener('click', () => on.retry())
  }

  showAnswer(answer: Answer | undefined): void {
    this.#answer = answer
    if (this.#status.dataset.state === 'ready') this.#sayReady()
  }

  showPhase(phase: Phase): void {
    clearTimeout(this.#slow)
    this.#status.dataset.state = phase.state
    delete this.#status.dataset.code
    this.#progress.hidden = phase.state !== 'loading'
    this.#cancel.hidden = phase.state !== 'loading'
    this.#retry.hidden = !(phase.state === 'error' && phase.retry)
    setText(this.#bytes, '')
    switch (phase.state) {
      case 'loading':
        this.#progress.removeAttribute('value')
        this.#say('Loading the classifier…')
        break
      case 'ready':
        this.#sayReady()
        break
      case 'busy':
        this.#slow = setTimeout(() => this.#showSlowness(), WORTH_SAYING)
        break
      case 'error':
        this.#showError(phase.error)
    }
  }

  /** While loading, and again when a crashed worker is replaced under a question. */
  showProgress({ status, loaded, total }: LoadProgress): void {
    this.#progress.hidden = status === 'ready'
    if (status === 'download' && total > 0) {
      this.#progress.max = total
      this.#progress.value = loaded
      setText(this.#bytes, `${megabytes(loaded)} of ${megabytes(total)}`)
    } else {
      this.#progress.removeAttribute('value')
      setText(this.#bytes, status === 'compile' ? 'starting the runtime' : '')
    }
  }

  #showSlowness(): void {
    this.#say('Deciding…')
    this.#cancel.hidden = false
  }

  #showError(error: unknown): void {
    if (isGreenRoutingError(error)) this.#status.dataset.code = error.code
    this.#say(error instanceof Error ? error.message : String(error))
  }

  /** The figures stand beside it for the eye; who listens is told them here. */
  #sayReady(): void {
    if (!this.#answer) {
      this.#say('Ready. Type a question, or take an example.')
      return
    }
    const { decision, milliseconds } = this.#answer
    const energy = `, estimated energy ${energyParts(decision.energy).join(' ')}`
    this.#status.replaceChildren(
      decision.selectedModel,
      element('span', 'visually-hidden', energy),
      `, chosen in ${duration(milliseconds)}.`,
    )
  }

  #say(text: string): void {
    setText(this.#status, text)
  }
}
