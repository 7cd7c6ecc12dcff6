/** Every energy figure that the README and docs/energy.md state, computed. */
import {
  compareEnergy,
  ENERGY_COEFFICIENTS_2026_11,
  type EnergyEstimate,
  type EnergyRange,
  type EnergySaving,
  estimateAnswerEnergy,
  getKnownProfiles,
  QueryProfile,
  type QueryProfileInput,
} from '../core/index.ts'
import { type Accuracy, accuracyOf, leaveOneModelOut } from '../training/energy-fit.ts'
import { type EnergyCheck, energyChecks } from './energy-checks.ts'

/** The original's example queries and the models it chose (GreenRouting 0.2.0, README), with what they need by our rubric. */
export const EXAMPLES: readonly {
  readonly query: string
  readonly model: string
  readonly needs: QueryProfileInput
}[] = [
  {
    query: 'What is 2+2?',
    model: 'llama-3.1-8b',
    needs: { capabilityWeights: { simple: 1 }, difficulty: 1, expectedOutputLength: 'short' },
  },
  {
    query: 'Explain quantum entanglement',
    model: 'gemini-2.0-flash',
    needs: { capabilityWeights: { knowledge: 1 }, difficulty: 2, expectedOutputLength: 'long' },
  },
  {
    query: 'Write a binary search in Python',
    model: 'gpt-4o-mini',
    needs: { capabilityWeights: { code: 1 }, difficulty: 2, expectedOutputLength: 'medium' },
  },
  {
    query: 'Prove the Cauchy-Schwarz inequality',
    model: 'gemini-2.0-flash',
    needs: { capabilityWeights: { math: 0.7, reasoning: 0.3 }, difficulty: 3, expectedOutputLength: 'long' },
  },
  {
    query: 'Solve a differential equation in Python',
    model: 'gpt-4o-mini',
    needs: { capabilityWeights: { code: 0.5, math: 0.5 }, difficulty: 3, expectedOutputLength: 'long' },
  },
]

/** What the original compares with: the model of its pool with the largest constant. */
const BASELINE = 'llama-3.1-405b'

/** The original's scales, and the annual saving it states for each. */
const SCALES = [
  { name: 'Startup', queriesPerDay: 1e4, stated: '14 MWh' },
  { name: 'Mid-size', queriesPerDay: 1e6, stated: '1,430 MWh' },
  { name: 'Enterprise', queriesPerDay: 1e8, stated: '143 GWh' },
] as const

/** The answer that the table of models is for. */
export const TABLE_ANSWER = { inputTokens: 100, outputTokens: 300 } as const

export interface EnergyFigures {
  readonly table: { readonly name: string; readonly date: string }
  readonly baseline: string
  readonly models: readonly {
    readonly model: string
    readonly seedWh: number
    readonly energy: EnergyEstimate | null
  }[]
  readonly examples: readonly {
    readonly query: string
    readonly model: string
    readonly energy: EnergyEstimate
    readonly baseline: EnergyEstimate
    readonly saving: EnergySaving
  }[]
  /** Of all examples together. */
  readonly saving: EnergySaving
  readonly scales: readonly {
    readonly name: string
    readonly queriesPerDay: number
    readonly without: EnergyRange
    readonly with: EnergyRange
    readonly savedPerYear: EnergyRange
    readonly stated: string
  }[]
  readonly accuracy: readonly ({ readonly what: string } & Accuracy)[]
  readonly checks: readonly EnergyCheck[]
  /** A long answer by a model of 8 billion parameters against one by 70 billion. */
  readonly small: { readonly energy: EnergyEstimate; readonly saving: EnergySaving }
  /** 300 tokens on a laptop, at 40 a second and 30 W. */
  readonly laptop: EnergyEstimate
}

export function energyFigures(): EnergyFigures {
  const profiles = getKnownProfiles()
  const estimate = (model: string, needs: QueryProfileInput): EnergyEstimate => {
    const energy = estimateAnswerEnergy(profiles[model]!, QueryProfile.of(needs))
    if (energy === null) throw new Error(`nothing is known of ${model}`)
    return energy
  }
  const examples = EXAMPLES.map(({ query, model, needs }) => {
    const energy = estimate(model, needs)
    const baseline = estimate(BASELINE, needs)
    return { query, model, energy, baseline, saving: compareEnergy(energy, baseline) }
  })
  const baselines = examples.map(({ baseline }) => baseline)
  const used = examples.map(({ energy }) => energy)
  const saving = compareEnergy(used, baselines)
  // The errors of one answer are those of the next, so the ends are added up: they do not even out.
  const aDay = (ranges: readonly EnergyRange[], queries: number) => times(sum(ranges), queries / examples.length)
  const { name, date } = ENERGY_COEFFICIENTS_2026_11
  return {
    table: { name, date },
    baseline: BASELINE,
    models: Object.values(profiles).map(profile => ({
      model: profile.name,
      seedWh: profile.energyPerQueryWh!,
      energy: estimateAnswerEnergy(profile, TABLE_ANSWER),
    })),
    examples,
    saving,
    scales: SCALES.map(({ name, queriesPerDay, stated }) => ({
      name,
      queriesPerDay,
      without: aDay(baselines, queriesPerDay),
      with: aDay(used, queriesPerDay),
      savedPerYear: aDay([saving], 365 * queriesPerDay),
      stated,
    })),
    accuracy: accuracies(),
    checks: energyChecks(),
    small: smallAgainstLarge(),
    laptop: estimateAnswerEnergy(
      { name: 'on a laptop', onDevice: { tokensPerSecond: 40, watts: 30 } },
      { inputTokens: 0, outputTokens: 300 },
    )!,
  }
}

function smallAgainstLarge(): EnergyFigures['small'] {
  const query = QueryProfile.single('knowledge', 3, { expectedOutputLength: 'long' })
  const [energy, other] = [8, 70].map(
    estimatedParamsB => estimateAnswerEnergy({ name: 'dense', sizeBasis: 'public', estimatedParamsB }, query)!,
  ) as [EnergyEstimate, EnergyEstimate]
  return { energy, saving: compareEnergy(energy, other) }
}

function accuracies(): EnergyFigures['accuracy'] {
  const predictions = leaveOneModelOut()
  const of = (task: string) => predictions.filter(({ measurement }) => measurement.task === task)
  return [
    { what: 'All', ...accuracyOf(predictions) },
    { what: 'Chat, 350 to 1,400 tokens', ...accuracyOf(of('chat')) },
    { what: 'Thinking, 1,700 to 11,500 tokens', ...accuracyOf(of('thinking')) },
  ]
}

function times({ lowWh, midWh, highWh }: EnergyRange, factor: number): EnergyRange {
  return { lowWh: lowWh * factor, midWh: midWh * factor, highWh: highWh * factor }
}

function sum(ranges: readonly EnergyRange[]): EnergyRange {
  const total = (key: keyof EnergyRange) => ranges.reduce((sum, range) => sum + range[key], 0)
  return { lowWh: total('lowWh'), midWh: total('midWh'), highWh: total('highWh') }
}
