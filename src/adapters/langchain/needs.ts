/** What an agent's call asks of a model. */
import type { RequestNeeds } from '../../core/needs.ts'
import { record } from '../../providers/loose.ts'
import type { ModelCall } from './contracts.ts'
import { mediaOf } from './messages.ts'

/** `models` are the pool: LangChain asks for an answer by a schema in the way that the model it then asks says it can. */
export function needsOf({ messages, tools, toolChoice, responseFormat }: ModelCall, models: readonly unknown[]) {
  const format = formatNeeds(responseFormat, models)
  const calls = (tools?.length ?? 0) > 0 && toolChoice !== 'none'
  return { ...mediaOf(messages), ...format, ...(calls && { tools: true }) } satisfies RequestNeeds
}

function formatNeeds(format: unknown, models: readonly unknown[]): RequestNeeds {
  if (format === undefined || format === null || '__responseFormatUndefined' in Object(format)) return {}
  if (Array.isArray(format)) return format.every(isProviderStrategy) ? { json: true } : { tools: true }
  if (isProviderStrategy(format)) return { json: true }
  // Without a model that answers by a schema, LangChain makes a tool of it, as `toolStrategy` does.
  const byTool = isToolStrategy(format) || !models.some(answersBySchema)
  return byTool ? { tools: true } : { json: true }
}

const isProviderStrategy = (format: unknown): boolean => '_schemaType' in Object(format)

const isToolStrategy = (format: unknown): boolean => 'tool' in Object(format) && 'parse' in Object(format)

/** As LangChain itself decides it. */
const answersBySchema = (model: unknown): boolean => record(record(model).profile).structuredOutput === true
