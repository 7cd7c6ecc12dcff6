/** Where the models answer: the form above the conversation. */
import { byId, element, setText } from '../view/dom.ts'
import { type Offer, type Offers, readOffers, type Server, withNames } from './offers.ts'
import { OPENROUTER, signedIn, signIn } from './sign-in.ts'

export interface SettingsActions {
  /** Servers were added or removed: the models of all that the catalogue knows, none when none is left. */
  onChosen(offers: readonly Offer[], isNewest: () => boolean): Promise<void>
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
  readonly #servers = byId('servers', HTMLUListElement)
  readonly #chosen = new Map<string, Offers>()
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
    try {
      const offers = await readOffers(server)
      if (!isNewest()) return
      this.#tell(offers)
      if (offers.known.length === 0) return
      this.#chosen.set(server.base, offers)
      this.#key.value = ''
      await this.#choose(isNewest)
    } catch (error) {
      if (isNewest()) this.#fail(error)
    }
  }

  async #remove(base: string): Promise<void> {
    const use = ++this.#uses
    this.#chosen.delete(base)
    this.#say('')
    await this.#choose(() => use === this.#uses)
  }

  async #choose(isNewest: () => boolean): Promise<void> {
    const offers = withNames([...this.#chosen.values()].flatMap(({ known }) => known))
    this.#models.replaceChildren(...offers.map(({ profile }) => element('li', '', profile.name)))
    const servers = [...this.#chosen.keys()].map(base => {
      const remove = element('button', 'quiet', 'Remove')
      remove.type = 'button'
      remove.ariaLabel = `Remove ${base}`
      remove.addEventListener('click', () => void this.#remove(base))
      return element('li', '', element('span', '', base), remove)
    })
    this.#servers.replaceChildren(...servers)
    await this.#on.onChosen(offers, isNewest)
  }

  #tell({ known, unknown }: Offers): void {
    const others = unknown === 0 ? '' : ` ${unknown} more stay out: the catalogue knows nothing to choose them by.`
    this.#say(
      known.length === 0
        ? `None of its ${unknown} models is in the catalogue, so there is nothing to choose by.`
        : `${known.length} ${known.length === 1 ? 'choice' : 'choices'} of model and effort.${others}`,
    )
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
