/** Which model the page compares with. */
import { BenchmarkMatcher, type ModelRegistry, QueryProfile } from 'greenrouting'
import { mostCapable } from '../comparison.ts'
import { byId, element } from './dom.ts'

export class BaselineView {
  readonly #select = byId('baseline', HTMLSelectElement)

  constructor(registry: ModelRegistry, onChange: (name: string | undefined) => void) {
    const any = new BenchmarkMatcher(registry).match(QueryProfile.single('simple', 1))
    const first = element('option', '', `the most capable of these: ${mostCapable(any, registry)}`)
    first.value = ''
    const models = registry.names.map(name => element('option', '', name))
    this.#select.replaceChildren(first, ...models)
    // A browser may have kept the choice over a reload.
    this.#select.value = ''
    this.#select.addEventListener('change', () => onChange(this.chosen))
  }

  /** Undefined for the most capable of the pool. */
  get chosen(): string | undefined {
    return this.#select.value || undefined
  }
}
