/** `--preset` and `--quality` to what the scorer takes. */
import { isGreenRoutingError, SCORER_PRESETS, type ScorerPreset, type ScoringConfig } from '../core/index.ts'
import { oneOf, quote } from '../core/internal.ts'
import type { Options } from './args.ts'
import { usageFailure } from './failure.ts'

const aPreset = oneOf(Object.keys(SCORER_PRESETS) as ScorerPreset[])

export function readScoring({ preset, quality }: Options): ScoringConfig | undefined {
  if (preset !== undefined && quality !== undefined) {
    throw usageFailure('--preset and --quality exclude each other: both say how much energy counts; give one.')
  }
  if (preset !== undefined) return { preset: readPreset(preset) }
  return quality === undefined ? undefined : { quality: readQuality(quality) }
}

function readPreset(word: string): ScorerPreset {
  try {
    return aPreset(word, '--preset', 'invalid-option')
  } catch (error) {
    throw isGreenRoutingError(error) ? usageFailure(error.message) : error
  }
}

function readQuality(word: string): number {
  const quality = word.trim() === '' ? Number.NaN : Number(word)
  if (quality >= 0 && quality <= 1) return quality
  throw usageFailure(`--quality takes a number from 0 (least energy) to 1 (best answers), not ${quote(word)}.`)
}
