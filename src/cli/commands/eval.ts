/** `greenrouting eval`: how well a classifier agrees with labelled queries. */

import { quote } from '../../core/internal.ts'
import { evaluate as evaluateRows } from '../../training/metrics.ts'
import { robustness } from '../../training/robustness.ts'
import type { Arguments, Options } from '../args.ts'
import { ANNOTATORS_AGREE, BASELINES } from '../eval-baselines.ts'
import { chooseSet, openSet } from '../eval-input.ts'
import { describeReport, type Report } from '../eval-report.ts'
import { runLines } from '../eval-run.ts'
import { Failure, usageFailure } from '../failure.ts'
import { readLines } from '../lines.ts'
import { loadChosen } from '../load.ts'
import { print } from '../output.ts'
import { Progress } from '../progress.ts'
import type { Surroundings } from '../surroundings.ts'

/** Returns 1 if a line was skipped. An interrupted run prints nothing: its figures would be those of another set. */
export async function evaluate({ operands, options }: Arguments, surroundings: Surroundings): Promise<number> {
  if (operands.length > 0) throw usageFailure('eval takes no text: its queries come from --input FILE.jsonl.')
  const { split } = options
  const limit = readLimit(options)
  const set = await chooseSet(options, surroundings)
  const source = await openSet(set, surroundings)
  try {
    const classifier = await loadChosen(options, surroundings)
    const progress = new Progress(surroundings.stderr, false)
    const { interrupt } = surroundings
    const wanted = { split, limit, robustness: options.robustness ?? false, interrupt }
    const { judged, rewritings, skipped } = await runLines(readLines(source, interrupt), classifier, progress, wanted)
    if (interrupt.aborted) return 1
    if (judged.length === 0) {
      throw new Failure(`${set.name} holds no labelled query${split === undefined ? '' : ` of split ${split}`} to use.`)
    }
    progress.say(`${judged.length} evaluated${skipped > 0 ? `, ${skipped} skipped` : ''}`)
    const report: Report = {
      model: classifier.info!.model,
      input: { name: set.name, ...(split !== undefined && { split }), queries: judged.length, skipped },
      figures: evaluateRows(judged),
      ...(wanted.robustness && { robustness: robustness(rewritings) }),
    }
    await print(surroundings.stdout, `${options.json ? toJson(report) : describeReport(report)}\n`)
    return skipped > 0 ? 1 : 0
  } finally {
    source.destroy()
  }
}

function readLimit({ limit }: Options): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY
  const count = Number(limit)
  if (/^\d+$/.test(limit) && count > 0) return count
  throw usageFailure(`--limit takes how many queries to use, a whole number of at least 1, not ${quote(limit)}.`)
}

/** Four digits: more would be noise. What cannot be measured is null. */
function toJson(report: Report): string {
  const recordedElsewhere = { baselines: BASELINES, annotatorsAgree: ANNOTATORS_AGREE }
  const round = (_: string, value: unknown): unknown =>
    typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value
  return JSON.stringify({ ...report, recordedElsewhere }, round, 2)
}
