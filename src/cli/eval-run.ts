/** Classifies the lines of a labelled set, and on demand their variants. */
import { setImmediate } from 'node:timers/promises'
import { BenchmarkMatcher, type Classifier, GreenScorer } from '../core/index.ts'
import { defaultRegistry } from '../core/internal.ts'
import type { Judged } from '../training/metrics.ts'
import type { Choice, Rewriting } from '../training/robustness.ts'
import { variantsOf } from '../training/variants.ts'
import { isEnglish, readLabelled } from './eval-row.ts'
import type { Line } from './lines.ts'
import type { Progress } from './progress.ts'
import { describeSkipped, isSkippable } from './record.ts'

export interface RunOptions {
  readonly split: string | undefined
  /** How many queries at most. */
  readonly limit: number
  readonly robustness: boolean
  /** Ends it after the line at hand. */
  readonly interrupt: AbortSignal
}

export interface Run {
  readonly judged: readonly Judged[]
  /** Empty unless asked for. */
  readonly rewritings: readonly Rewriting[]
  /** Lines that could not be used. */
  readonly skipped: number
}

/** Bad lines are said with their number and passed over. */
export async function runLines(
  lines: AsyncIterable<Line>,
  classifier: Classifier,
  progress: Progress,
  { split, limit, robustness, interrupt }: RunOptions,
): Promise<Run> {
  const choose = chooser(classifier)
  const judged: Judged[] = []
  const rewritings: Rewriting[] = []
  let skipped = 0
  for await (const line of lines) {
    if (interrupt.aborted || judged.length >= limit) break
    if (line.text?.trim() === '') continue
    try {
      const query = readLabelled(line, split)
      if (query === undefined) continue
      const before = await choose(query.text)
      const variants = robustness ? variantsOf(query.text, { english: isEnglish(query) }) : []
      for (const { kind, text } of variants) rewritings.push({ kind, before, after: await choose(text) })
      judged.push({ profile: before.profile, label: query.label, lang: query.lang })
    } catch (error) {
      if (!isSkippable(error)) throw error
      skipped++
      progress.say(describeSkipped(line, error))
    }
    progress.count(judged.length + skipped)
    // Classifying never leaves the microtasks: without a pause no signal would be heard.
    await setImmediate()
  }
  return { judged, rewritings, skipped }
}

/** As a user who sets nothing is answered: the eleven known models, `balanced`. */
function chooser(classifier: Classifier): (text: string) => Promise<Choice> {
  const matcher = new BenchmarkMatcher(defaultRegistry(), GreenScorer.from({ preset: 'balanced' }))
  return async text => {
    const profile = await classifier.classify(text)
    return { profile, model: matcher.match(profile).selectedModel }
  }
}
