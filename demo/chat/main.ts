/** The chat page: a server, a conversation with its models, and what that is estimated to take. */
import { type EnergyReport, formatRange, formatWh, type LoadProgress } from 'greenrouting'
import { byId, element, setText } from '../view/dom.ts'
import { AnswerView } from './answer-view.ts'
import { Conversation } from './conversation.ts'
import { SettingsView } from './settings-view.ts'

const talk = byId('talk', HTMLDivElement)
const empty = byId('empty', HTMLParagraphElement)
const ask = byId('ask', HTMLFormElement)
const query = byId('query', HTMLTextAreaElement)
const send = byId('send', HTMLButtonElement)
const stop = byId('stop', HTMLButtonElement)
const totals = byId('totals', HTMLParagraphElement)
const loading = byId('loading', HTMLParagraphElement)

let conversation: Conversation | undefined
/** Goes on when servers change. */
let said: Conversation['said'] = []

const settings = new SettingsView({
  async onChosen(offers, isNewest) {
    const before = conversation
    said = before?.said ?? said
    conversation = undefined
    refresh()
    await before?.end()
    if (offers.length === 0) return
    try {
      const begun = await Conversation.begin(offers, said, showProgress)
      // Another server was chosen meanwhile.
      if (!isNewest()) return await begun.end()
      conversation = begun
    } finally {
      setText(loading, '')
      refresh()
    }
    query.focus()
  },
})

function showProgress({ status, loaded, total }: LoadProgress): void {
  const share = status === 'download' && total > 0 ? ` ${Math.round((100 * loaded) / total)} %` : ''
  setText(loading, status === 'ready' ? '' : `Getting the classifier ready …${share}`)
}

function refresh(): void {
  const answering = conversation?.isAnswering === true
  query.disabled = conversation === undefined
  send.disabled = conversation === undefined || answering
  stop.hidden = !answering
  setText(totals, conversation === undefined ? '' : inWords(conversation.tracker.report()))
}

function inWords(report: EnergyReport): string {
  const { queries, usedWh, usedLowWh, usedHighWh, savedWh, savedLowWh, savedHighWh, against } = report
  if (queries === 0) return ''
  const answers = queries === 1 ? 'One answer' : `${queries} answers`
  const used = `${answers}: about ${formatWh(usedWh)} (${formatRange(usedLowWh, usedHighWh)}), an estimate.`
  return savedWh > 0 ? `${used} ${formatWh(savedWh)} less (${formatRange(savedLowWh, savedHighWh)}) ${against}.` : used
}

async function submit(): Promise<void> {
  const question = query.value.trim()
  if (conversation === undefined || conversation.isAnswering || question === '') return
  query.value = ''
  empty.hidden = true
  const mine = element('p', 'question', question)
  mine.dir = 'auto'
  const view = new AnswerView()
  talk.append(mine, view.element)
  const answered = conversation.ask(question, {
    onPart: part => {
      view.show(part)
      follow(view.element)
    },
    onEnd: end => {
      if ('response' in end) view.end(end.response)
      else {
        view.fail(end.error)
        // Not lost: it can be sent again.
        if (query.value === '') query.value = question
      }
    },
  })
  refresh()
  follow(view.element)
  await answered
  refresh()
  follow(view.element)
}

/** Keeps the newest in sight, unless the reader has gone back. */
function follow(last: HTMLElement): void {
  const { bottom } = last.getBoundingClientRect()
  if (bottom - innerHeight < 200) last.scrollIntoView({ block: 'end' })
}

ask.addEventListener('submit', event => {
  event.preventDefault()
  void submit()
})
query.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  void submit()
})
stop.addEventListener('click', () => conversation?.stop())
refresh()
void settings.start()
