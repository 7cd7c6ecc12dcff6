/** An answer as an agent's model call gives it: read, and told who gave it. */
import type { AnswerOutcome } from '../../core/answer-outcome.ts'
import { counts, list, record, sum, text } from '../../providers/loose.ts'
import type { RoutingFacts } from '../contracts.ts'

/**
 * The same answer with the facts in `response_metadata.greenrouting` of its message. The message is a copy: the one that
 * was given may be a cache's, or another listener's.
 */
export function withFacts<Answer>(answer: Answer, facts: RoutingFacts): Answer {
  const { messages } = record(answer)
  if (!Array.isArray(messages)) return isMessage(answer) ? (tagged(answer, facts) as Answer) : answer
  const at = messages.findIndex(isMessage)
  // With an answer by a schema come its object and several messages, the model's own first.
  return at < 0 ? answer : { ...answer, messages: messages.with(at, tagged(messages[at], facts)) }
}

/** What the model's message says of its tokens; without it the tracker estimates. */
export function outcomeOf(answer: unknown, durationMs?: number): Omit<AnswerOutcome, 'model'> {
  const { messages } = record(answer)
  const { usage_metadata, response_metadata } = record(list(messages).find(isMessage) ?? answer)
  const { input_tokens, output_tokens, input_token_details, output_token_details } = record(usage_metadata)
  const usage = counts({
    inputTokens: sum(input_tokens),
    cachedInputTokens: sum(record(input_token_details).cache_read),
    outputTokens: sum(output_tokens),
    reasoningTokens: sum(record(output_token_details).reasoning),
  })
  const metadata = record(response_metadata)
  const responseModel = text(metadata.model_name) || text(metadata.model)
  return {
    ...(Object.keys(usage).length > 0 && { usage }),
    ...(durationMs !== undefined && { durationMs }),
    ...(responseModel.trim() !== '' && { responseModel }),
  }
}

const isMessage = (value: unknown): value is object => record(value).type === 'ai'

/** Same class, same fields, one more fact. */
function tagged(message: object, facts: RoutingFacts): object {
  const response_metadata = { ...record(record(message).response_metadata), greenrouting: facts }
  const copy = Object.create(Object.getPrototypeOf(message), Object.getOwnPropertyDescriptors(message))
  // The second is what LangChain stores a message by.
  return Object.assign(copy, { response_metadata, lc_kwargs: { ...record(copy.lc_kwargs), response_metadata } })
}
