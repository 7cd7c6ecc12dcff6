/** An evaluation as a person reads it: a few aligned tables. */
import type { Evaluation, Figures } from '../training/metrics.ts'
import type { Robustness, Steadiness } from '../training/robustness.ts'
import type { VariantKind } from '../training/variants.ts'
import { BASELINES, type Recorded } from './eval-baselines.ts'
import { textTable } from './text-table.ts'

export interface Report {
  readonly model: { readonly name: string; readonly version: string; readonly rubric: string }
  readonly input: { readonly name: string; readonly split?: string; readonly queries: number; readonly skipped: number }
  readonly figures: Evaluation
  readonly robustness?: Robustness
}

const COLUMNS = ['capability', 'variation ↓', 'difficulty ρ', 'MAE ↓', 'length'] as const

const KINDS: Readonly<Record<VariantKind, string>> = {
  lowerCase: 'lower case',
  capitalised: 'first letter upper case',
  allCaps: 'ALL CAPS (short ones)',
  typos: 'typos, 1 per 40 characters',
  whiteSpace: 'extra white space',
  please: 'please … (English)',
  thanks: '… thanks (English)',
  noEndPunctuation: 'no punctuation at the end',
}

export function describeReport({ model, input, figures, robustness }: Report): string {
  const { name, split, queries, skipped } = input
  const from = `${name}${split === undefined ? '' : `, split ${split}`}`
  const left = skipped > 0 ? `, ${skipped} lines skipped` : ''
  return [
    `${model.name} ${model.version} (rubric ${model.rubric}) on ${from}: ${queries} queries${left}`,
    headline(figures),
    section('Label with multilingual, or without', [COLUMNS, ...languageRows(figures)], 'n'),
    section("By the label's primary capability", figureRows(figures.byCapability), 'n'),
    Object.keys(figures.byLanguage).length > 0 && section('By language', figureRows(figures.byLanguage), 'n'),
    robustness && steadiness(robustness),
    baselines(),
  ]
    .filter(part => typeof part === 'string')
    .join('\n\n')
}
