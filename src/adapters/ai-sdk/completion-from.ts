/** The other way round: any model of the AI SDK's provider packages as a member of a `GreenRoutingClient`'s pool. */
import type { CompletionFn } from '../../client/contracts.ts'
import type { FinishReason, ProviderPart } from '../../providers/contracts.ts'
import { record, text } from '../../providers/loose.ts'
import type { RoutableModel } from './contracts.ts'
import { checkMembers } from './members.ts'
import { tokensOf } from './outcome.ts'

/** Words of the AI SDK's that are not ours. */
const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'content-filter',
  'tool-calls': 'tool-calls',
}

/**
 * A `completionFn` that streams from the model: `models: [{ name: 'gpt-4o-mini', completionFn: completionFrom(azure('…')) }]`.
 * The client's settings of a call go along (most tokens, temperature); `body` and `effort` are the provider package's own to set.
 * Throws `invalid-option` for a model of another version of the interface than 4.
 */
export function completionFrom(model: RoutableModel): CompletionFn {
  checkMembers('completionFrom', { model })
  return async function* (_, messages, { signal, maxOutputTokens, temperature }) {
    const call = {
      prompt: messages.map(({ role, content }) => ({
        role,
        content: role === 'system' ? content : [{ type: 'text', text: content }],
      })),
      abortSignal: signal,
      maxOutputTokens,
      temperature,
    }
    const { stream } = await model.doStream(call)
    const reader = stream.getReader()
    // A model that does not listen to the signal would leave a read hanging.
    const cancel = () => void reader.cancel().catch(() => undefined)
    signal.addEventListener('abort', cancel)
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        yield* partsOf(value)
      }
    } finally {
      signal.removeEventListener('abort', cancel)
      cancel()
    }
  }
}

function* partsOf(part: unknown): Generator<ProviderPart, void, void> {
  const { type, delta, usage, finishReason, error } = record(part)
  if (type === 'error') throw error
  if (type === 'text-delta') yield { type: 'text', text: text(delta) }
  if (type === 'reasoning-delta') yield { type: 'reasoning', text: text(delta) }
  if (type !== 'finish') return
  const tokens = tokensOf(usage)
  if (tokens) yield { type: 'usage', usage: tokens }
  const { unified } = record(finishReason)
  if (unified === 'error') throw new Error('the provider ended the answer with an error')
  yield { type: 'finish', reason: REASONS[String(unified)] ?? 'other' }
}
