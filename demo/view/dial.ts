/** The quality dial and the presets. A preset moves the dial to where it lies, or near it. */
import { SCORER_PRESETS, type ScorerPreset, type ScoringConfig, weightsForQuality } from 'greenrouting'
import { PRESET_WORDS } from '../words.ts'
import { byId, element, setText } from './dom.ts'

/** The outer two are the ends of the dial; `balanced` lies beside it, near the middle. */
const PLACES: Readonly<Record<ScorerPreset, number>> = { maximum_green: 0, balanced: 0.5, quality_first: 1 }

export function mountDial(initial: ScorerPreset, onChange: (scoring: ScoringConfig) => void): void {
  const dial = byId('quality', HTMLInputElement)
  const weights = byId('weights', HTMLParagraphElement)
  const buttons = (Object.keys(PLACES) as ScorerPreset[]).map(preset => {
    const button = element('button', '', PRESET_WORDS[preset])
    button.type = 'button'
    button.dataset.preset = preset
    button.addEventListener('click', () => choose(preset))
    return button
  })
  byId('presets', HTMLFieldSetElement).append(...buttons)

  const show = (chosen: ScorerPreset | undefined): void => {
    for (const button of buttons) button.ariaPressed = String(button.dataset.preset === chosen)
    const place = dial.valueAsNumber
    dial.ariaValueText = `${place.toFixed(2)}, ${(chosen ? PRESET_WORDS[chosen] : inWords(place)).toLowerCase()}`
    const { quality, energy, cost } = chosen ? SCORER_PRESETS[chosen] : weightsForQuality(place)
    setText(weights, `Weights: quality ${quality.toFixed(2)}, energy ${energy.toFixed(2)}, cost ${cost.toFixed(2)}.`)
    dial.style.setProperty('--share', String(place))
  }

  const choose = (preset: ScorerPreset): void => {
    dial.valueAsNumber = PLACES[preset]
    show(preset)
    onChange({ preset })
  }

  dial.addEventListener('input', () => {
    show(undefined)
    onChange({ quality: dial.valueAsNumber })
  })

  dial.valueAsNumber = PLACES[initial]
  show(initial)
}

function inWords(place: number): string {
  if (place < 0.35) return 'towards lower estimated energy'
  return place > 0.65 ? 'towards better answers' : 'between energy and quality'
}
