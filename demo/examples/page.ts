/** What the examples share of a page: a question, the answer as it comes, and which model gave it at what estimated energy. */
import { type EnergyEstimate, formatEnergy } from 'greenrouting/core'
import { byId, element, setText } from '../view/dom.ts'
import { showCode } from './code.ts'
import { baseURL } from './practice.ts'

/** Who answered, and what that is estimated to take; null where that is not known. */
export interface Answered {
  readonly model: string
  readonly energy: EnergyEstimate | null
}

/** An answer on the page. */
export interface AnswerOnPage {
  write(text: string): void
  /** Takes back what was written. */
  clear(): void
  /** Something that happened besides. */
  note(text: string): void
  by(answered: Answered | undefined): void
}

const form = element('form')
const query = element('textarea')
const submit = element('button', 'primary', 'Ask')
const suggestions = element('ul', 'examples')
const status = element('p', 'example-status', 'Getting the classifier ready …')
const answerPlace = element('section', 'card example-answer')

build()
showCode()

/** Lets the visitor ask; `answer` is called with each question, and what it throws is shown. */
export function onQuestion(
  questions: readonly string[],
  answer: (question: string, page: AnswerOnPage) => Promise<void>,
): void {
  query.value = questions[0] ?? ''
  suggestions.replaceChildren(...questions.map(suggestion))
  submit.disabled = false
  setStatus('')
  form.addEventListener('submit', event => {
    event.preventDefault()
    const question = query.value.trim()
    if (question !== '' && !submit.disabled) void run(question, answer)
  })
}

/** Says what goes on, under the question. */
export function setStatus(text: string, state: 'ok' | 'error' = 'ok'): void {
  status.dataset.state = state
  setText(status, text)
}

async function run(question: string, answer: (question: string, page: AnswerOnPage) => Promise<void>): Promise<void> {
  const text = element('p', 'answer-text')
  const notes = element('ul', 'example-notes')
  const models = element('ol', 'example-models')
  text.dir = 'auto'
  answerPlace.replaceChildren(element('h2', '', 'Answer'), text, notes, models)
  answerPlace.hidden = true
  answerPlace.setAttribute('aria-busy', 'true')
  submit.disabled = true
  setStatus('')
  try {
    await answer(question, {
      write: piece => show(text, piece),
      clear: () => text.replaceChildren(),
      note: what => show(notes, element('li', '', what)),
      by: answered => answered && show(models, modelLine(answered)),
    })
  } catch (error) {
    setStatus(error instanceof Error ? error.message : String(error), 'error')
  } finally {
    answerPlace.setAttribute('aria-busy', 'false')
    submit.disabled = false
  }
}

/** With the first piece the answer's place appears. */
function show(part: HTMLElement, ...pieces: (Node | string)[]): void {
  part.append(...pieces)
  if (part.textContent !== '') answerPlace.hidden = false
}

function modelLine({ model, energy }: Answered): HTMLElement {
  const figure = energy === null ? 'energy not known' : `about ${formatEnergy(energy)}, an estimate`
  return element('li', '', element('strong', '', model), `: ${figure}`)
}

function suggestion(question: string): HTMLElement {
  const button = element('button', '', question)
  button.type = 'button'
  button.addEventListener('click', () => {
    query.value = question
    form.requestSubmit()
  })
  return element('li', '', button)
}

function build(): void {
  const label = element('label', 'visually-hidden', 'Your question')
  form.id = 'ask'
  query.id = 'query'
  query.rows = 2
  query.dir = 'auto'
  query.placeholder = 'Ask a question'
  label.htmlFor = query.id
  submit.type = 'submit'
  submit.disabled = true
  status.setAttribute('role', 'status')
  answerPlace.setAttribute('aria-live', 'polite')
  answerPlace.hidden = true
  form.append(label, query, element('div', 'ask-row', suggestions, submit), status)
  query.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  })
  byId('example', HTMLElement).prepend(element('section', 'card', element('h2', '', 'Question'), form), answerPlace)
  // What fails before the first question, such as the classifier's download.
  addEventListener('error', ({ message }) => setStatus(message, 'error'))
  void warnWithoutPractice()
}

/** On a static host nothing answers. */
async function warnWithoutPractice(): Promise<void> {
  if (document.body.dataset.onDevice !== undefined) return
  const answered = await fetch(`${baseURL}/models`).catch(() => undefined)
  if (answered?.headers.get('content-type')?.includes('json')) return
  byId('example', HTMLElement).prepend(
    element(
      'p',
      'card notice',
      'No practice server answers beside this page. Where the repository is, npm start serves one.',
    ),
  )
}
