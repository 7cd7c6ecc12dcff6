/** LangChain.js (`langchain` 1): a middleware that decides, call by call, which of your chat models an agent asks. */
import { aBoolean, aSignal } from '../core/checks.ts'
import { checkOptions, refuseKey } from '../core/options.ts'
import type { AdapterOptions } from './contracts.ts'
import { outcomeOf, withFacts } from './langchain/answer.ts'
import type { ModelChooser, RoutableModel, RoutingMiddleware } from './langchain/contracts.ts'
import { checkMembers } from './langchain/members.ts'
import { mediaOf, messagesOf, questionsOf } from './langchain/messages.ts'
import { needsOf } from './langchain/needs.ts'
import { ModelPool, routingFacts } from './model-pool.ts'

export type { AdapterOptions, AnswerTracker, RoutingFacts } from './contracts.ts'
export type {
  ChatInput,
  Choice,
  ChooseOptions,
  ModelCall,
  ModelChooser,
  RoutableModel,
  RoutingMetadata,
  RoutingMiddleware,
} from './langchain/contracts.ts'

/**
 * For `createAgent({ model, middleware: [routingMiddleware({ router, models })] })`, whose `model` is then asked only if
 * it is one of `models`. The user's last message decides; tools, pictures and a response format leave only the models that
 * can do with them; each step of a tool loop is decided by itself. What was decided is in
 * `response_metadata.greenrouting` (`RoutingFacts`) of the answer's message.
 *
 * LangChain gives a middleware whole answers: where a model fails after it has streamed something, the next one's pieces
 * come under another message id, and only its message stays. A model tries again by itself before it fails (`maxRetries`).
 * Throws `invalid-option`, and `unknown-model` for a name that the router never chooses.
 */
export function routingMiddleware<Model extends RoutableModel>(options: AdapterOptions<Model>): RoutingMiddleware {
  const where = 'routingMiddleware'
  const pool = new ModelPool<Model>(where, options)
  checkMembers(where, options.models)
  const members = Object.values(options.models)
  return {
    name: 'GreenRouting',
    async wrapModelCall(request, handler) {
      const signal = request.runtime?.signal
      const decision = await pool.decide(questionsOf(request.messages), needsOf(request, members), signal)
      const ask = async (model: Model) => {
        const startedAt = performance.now()
        try {
          return { result: await handler({ ...request, model }), durationMs: performance.now() - startedAt }
        } catch (error) {
          if (isForAgent(error)) return { interrupt: error }
          throw error
        }
      }
      const { model, answer } = await pool.ask(decision, ask, signal)
      if ('interrupt' in answer) throw answer.interrupt
      pool.record(decision, model, outcomeOf(answer.result, answer.durationMs))
      return withFacts(answer.result, routingFacts(decision, model))
    },
  }
}

/**
 * For chains without an agent: says which model to ask and counts what it answered. In a chain, where LangChain asks the
 * model that a function returns: `RunnableLambda.from(async input => (await choose(input)).model)`.
 * Throws as `routingMiddleware` does.
 */
export function modelChooser<Model extends RoutableModel>(
  options: Omit<AdapterOptions<Model>, 'fallback'>,
): ModelChooser<Model> {
  const where = 'modelChooser'
  // Who asks by itself falls back by itself.
  if ('fallback' in options) refuseKey('invalid-option', where, 'fallback', CHOOSER_KEYS)
  const pool = new ModelPool<Model>(where, options)
  checkMembers(where, options.models)
  const members = new Map(Object.entries(options.models))
  return async (input, needs) => {
    const { signal, ...asked } = checkOptions('choose', needs, CHOOSE_SPEC)
    const messages = messagesOf(input)
    const decision = await pool.decide(questionsOf(messages), { ...mediaOf(messages), ...asked }, signal)
    const name = decision.selectedModel
    const others = decision.ranking.filter(({ model }) => model !== name)
    const nameOf = (wanted: Model) => decision.ranking.find(({ model }) => members.get(model) === wanted)?.model
    return {
      name,
      model: members.get(name)!,
      others: others.map(({ model }) => members.get(model)!),
      decision,
      record: (message, by) => pool.record(decision, (by && nameOf(by)) ?? name, outcomeOf(message)),
    }
  }
}

const CHOOSER_KEYS = ['router', 'models', 'tracker', 'onDecision']

const CHOOSE_SPEC = {
  tools: aBoolean,
  json: aBoolean,
  images: aBoolean,
  audio: aBoolean,
  pdf: aBoolean,
  signal: aSignal,
}

/** An interrupt that asks a person (LangGraph's), and a call given up: not the model's failure. */
const isForAgent = (error: unknown): boolean =>
  (error as { readonly is_bubble_up?: unknown } | null | undefined)?.is_bubble_up === true ||
  (error as { readonly name?: unknown } | null | undefined)?.name === 'AbortError'
