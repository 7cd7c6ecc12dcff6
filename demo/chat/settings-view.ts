/** Where the models answer: the form above the conversation. */
import { byId, element, setText } from '../view/dom.ts'
import { type Offer, type Offers, readOffers, type Server } from './offers.ts'
import { OPENROUTER, signedIn, signIn } from './sign-in.ts'

export interface SettingsActions {
  /** A server was chosen, with the models of it that the catalogue knows; at least one. */
  onChosen(server: Server, offers: readonly Offer[], isNewest: () => boolean): Promise<void>
}

/** Beside this page where it is served with `npm start`: models whose answers are made up. */
const PRACTICE = new URL('../practice/v1', document.baseURI).href

export class SettingsView {
  readonly #form = byId('server', HTMLFormElement)
  readonly #base = byId('base', HTMLInputElement)
  readonly #key = byId('key', HTMLInputElement)
  readonly #practice = byId('practice', HTMLButtonElement)
  readonly #openRouter = byId('openrouter', HTMLButtonElement)
  readonly #state = byId('server-state', HTMLParagraphElement)
  readonly #models = byId('models', HTMLUListElement)
  readonly #on: SettingsActions
  /** Servers chosen so far: an answer that comes late is for none but the last. */
  #uses = 0

  constructor(on: SettingsActions) {
    this.#on = on
    this.#form.addEventListener('submit', event => {
      event.preventDefault()
      void this.#use({ base: this.#base.value.trim(), key: this.#key.value.trim() || undefined })
    })
    this.#practice.addEventListener('click', () => void this.#use({ base: PRACTICE, key: undefined }))
    this.#openRouter.addEventListener('click', () => {
      this.#say('Going to OpenRouter …')
      signIn().catch(error => this.#fail(error))
    })
  }

  async start(): Promise<void> {
    try {
      const key = await signedIn()
      if (key !== undefined) return await this.#use({ base: OPENROUTER, key })
    } catch (error) {
      this.#fail(error)
    }
    const answers = await fetch(`${PRACTICE}/models`).catch(() => undefined)
    // A static host may answer any address with a page.
    this.#practice.hidden = !answers?.headers.get('content-type')?.includes('json')
  }

  async #use(server: Server): Promise<void> {
    if (server.base === '') return
    const use = ++this.#uses
    const isNewest = () => use === this.#uses
    this.#base.value = server.base
    this.#say('Reading what it offers …')
    this.#models.replaceChildren()
    try {
      const offers = await readOffers(server)
      if (!isNewest()) return
      this.#show(offers)
      if (offers.known.length === 0) return
      await this.#on.onChosen(server, offers.known, isNewest)
    } catch (error) {
      if (isNewest()) this.#fail(error)
    }
  }

  #show({ known, unknown }: Offers): void {
    const others = unknown === 0 ? '' : ` ${unknown} more stay out: the catalogue knows nothing to choose them by.`
    this.#say(
      known.length === 0
        ? `None of its ${unknown} models is in the catalogue, so there is nothing to choose by.`
        : `${known.length} ${known.length === 1 ? 'choice' : 'choices'} of model and effort.${others}`,
    )
    this.#models.replaceChildren(...known.map(({ profile }) => element('li', '', profile.name)))
  }

  #say(text: string): void {
    this.#state.dataset.state = 'ok'
    setText(this.#state, text)
  }

  #fail(error: unknown): void {
    this.#state.dataset.state = 'error'
    setText(this.#state, error instanceof Error ? error.message : String(error))
  }
}
