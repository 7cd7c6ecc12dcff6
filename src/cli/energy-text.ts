/** The figures as the README shows them: Markdown tables with a sentence to each. */
import { type EnergyRange, type EnergySaving, formatEnergy, formatShare } from '../core/index.ts'
import type { EnergyFigures } from './energy-figures.ts'
import { TABLE_ANSWER } from './energy-figures.ts'
import type { RouterFigures } from './energy-router.ts'

export function describeEnergy(figures: EnergyFigures): string {
  const { table, baseline, models, examples, scales, saving, accuracy, checks, small, laptop } = figures
  const { inputTokens, outputTokens } = TABLE_ANSWER
  return [
    `## An answer, by table ${table.name} (${table.date})`,
    `${inputTokens} tokens read and ${outputTokens} written; nine cases in ten are meant to lie in the range.`,
    markdown(
      ['Model of the original', 'Its constant, Wh', 'Estimated (range, basis)'],
      models.map(({ model, seedWh, energy }) => [
        model,
        String(seedWh),
        energy === null ? 'unknown' : formatEnergy(energy),
      ]),
    ),
    '## The original’s examples',
    `Its choices, with answers as long as the query leads one to expect, against always using ${baseline}.`,
    markdown(
      ['Query', 'Model', 'Energy (range)', `${baseline} (range)`, 'Less (range)'],
      examples.map(example => [
        example.query,
        example.model,
        range(example.energy),
        range(example.baseline),
        shares(example.saving),
      ]),
    ),
    `All five: ${shares(saving)} less.`,
    '## The original’s scale table',
    `If all queries were like those five; always ${baseline} otherwise.`,
    markdown(
      [
        'Scale',
        'Queries a day',
        'Without, a day (range)',
        'With, a day (range)',
        'Saved a year (range)',
        'The original says',
      ],
      scales.map(scale => [
        scale.name,
        scale.queriesPerDay.toLocaleString('en'),
        range(scale.without),
        range(scale.with),
        range(scale.savedPerYear),
        scale.stated,
      ]),
    ),
    '## How well writing is predicted',
    'ML.ENERGY’s measurements, each against a fit to the measurements of all other architectures; accelerators alone.',
    markdown(
      ['', 'Measurements', 'Architectures', 'Half within', 'Nine in ten within', 'Inside the range'],
      accuracy.map(({ what, measurements, architectures, medianFactor, ninthDecileFactor, inside }) => [
        what,
        String(measurements),
        String(architectures),
        `×${medianFactor.toFixed(2)}`,
        `×${ninthDecileFactor.toFixed(2)}`,
        formatShare(inside),
      ]),
    ),
    '## What others found',
    markdown(
      ['', 'Tokens read, written', 'Theirs, Wh', 'By this table (range)'],
      checks.map(({ what, tokens, theirs, energy }) => [
        what,
        `${tokens.inputTokens.toLocaleString('en')}, ${tokens.outputTokens.toLocaleString('en')}`,
        theirs.join('–'),
        range(energy),
      ]),
    ),
    '## Two comparisons',
    `A long answer by a dense model of 8 billion parameters: ${range(small.energy)}, ${shares(small.saving)} less than by one of 70 billion.`,
    `300 tokens on a laptop, at 40 a second and 30 W: ${range(laptop)}.`,
  ].join('\n\n')
}

export function describeRouter({
  bytes,
  decisions,
  seconds,
  watts,
  joules,
  counters,
  cost,
  against,
  breakEven,
}: RouterFigures): string {
  const measured =
    joules === undefined
      ? `${(seconds * 1e3).toFixed(1)} ms of the processor at ${watts} W, median (${counters})`
      : `${joules.toPrecision(2)} J by the processor’s counters (${counters}; what else ran is in it)`
  const after = (count: number | null) => (count === null ? 'never' : count.toLocaleString('en'))
  return [
    '## The router itself, on this machine',
    markdown(
      ['', 'Energy (range)', ''],
      [
        ['Download, once', range(cost.download), `${(bytes / 1e6).toFixed(1)} MB compressed: runtime, model and code`],
        ['A decision', range(cost.decision), `${decisions} decisions: ${measured}`],
      ],
    ),
    `Made up for after ${after(breakEven.likely)} decisions like the five above against always using ${against} (${after(breakEven.fewest)} with everything at its better end, ${after(breakEven.most)} at its worse).`,
  ].join('\n\n')
}

/** Two significant digits in the unit of the middle. */
function range({ lowWh, midWh, highWh }: EnergyRange): string {
  const [divisor, unit] = unitFor(midWh)
  const digits = (value: number) => plain(value / divisor)
  return `${digits(midWh)} ${unit} (${digits(lowWh)}–${digits(highWh)})`
}

function unitFor(wh: number): readonly [number, string] {
  for (const [divisor, unit] of [
    [1e9, 'GWh'],
    [1e6, 'MWh'],
    [1e3, 'kWh'],
  ] as const) {
    if (Math.abs(wh) >= divisor) return [divisor, unit]
  }
  return [1, 'Wh']
}

function plain(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  const text = size >= 100 ? Math.round(size).toLocaleString('en') : size.toPrecision(2)
  return value < 0 ? `−${text}` : text
}

/** `96.3 % (92.1 to 98.0 %)`. */
function shares({ lowShare, midShare, highShare }: EnergySaving): string {
  const percent = (share: number) => formatShare(share).replace('-', '−')
  return `${percent(midShare)} (${percent(lowShare).replace(' %', '')} to ${percent(highShare)})`
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
