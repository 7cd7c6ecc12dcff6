/** How well profiles agree with labels: the figures of `npm run eval`. The training recipe reports the same ones. */
import { CAPABILITIES, type Capability } from '../core/capability.ts'
import type { QueryProfile } from '../core/contracts.ts'
import { groupBy } from '../core/group-by.ts'
import { type BootstrapOptions, bootstrap, type Interval } from './bootstrap.ts'
import { calibrationError } from './calibration.ts'
import type { Label } from './label.ts'
import { firstOf, isTop, SKILLS, totalVariation } from './shares.ts'
import { mean, rankCorrelation, rate } from './statistics.ts'

/** A query as a model sees it beside what its label says. */
export interface Judged {
  readonly profile: QueryProfile
  readonly label: Label
  /** The query's language, where it is known. */
  readonly lang?: string | undefined
}

/** Each is NaN where there is nothing to measure. */
export interface Figures {
  /** How many queries. */
  readonly n: number
  /** Share of queries whose likeliest capability is one of the label's heaviest, 0..1. */
  readonly capability: number
  /** The same with `multilingual` left aside in profile and label: which of the seven skills. Of queries that need one. */
  readonly skill: number
  /** Mean distance of the eight weights, 0..1; less is better. */
  readonly totalVariation: number
  /** Spearman's rank correlation of difficulty before rounding, −1..1. */
  readonly difficultyRho: number
  /** Mean absolute error of difficulty before rounding, in steps of the scale; less is better. */
  readonly difficultyMae: number
  /** Share of queries whose length of answer is the label's, 0..1. */
  readonly length: number
}

export interface Calibration {
  /** Expected calibration error of the confidence as a chance to hit the primary capability, 0..1; less is better. */
  readonly ece: number
  readonly meanConfidence: number
  /** Share of queries whose profile is uncertain, 0..1, and how often the likeliest capability is right there. */
  readonly uncertain: number
  readonly capabilityWhenUncertain: number
}

/** Of the queries whose label gives `multilingual` a weight. */
export interface NonEnglish extends Figures {
  /** How often `multilingual` is the likeliest of the eight, 0..1, and how often it is in the labels. */
  readonly multilingualFirst: number
  readonly multilingualFirstInLabels: number
}

type Headline = 'capability' | 'totalVariation' | 'difficultyRho' | 'difficultyMae' | 'length' | 'skill'

export interface Evaluation {
  readonly overall: Figures & Calibration
  /** 95 %. `skill` is that of `nonEnglish`. Calibration has none: resampling only ever adds to its error. */
  readonly intervals: Readonly<Record<Headline, Interval>>
  readonly english: Figures
  readonly nonEnglish: NonEnglish
  /** By the first of the label's heaviest capabilities; those that no label has are left out. */
  readonly byCapability: Readonly<Partial<Record<Capability, Figures>>>
  /** Most frequent first. Languages of fewer than ten queries are one group, `other`; queries of unknown language are in none. */
  readonly byLanguage: Readonly<Record<string, Figures>>
}

const LEAST_PER_LANGUAGE = 10

export function evaluate(rows: readonly Judged[], options: BootstrapOptions = {}): Evaluation {
  const scored = rows.map(score)
  const nonEnglish = scored.filter(row => row.nonEnglish)
  return {
    overall: { ...figures(scored), ...calibration(scored) },
    intervals: bootstrap(scored, headline, options),
    english: figures(scored.filter(row => !row.nonEnglish)),
    nonEnglish: {
      ...figures(nonEnglish),
      multilingualFirst: rate(nonEnglish.map(row => row.predictedFirst === 'multilingual')),
      multilingualFirstInLabels: rate(nonEnglish.map(row => row.first === 'multilingual')),
    },
    byCapability: byCapability(scored),
    byLanguage: byLanguage(scored),
  }
}

/** What each figure needs of a row, so that a resample does not work it out again. */
interface Scored {
  readonly first: Capability
  readonly predictedFirst: Capability
  readonly hit: boolean
  /** Undefined where the label is all `multilingual`. */
  readonly skillHit: boolean | undefined
  readonly nonEnglish: boolean
  readonly distance: number
  readonly difficulty: number
  readonly predictedDifficulty: number
  readonly lengthHit: boolean
  readonly confidence: number
  readonly uncertain: boolean
  readonly lang: string | undefined
}

function score({ profile, label, lang }: Judged): Scored {
  const shares = profile.capabilityProbabilities
  const predictedFirst = firstOf(shares)
  // What is left would be scaled to sum 1 again; that changes nothing about which is first.
  const skilled = SKILLS.some(name => label.weights[name] > 0)
  return {
    first: firstOf(label.weights),
    predictedFirst,
    hit: isTop(predictedFirst, label.weights),
    skillHit: skilled ? isTop(firstOf(shares, SKILLS), label.weights, SKILLS) : undefined,
    nonEnglish: label.weights.multilingual > 0,
    distance: totalVariation(shares, label.weights),
    difficulty: label.difficulty,
    predictedDifficulty: profile.difficultyScore,
    lengthHit: profile.expectedOutputLength === label.length,
    confidence: profile.confidence,
    uncertain: profile.uncertain,
    lang,
  }
}

function figures(rows: readonly Scored[]): Figures {
  const [predicted, wanted] = [rows.map(row => row.predictedDifficulty), rows.map(row => row.difficulty)]
  return {
    n: rows.length,
    capability: rate(rows.map(row => row.hit)),
    skill: skill(rows),
    totalVariation: mean(rows.map(row => row.distance)),
    difficultyRho: rankCorrelation(predicted, wanted),
    difficultyMae: mean(rows.map(row => Math.abs(row.predictedDifficulty - row.difficulty))),
    length: rate(rows.map(row => row.lengthHit)),
  }
}

function skill(rows: readonly Scored[]): number {
  return rate(rows.map(row => row.skillHit).filter(hit => hit !== undefined))
}

function calibration(rows: readonly Scored[]): Calibration {
  const confidences = rows.map(row => row.confidence)
  return {
    ece: calibrationError(
      confidences,
      rows.map(row => row.hit),
    ),
    meanConfidence: mean(confidences),
    uncertain: rate(rows.map(row => row.uncertain)),
    capabilityWhenUncertain: rate(rows.filter(row => row.uncertain).map(row => row.hit)),
  }
}

function headline(rows: readonly Scored[]): Record<Headline, number> {
  const { n: _, ...rest } = figures(rows)
  return { ...rest, skill: skill(rows.filter(row => row.nonEnglish)) }
}

function byCapability(rows: readonly Scored[]): Partial<Record<Capability, Figures>> {
  const groups = groupBy(rows, row => row.first)
  const present = CAPABILITIES.filter(name => groups.has(name))
  return Object.fromEntries(present.map(name => [name, figures(groups.get(name)!)]))
}

function byLanguage(rows: readonly Scored[]): Record<string, Figures> {
  const known = rows.filter(row => row.lang !== undefined)
  const groups = [...groupBy(known, row => row.lang!)].sort(
    ([a, rowsA], [b, rowsB]) => rowsB.length - rowsA.length || (a < b ? -1 : 1),
  )
  const frequent = groups.filter(([, { length }]) => length >= LEAST_PER_LANGUAGE)
  const others = groups.filter(([, { length }]) => length < LEAST_PER_LANGUAGE).flatMap(([, others]) => others)
  const shown = others.length > 0 ? [...frequent, ['other', others] as const] : frequent
  return Object.fromEntries(shown.map(([lang, group]) => [lang, figures(group)]))
}
