/** Routing for the OpenAI Agents SDK: the public face of `greenrouting/openai-agents`. */
import { withMethods } from '../core/checks.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { quote, remedy } from '../core/wording.ts'
import type { AdapterOptions } from './contracts.ts'
import { ModelPool } from './model-pool.ts'
import { AUTO } from './openai/conversation.ts'
import type { AgentsModel, AskedModel } from './openai-agents/contracts.ts'
import { RoutedModel } from './openai-agents/routed-model.ts'

export { GreenRoutingError, type GreenRoutingErrorCode, isGreenRoutingError } from '../core/errors.ts'
export type { AnswerTracker, RoutingFacts } from './contracts.ts'
export { routingOf } from './openai/facts.ts'
export type { AgentsModel } from './openai-agents/contracts.ts'

/** The SDK's models by the router's names. */
export type RoutedModelProviderOptions<Model extends AgentsModel> = AdapterOptions<Model>

/** A `ModelProvider` of the SDK. */
export interface RoutedModelProvider<Model extends AgentsModel> {
  /**
   * A model by its name; `auto`, and no name, is the one that routes. Throws `unknown-model`.
   */
  getModel(name?: string): Pick<Model, keyof Model & ('getResponse' | 'getStreamedResponse' | 'getRetryAdvice')>
}

const aModel = withMethods<AgentsModel>('a model of the Agents SDK', 'getResponse', 'getStreamedResponse')

/**
 * For `new Runner({ modelProvider })`: agents without a model, or with the model `auto`, are answered by whichever model the
 * router chooses, anew for each turn; where one fails before it has said anything, by the next. Of each answer,
 * `providerData.greenrouting` holds the routing facts.
 *
 * Throws a `GreenRoutingError` for options that cannot be meant. A turn rejects as the model that was asked last, or with a
 * `GreenRoutingError` where there is nothing to route by, no able model, or an abort before a model was asked.
 */
export function routedModelProvider<Model extends AgentsModel>(
  options: RoutedModelProviderOptions<Model>,
): RoutedModelProvider<Model> {
  const pool = new ModelPool<Model>('routedModelProvider', options)
  const models = new Map(Object.entries(options.models))
  for (const [name, model] of models) aModel(model, `routedModelProvider.models[${quote(name)}]`, 'invalid-option')
  const routed = new RoutedModel(pool as unknown as ModelPool<AskedModel>) as unknown as Model
  return {
    getModel(name) {
      // The SDK's name for the model of an agent that has none is empty.
      if (name === undefined || name === '' || name === AUTO) return routed
      const known = [...models.keys()]
      const model = models.get(name)
      if (model !== undefined) return model
      throw new GreenRoutingError(
        'unknown-model',
        `routedModelProvider has no model ${quote(name)}${remedy(name, [AUTO, ...known])}`,
        { details: { model: name, known } },
      )
    },
  }
}
