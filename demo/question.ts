/**
 * The question as it is being written. Decided a moment after the last key; asked, and decided at once, by Enter or an example.
 *
 * A text area lays out all it holds at every key, which takes seconds for a pasted book. So a long text is set aside,
 * shown as a line with its size, and joined to whatever is typed when the question is asked.
 */
import { EXAMPLES } from './examples.ts'
import { byId, element, setText } from './view/dom.ts'
import { count } from './words.ts'

export interface QuestionEvents {
  /** It changed; `onPause`, `onAsk` or `onClear` follows. */
  onChange(): void
  /** No key for a moment. */
  onPause(text: string): void
  /** By Enter, the button or an example. */
  onAsk(text: string): void
  onClear(): void
}

/** Milliseconds between the last key and the decision. */
const PAUSE = 150

/** Characters a text area copes with; anything longer is set aside. */
const LONG = 10_000

export function mountQuestion({ onChange, onPause, onAsk, onClear }: QuestionEvents): void {
  const form = byId('ask', HTMLFormElement)
  const box = byId('query', HTMLTextAreaElement)
  const longText = byId('long-text', HTMLParagraphElement)
  const { placeholder } = box
  let aside = ''
  let pause: ReturnType<typeof setTimeout> | undefined

  const whole = (): string => [box.value, aside].filter(part => part !== '').join('\n\n')

  const ask = (): void => {
    clearTimeout(pause)
    onAsk(whole())
  }

  const changed = (): void => {
    clearTimeout(pause)
    if (box.value.trim() === '' && aside === '') {
      onClear()
    } else {
      onChange()
      pause = setTimeout(() => onPause(whole()), PAUSE)
    }
  }

  const setAside = (text: string): void => {
    aside = text
    longText.hidden = text === ''
    box.placeholder = text === '' ? placeholder : 'What about the long text?'
    setText(
      longText.querySelector('span')!,
      `With a long text of ${count(text.length)} characters, of which the beginning and the end are read.`,
    )
  }

  // Pasted, dropped or filled in: before the browser lays it out.
  box.addEventListener('beforeinput', event => {
    const text = event.data ?? event.dataTransfer?.getData('text/plain') ?? ''
    if (text.length <= LONG) return
    event.preventDefault()
    box.setRangeText('')
    setAside(aside === '' ? text : `${aside}\n\n${text}`)
    changed()
  })

  // Grown bit by bit, or put there by a script.
  box.addEventListener('input', () => {
    if (box.textLength > LONG) {
      const text = box.value
      box.value = ''
      setAside(aside === '' ? text : `${text}\n\n${aside}`)
    }
    changed()
  })

  longText.querySelector('button')!.addEventListener('click', () => {
    setAside('')
    changed()
    box.focus()
  })

  box.addEventListener('keydown', event => {
    // Enter also ends the composition of a Japanese or Chinese word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    ask()
  })

  form.addEventListener('submit', event => {
    event.preventDefault()
    ask()
  })

  byId('examples', HTMLUListElement).append(
    ...EXAMPLES.map(({ text, lang }) => {
      const button = element('button', '', text)
      button.type = 'button'
      button.lang = lang
      button.dir = 'auto'
      button.addEventListener('click', () => {
        setAside('')
        box.value = text
        ask()
      })
      return element('li', '', button)
    }),
  )

  // A browser may have kept what was typed before a reload.
  if (box.value !== '') changed()
}
