/** An evaluation as a person reads it: a few aligned tables. */

import type { Interval } from '../training/bootstrap.ts'
import type { Evaluation, Figures } from '../training/metrics.ts'
import type { Robustness, Steadiness } from '../training/robustness.ts'
import type { VariantKind } from '../training/variants.ts'
import { ANNOTATORS_AGREE, BASELINES, type Recorded } from './eval-baselines.ts'
import { textTable } from './text-table.ts'

export interface Report {
  readonly model: { readonly name: string; readonly version: string; readonly rubric: string }
  readonly input: { readonly name: string; readonly split?: string; readonly queries: number; readonly skipped: number }
  readonly figures: Evaluation
  readonly robustness?: Robustness
}

const KINDS: Readonly<Record<VariantKind, string>> = {
  lowerCase: 'lower case',
  capitalised: 'first letter upper case',
  allCaps: 'ALL CAPS (short ones)',
  typos: 'typos',
  whiteSpace: 'extra white space',
  please: 'please … (English)',
  thanks: '… thanks (English)',
  noEndPunctuation: 'no punctuation at the end',
}

export function describeReport({ model, input, figures, robustness }: Report): string {
  const { name, split, queries, skipped } = input
  const from = split === undefined ? name : `${name}, split ${split}`
  const left = skipped === 0 ? '' : `, ${skipped} skipped`
  const { english, nonEnglish, byCapability, byLanguage } = figures
  return [
    `${model.name} ${model.version}, rubric ${model.rubric}, on ${from}: ${queries} queries${left}`,
    headline(figures),
    groups('label', { 'without multilingual': english, 'with multilingual': nonEnglish }),
    skills(figures),
    groups('first in label', byCapability),
    Object.keys(byLanguage).length > 0 && groups('language', byLanguage),
    robustness && steadiness(robustness),
    baselines(),
  ]
    .filter(part => typeof part === 'string')
    .join('\n\n')
}

function headline({ overall, intervals }: Evaluation): string {
  const row = (label: string, value: number, interval?: Interval) => [label, figure(value), range(interval)]
  return textTable([
    ['', '', '95 % of resamples'],
    row('primary capability right', overall.capability, intervals.capability),
    row('total variation of weights ↓', overall.totalVariation, intervals.totalVariation),
    row('difficulty, rank correlation ρ', overall.difficultyRho, intervals.difficultyRho),
    row('difficulty, mean error ↓', overall.difficultyMae, intervals.difficultyMae),
    row('length of answer right', overall.length, intervals.length),
    row('confidence, calibration error ↓', overall.ece),
    row('confidence, mean', overall.meanConfidence),
    row('uncertain', overall.uncertain),
    row('primary capability right when uncertain', overall.capabilityWhenUncertain),
  ])
}

function skills({ nonEnglish, intervals }: Evaluation): string | false {
  const { n, skill, multilingualFirst, multilingualFirstInLabels } = nonEnglish
  if (n === 0) return false
  return (
    `With multilingual left aside, the skill is right in ${figure(skill)} of these ${n} (${range(intervals.skill)}).\n` +
    `Multilingual comes first in ${figure(multilingualFirst)} of them; in the labels in ${figure(multilingualFirstInLabels)}.`
  )
}

function groups(title: string, named: Readonly<Record<string, Figures>>): string {
  const rows = Object.entries(named).map(([name, group]) => [
    name,
    String(group.n),
    ...[
      group.capability,
      group.skill,
      group.totalVariation,
      group.difficultyRho,
      group.difficultyMae,
      group.length,
    ].map(figure),
  ])
  return textTable([[title, 'n', 'capability', 'skill', 'variation ↓', 'ρ', 'error ↓', 'length'], ...rows])
}

function steadiness({ overall, byKind }: Robustness): string {
  const row = (name: string, { n, modelFlips, capabilityFlips, difficultyShift }: Steadiness) => [
    name,
    String(n),
    percent(modelFlips),
    percent(capabilityFlips),
    figure(difficultyShift),
  ]
  const kinds = Object.entries(byKind) as [VariantKind, Steadiness][]
  return textTable([
    ['written differently', 'n', 'other model ↓', 'other capability ↓', 'difficulty moves ↓'],
    ...kinds.map(([kind, figures]) => row(KINDS[kind], figures)),
    row('all', overall),
  ])
}

function baselines(): string {
  const row = (name: string, set: string, recorded: Recorded) => [
    name,
    set,
    ...[recorded.capability, recorded.totalVariation, recorded.difficultyRho].map(figure),
    recorded.length === undefined ? '–' : figure(recorded.length),
  ]
  const rows = BASELINES.flatMap(({ name, dev, unseen }) => [
    ...(dev ? [row(name, 'dev', dev)] : []),
    ...(unseen ? [row(dev ? '' : name, 'unseen', unseen)] : []),
  ])
  return (
    'For reference, recorded on 600 (dev) and 1,000 (unseen) queries of real users and benchmarks.\n' +
    'Only figures of the same queries can be compared: the repository holds neither set.\n' +
    textTable([
      ['', 'queries', 'capability', 'variation ↓', 'ρ', 'length'],
      ...rows,
      row('two annotators agree', '', ANNOTATORS_AGREE),
    ])
  )
}

const figure = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(3))
const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(share * 100).toFixed(1)} %`)
const range = (interval: Interval | undefined): string =>
  interval === undefined || Number.isNaN(interval.low) ? '' : `${figure(interval.low)} to ${figure(interval.high)}`
