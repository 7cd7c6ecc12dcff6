/** What the hint saves, measured: answers with it against answers without, as providers counted them. */
import type { CompressionHint } from '../core/compression.ts'
import type { Usage } from '../providers/contracts.ts'
import type { CompressionReport } from './contracts.ts'

/** Fewer answers say nothing: their lengths differ by more than any hint saves. */
const FEWEST = 5

const LEVELS = ['aggressive', 'moderate'] as const

interface Side {
  answers: number
  tokens: number
}

export class CompressionMeter {
  readonly #sides = new Map<string, Side>()

  /** `wanted` is the hint for the question; `given` says whether it was sent. Estimated counts are left out. */
  add(wanted: CompressionHint, given: boolean, usage: Usage): void {
    if (usage.estimated) return
    const side = this.#side(wanted.level, given)
    side.answers++
    side.tokens += usage.outputTokens
  }

  report(): readonly CompressionReport[] {
    return LEVELS.map(level => {
      const [hinted, plain] = [true, false].map(given => {
        const { answers, tokens } = this.#side(level, given)
        return { answers, meanOutputTokens: answers === 0 ? null : tokens / answers }
      }) as [CompressionReport['hinted'], CompressionReport['plain']]
      const enough = Math.min(hinted.answers, plain.answers) >= FEWEST && plain.meanOutputTokens! > 0
      const measuredSavings = enough ? 1 - hinted.meanOutputTokens! / plain.meanOutputTokens! : null
      return { level, hinted, plain, measuredSavings }
    })
  }

  #side(level: string, given: boolean): Side {
    const name = `${level} ${given}`
    const side = this.#sides.get(name) ?? { answers: 0, tokens: 0 }
    this.#sides.set(name, side)
    return side
  }
}
