/** Puts the page together: the question on one side, the views on the other, the session between them. */
import type { ScorerPreset } from 'greenrouting'
import { deviceInAddress, putDeviceInAddress } from './address.ts'
import { mountQuestion } from './question.ts'
import { Session } from './session.ts'
import { DecisionView } from './view/decision.ts'
import { mountDial } from './view/dial.ts'
import { EngineView } from './view/engine.ts'
import { NeedView } from './view/need.ts'
import { RankingView } from './view/ranking.ts'
import { StatusView } from './view/status.ts'

const PRESET: ScorerPreset = 'balanced'

const device = deviceInAddress()
const decision = new DecisionView()
const need = new NeedView()
const ranking = new RankingView()
const status = new StatusView({ cancel: () => session.cancel(), retry: () => session.retry() })
const engine = new EngineView(device, chosen => {
  putDeviceInAddress(chosen)
  void session.load(chosen)
})

const session = new Session(
  device,
  { preset: PRESET },
  {
    onPhase: phase => status.showPhase(phase),
    onProgress: progress => status.showProgress(progress),
    onEngine: state => engine.show(state),
    onAnswer: answer => {
      status.showAnswer(answer)
      decision.show(answer)
      need.show(answer?.decision.profile)
      ranking.show(answer?.decision)
    },
  },
)

session.withdraw()
mountDial(PRESET, scoring => session.weigh(scoring))
mountQuestion({
  onChange: () => session.expect(),
  onAsk: text => void session.ask(text),
  onClear: () => session.withdraw(),
})
void session.load()
