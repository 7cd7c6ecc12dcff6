/** Puts the page together: the question on one side, the views on the other, session and ledger between them. */
import { getKnownProfiles, ModelRegistry, type ScorerPreset } from 'greenrouting'
import { deviceInAddress, putDeviceInAddress } from './address.ts'
import { Ledger } from './ledger.ts'
import { mountQuestion } from './question.ts'
import { type Answer, Session } from './session.ts'
import { BaselineView } from './view/baseline.ts'
import { DecisionView } from './view/decision.ts'
import { mountDial } from './view/dial.ts'
import { EngineView } from './view/engine.ts'
import { LedgerView } from './view/ledger.ts'
import { NeedView } from './view/need.ts'
import { RankingView } from './view/ranking.ts'
import { StatusView } from './view/status.ts'

const PRESET: ScorerPreset = 'balanced'

const device = deviceInAddress()
const registry = new ModelRegistry(Object.values(getKnownProfiles()))
let shown: Answer | undefined

const baseline = new BaselineView(registry, name => {
  void ledger.compareWith(name)
  decision.show(shown, name)
})
const decision = new DecisionView(registry)
const need = new NeedView()
const ranking = new RankingView()
const status = new StatusView({ cancel: () => session.cancel(), retry: () => session.retry() })
const engine = new EngineView(device, chosen => {
  putDeviceInAddress(chosen)
  void session.load(chosen)
})

const ledgerView = new LedgerView({
  onZone: zone => {
    ledger.zone = zone
  },
  onKeep: wanted => ledger.keep(wanted),
  onClear: () => ledger.clear(),
  json: () => ledger.toJson(),
  csv: () => ledger.toCsv(),
})
const ledger: Ledger = new Ledger(registry, {
  onChange: state => ledgerView.show(state),
  onSay: text => ledgerView.say(text),
})

const session = new Session(
  registry,
  device,
  { preset: PRESET },
  {
    onPhase: phase => status.showPhase(phase),
    onProgress: progress => status.showProgress(progress),
    onLoaded: ({ downloadedBytes }) => ledger.recordDownload(downloadedBytes),
    onEngine: state => engine.show(state),
    onAnswer: answer => {
      shown = answer
      status.showAnswer(answer)
      decision.show(answer, baseline.chosen)
      need.show(answer?.decision.profile)
      ranking.show(answer?.decision)
    },
    onAsked: answer => ledger.record(answer.decision, answer.milliseconds),
  },
)

session.withdraw()
void ledger.start()
mountDial(PRESET, scoring => session.weigh(scoring))
mountQuestion({
  onChange: () => session.expect(),
  onPause: text => void session.decide(text, false),
  onAsk: text => void session.decide(text, true),
  onClear: () => session.withdraw(),
})
void session.load()
