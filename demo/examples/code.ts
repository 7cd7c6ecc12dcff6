/** The code of an example, shown below it: what an app would copy. */
import { byId, element } from '../view/dom.ts'

const sources = import.meta.glob<string>('./*/main.ts', { query: '?raw', import: 'default' })

/** Fetched when it is asked for. */
export function showCode(): void {
  const name = location.pathname.split('/').at(-2)
  const source = sources[`./${name}/main.ts`]
  if (source === undefined) return
  const code = element('code')
  const block = element('pre', '', code)
  // It scrolls sideways, by keyboard too.
  block.tabIndex = 0
  const details = element('details', 'card example-code', element('summary', '', 'The code of this page'), block)
  details.addEventListener('toggle', async () => {
    if (code.textContent === '') code.textContent = await source()
  })
  byId('example', HTMLElement).append(details)
}
