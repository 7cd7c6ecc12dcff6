/** What a request asks of a model besides skill, and which models of a decision can do it. */
import { aBoolean } from './checks.ts'
import type { InputModality, ModelProfile, RoutingDecision } from './contracts.ts'
import { among } from './decision.ts'
import { GreenRoutingError } from './errors.ts'
import { checkOptions } from './options.ts'
import { listNames } from './wording.ts'

/** What the request brings along or asks for. Absent means not needed. */
export interface RequestNeeds {
  /** The model must call tools. */
  readonly tools?: boolean | undefined
  /** The model must answer by a JSON schema. */
  readonly json?: boolean | undefined
  /** The model must take pictures in. */
  readonly images?: boolean | undefined
  /** The model must take sound in. */
  readonly audio?: boolean | undefined
  /** The model must take PDF files in. */
  readonly pdf?: boolean | undefined
}

/** The facts of a profile that say what a model can do. */
export type ModelAbilities = Pick<ModelProfile, 'tools' | 'structuredOutput' | 'inputModalities'>

const WORDS = {
  tools: 'call tools',
  json: 'answer by a JSON schema',
  images: 'take in pictures',
  audio: 'take in sound',
  pdf: 'take in PDF files',
} satisfies Record<keyof RequestNeeds, string>

/** What to say of a model that can. */
const FACTS = {
  tools: 'tools: true',
  json: 'structuredOutput: true',
  images: "inputModalities: ['text', 'image']",
  audio: "inputModalities: ['text', 'audio']",
  pdf: "inputModalities: ['text', 'pdf']",
} satisfies Record<keyof RequestNeeds, string>

const NEEDS = Object.keys(WORDS) as (keyof RequestNeeds)[]

const takes = (modality: InputModality) => (model: ModelAbilities) => model.inputModalities?.includes(modality)

const ABLE: Readonly<Record<keyof RequestNeeds, (model: ModelAbilities) => boolean | undefined>> = {
  tools: model => model.tools,
  json: model => model.structuredOutput,
  images: takes('image'),
  audio: takes('audio'),
  pdf: takes('pdf'),
}

/** The same object, checked. Throws `invalid-option`. */
export const readNeeds = (needs: RequestNeeds | undefined, path: string): RequestNeeds =>
  checkOptions(path, needs, { tools: aBoolean, json: aBoolean, images: aBoolean, audio: aBoolean, pdf: aBoolean })

/** True or false where the profile says so, undefined where it does not. False for one thing is false for all. */
function isAble(model: ModelAbilities, wanted: readonly (keyof RequestNeeds)[]): boolean | undefined {
  const answers = wanted.map(need => ABLE[need](model))
  if (answers.includes(false)) return false
  return answers.includes(undefined) ? undefined : true
}

/**
 * The decision among the models that can do what the request needs: those whose profiles say so; where none does, those
 * whose profiles say nothing about it. The same decision where nothing is needed or all can.
 * Throws `no-able-model` where every model is known not to.
 */
export function meetNeeds(
  decision: RoutingDecision,
  needs: RequestNeeds,
  abilitiesOf: (model: string) => ModelAbilities | undefined,
): RoutingDecision {
  const wanted = NEEDS.filter(need => needs[need])
  if (wanted.length === 0) return decision
  const able = decision.ranking.map(({ model }) => isAble(abilitiesOf(model) ?? {}, wanted))
  const least = able.includes(true) ? true : undefined
  const ranking = decision.ranking.filter((_, index) => able[index] === least)
  if (ranking.length === 0) throw noAbleModel(decision, wanted)
  return among(decision, ranking)
}

function noAbleModel(decision: RoutingDecision, wanted: readonly (keyof RequestNeeds)[]): GreenRoutingError {
  const models = decision.ranking.map(({ model }) => model)
  const words = wanted.map(need => WORDS[need]).join(' and ')
  return new GreenRoutingError(
    'no-able-model',
    `None of the models (${listNames(models)}) can ${words}. Add one that does, or say so in its profile: ` +
      `${wanted.map(need => FACTS[need]).join(', ')}.`,
    { details: { needs: wanted, models } },
  )
}
