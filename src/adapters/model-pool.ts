/** What every adapter does: decides for a conversation, asks the models in the decision's order, counts the answer. */

import { queryText } from '../client/messages.ts'
import type { AnswerOutcome } from '../core/answer-outcome.ts'
import { aBoolean, aFunction, refuse, withMethods } from '../core/checks.ts'
import type { AbortSignalLike, Router, RoutingDecision } from '../core/contracts.ts'
import { carriedOut, entryOf } from '../core/decision.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { meetNeeds, type RequestNeeds } from '../core/needs.ts'
import { checkOptions, isPlainObject } from '../core/options.ts'
import { checkQuery } from '../core/query.ts'
import { restrict } from '../core/restrict.ts'
import { quote, remedy } from '../core/wording.ts'
import { abortError } from '../providers/abort-error.ts'
import type { ChatMessage } from '../providers/contracts.ts'
import type { AdapterOptions, AnswerTracker, RoutingFacts } from './contracts.ts'
import { type Registry, registryOf } from './registry.ts'
import { unsaid } from './unsaid.ts'

const SPEC = {
  router: withMethods<Router>('a router (await loadPretrained())', 'route'),
  models: (value: unknown, path: string) =>
    isPlainObject(value) && Object.keys(value).length > 0
      ? value
      : refuse('invalid-option', path, 'an object of at least one model by its name', value),
  tracker: withMethods<AnswerTracker>('an EnergyTracker', 'record'),
  onDecision: aFunction,
  fallback: aBoolean,
}

/** An answer and the model that gave it. */
export interface Answered<T> {
  readonly model: string
  readonly answer: T
}

export class ModelPool<Model> {
  readonly #router: Router
  readonly #registry: Registry | undefined
  readonly #models: ReadonlyMap<string, Model>
  readonly #options: AdapterOptions<Model>

  /** `where` names the adapter in errors. Throws for options that cannot be meant and for models that the router does not know. */
  constructor(where: string, options: AdapterOptions<Model>) {
    const { router, models } = checkOptions(where, options, SPEC)
    if (router === undefined) refuse('invalid-option', `${where}.router`, 'a router (await loadPretrained())', router)
    if (models === undefined) refuse('invalid-option', `${where}.models`, 'an object of models by name', models)
    this.#router = router
    this.#registry = registryOf(router)
    this.#models = new Map(Object.entries(models as Record<string, Model>))
    this.#options = options
    const known = this.#registry?.names
    for (const name of this.#models.keys()) {
      if (known === undefined || known.includes(name)) continue
      throw new GreenRoutingError(
        'unknown-model',
        `${where}.models: the router never chooses ${quote(name)}${remedy(name, known)}`,
        { details: { model: name, known } },
      )
    }
  }

  /**
   * Who should answer a conversation, whose last question decides: one of the pool that can do what the request needs.
   * Rejects with a `GreenRoutingError`.
   */
  async decide(
    messages: readonly ChatMessage[],
    needs: RequestNeeds,
    signal?: AbortSignalLike | undefined,
  ): Promise<RoutingDecision> {
    const said = queryText(messages)
    const query = checkQuery(said.trim() === '' ? unsaid(needs) : said, 'The last message of the user')
    const all = await this.#router.route(query, { signal })
    const registry = this.#registry
    const abilitiesOf = (name: string) => (registry?.has(name) ? registry.get(name) : undefined)
    const decision = meetNeeds(restrict(all, this.#models), needs, abilitiesOf)
    this.#options.onDecision?.(decision)
    return decision
  }

  /** Asks the chosen model; where it fails and `fallback` is not off, the next, and so on. Rejects as the last that was asked. */
  async ask<T>(
    decision: RoutingDecision,
    call: (model: Model, name: string) => PromiseLike<T> | T,
    signal?: AbortSignalLike | undefined,
  ): Promise<Answered<T>> {
    let failure: unknown
    for (const name of order(decision)) {
      if (signal?.aborted) throw abortError(signal)
      try {
        return { model: name, answer: await call(this.#models.get(name)!, name) }
      } catch (error) {
        if (signal?.aborted || this.#options.fallback === false) throw error
        failure = error
      }
    }
    throw failure
  }

  /**
   * Counts the answer. Figures that the tracker refuses must not cost it: it is then counted by the estimate. Nor must a tracker
   * that refuses the decision, as one whose baseline is not among these models: the answer was given.
   */
  record(decision: RoutingDecision, model: string, outcome: Omit<AnswerOutcome, 'model'>): void {
    const { tracker } = this.#options
    const done = carriedOut(decision, model)
    try {
      tracker?.record(done, outcome)
    } catch {
      try {
        tracker?.record(done)
      } catch (error) {
        globalThis.reportError?.(error)
      }
    }
  }
}

/** What rides along with an answer. */
export function routingFacts(decision: RoutingDecision, model: string): RoutingFacts {
  const { selectedModel, reasoning, profile, energyModel } = decision
  const { energy } = entryOf(decision, model)
  return {
    model,
    selectedModel,
    reasoning,
    difficulty: profile.difficulty,
    expectedOutputLength: profile.expectedOutputLength,
    capabilities: { ...profile.capabilityWeights } as Record<string, number>,
    confidence: profile.confidence,
    energy: energy && { lowWh: energy.lowWh, midWh: energy.midWh, highWh: energy.highWh, basis: energy.basis },
    energyModel,
  }
}

/** The chosen one first: a decision may put another before the head of the ranking. */
const order = ({ selectedModel, ranking }: RoutingDecision): readonly string[] => [
  selectedModel,
  ...ranking.map(({ model }) => model).filter(model => model !== selectedModel),
]
