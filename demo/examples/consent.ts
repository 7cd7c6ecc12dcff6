/** Asks the visitor before something large is downloaded. */
import { byId, element } from '../view/dom.ts'

/** Resolves to whether the visitor agreed. `what` says the size. */
export function askConsent(what: string, yes: string): Promise<boolean> {
  return new Promise(resolve => {
    const box = element('div', 'consent', element('p', '', what))
    box.setAttribute('role', 'group')
    box.setAttribute('aria-label', 'Before anything is downloaded')
    const choice = (label: string, className: string, agreed: boolean) => {
      const button = element('button', className, label)
      button.type = 'button'
      button.addEventListener('click', () => {
        box.remove()
        resolve(agreed)
      })
      return button
    }
    box.append(element('p', 'consent-choices', choice(yes, 'primary', true), choice('Not now', '', false)))
    byId('ask', HTMLFormElement).append(box)
  })
}
