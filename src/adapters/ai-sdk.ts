/** A language model for the AI SDK (`ai` 7) that decides, call by call, which of yours answers. */
import type { RoutingDecision } from '../core/contracts.ts'
import type {
  CallOptions,
  GenerateResult,
  ProviderMetadata,
  RoutableModel,
  RoutedModel,
  StreamResult,
} from './ai-sdk/contracts.ts'
import { checkMembers } from './ai-sdk/members.ts'
import { outcomeOf } from './ai-sdk/outcome.ts'
import { passOn } from './ai-sdk/pass-on.ts'
import { needsOf, questionsOf } from './ai-sdk/prompt.ts'
import { askForStream } from './ai-sdk/stream-asked.ts'
import { commonUrls } from './ai-sdk/supported-urls.ts'
import type { AdapterOptions } from './contracts.ts'
import { ModelPool, routingFacts } from './model-pool.ts'

export { completionFrom } from './ai-sdk/completion-from.ts'
export type { RoutableModel, RoutedModel, RoutingMetadata } from './ai-sdk/contracts.ts'
export type { AdapterOptions, AnswerTracker, RoutingFacts } from './contracts.ts'

const WHERE = 'routedModel'

/**
 * A `LanguageModelV4` for `generateText`, `streamText`, agents and all that takes one:
 * `routedModel({ router, models: { 'gpt-4o-mini': openai('gpt-4o-mini'), 'gpt-4o': openai('gpt-4o') } })`.
 * The user's last message decides, and tools, files and JSON leave only the models that can do with them; each step of a
 * tool loop is decided by itself. What was decided is in `providerMetadata.greenrouting` (`RoutingFacts`).
 * Throws `invalid-option`, and `unknown-model` for a name that the router never chooses.
 */
export function routedModel<Model extends RoutableModel>(options: AdapterOptions<Model>): RoutedModel<Model> {
  const pool = new ModelPool<RoutableModel>(WHERE, options)
  checkMembers(WHERE, options.models)
  const members = Object.values(options.models)
  const decide = (call: CallOptions) => pool.decide(questionsOf(call), needsOf(call), call.abortSignal)

  const routed: RoutableModel & { readonly provider: 'greenrouting'; readonly modelId: 'auto' } = {
    specificationVersion: 'v4',
    provider: 'greenrouting',
    modelId: 'auto',

    get supportedUrls() {
      return commonUrls(members)
    },

    async doGenerate(call): Promise<GenerateResult> {
      const decision = await decide(call)
      const ask = async (member: RoutableModel) => {
        const startedAt = performance.now()
        const result = await member.doGenerate(call)
        return { result, durationMs: performance.now() - startedAt }
      }
      const { model, answer } = await pool.ask(decision, ask, call.abortSignal)
      const { result, durationMs } = answer
      pool.record(decision, model, outcomeOf(result.usage, result.response?.modelId, { durationMs }))
      return { ...result, providerMetadata: withFacts(result.providerMetadata, decision, model) }
    },

    async doStream(call): Promise<StreamResult> {
      const decision = await decide(call)
      const { model, answer } = await askForStream(pool, decision, call)
      const stream = passOn(answer, (part, outcome) => {
        if (outcome) pool.record(decision, model, outcome)
        return { ...part, providerMetadata: withFacts(part.providerMetadata, decision, model) }
      })
      return { ...answer.result, stream }
    },
  }
  // What its models take and give is what it takes and gives, since it hands both on.
  return routed as RoutedModel<Model>
}

const withFacts = (
  metadata: ProviderMetadata | undefined,
  decision: RoutingDecision,
  model: string,
): ProviderMetadata => ({ ...metadata, greenrouting: routingFacts(decision, model) })
