/** What all adapters take and tell. Types only. */
import type { AnswerOutcome } from '../core/answer-outcome.ts'
import type { EnergyEstimate, OutputLength, Router, RoutingDecision } from '../core/contracts.ts'

/** Counts answers; an `EnergyTracker` is one. */
export interface AnswerTracker {
  record(decision: RoutingDecision, outcome?: AnswerOutcome): void
}

export interface AdapterOptions<Model> {
  /** Chooses; may be shared. */
  readonly router: Router
  /** The models to choose from, by the names that the router knows them under; it may know more. */
  readonly models: Readonly<Record<string, Model>>
  /** Where answers are counted; default nowhere. */
  readonly tracker?: AnswerTracker | undefined
  /** Told each decision before a model is asked; one that throws is the caller's error. Default nobody. */
  readonly onDecision?: ((decision: RoutingDecision) => void) | undefined
  /** Asks the next model of the ranking where one fails before it has said anything; default true. */
  readonly fallback?: boolean | undefined
}

/** What rides along with an answer: plain JSON. */
export interface RoutingFacts {
  /** The model that answered, by the router's name for it. */
  readonly model: string
  /** The one the router chose; another where that failed. */
  readonly selectedModel: string
  /** One sentence for a person. */
  readonly reasoning: string
  /** 1 .. 5. */
  readonly difficulty: number
  readonly expectedOutputLength: OutputLength
  /** Shares of the eight capabilities, those under 0.1 dropped. */
  readonly capabilities: Readonly<Record<string, number>>
  /** 0..1. */
  readonly confidence: number
  /** Estimated watt-hours of the answer by the model that gave it; null when unknown. */
  readonly energy: Pick<EnergyEstimate, 'lowWh' | 'midWh' | 'highWh' | 'basis'> | null
  readonly energyModel: string
}
