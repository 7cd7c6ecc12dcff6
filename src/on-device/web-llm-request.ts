/** A question as WebLLM (0.2) takes it: OpenAI's format in all but the shape of an answer in JSON. */
import type { CompletionOptions } from '../client/contracts.ts'
import type { ChatMessage } from '../providers/contracts.ts'
import { record } from '../providers/loose.ts'
import { withBody } from '../providers/request.ts'

/** An object with any keys. */
const ANY_OBJECT = JSON.stringify({ type: 'object', additionalProperties: true })

export function webLlmRequest(
  messages: readonly ChatMessage[],
  { maxOutputTokens, temperature, body }: Pick<CompletionOptions, 'maxOutputTokens' | 'temperature' | 'body'>,
): object {
  const request = withBody(
    {
      messages: messages.map(message => ({ ...message })),
      stream_options: { include_usage: true },
      ...(maxOutputTokens !== undefined && { max_tokens: maxOutputTokens }),
      ...(temperature !== undefined && { temperature }),
    },
    body,
  )
  const { response_format } = request
  return {
    ...request,
    ...(response_format !== undefined && { response_format: formatOf(response_format) }),
    // Whatever the body says: its pieces are read.
    stream: true,
  }
}

/** `json_schema`, as servers take it, WebLLM does not heed; and `json_object` without a schema is an error of 0.2.86. */
function formatOf(given: unknown): unknown {
  const { type, schema, json_schema } = record(given)
  if (type === 'json_schema') {
    const wanted = record(json_schema).schema
    return { type: 'json_object', schema: wanted === undefined ? ANY_OBJECT : JSON.stringify(wanted) }
  }
  return type === 'json_object' && schema === undefined ? { type, schema: ANY_OBJECT } : given
}
