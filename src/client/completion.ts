/** An answer from the caller's own function, in the shape that providers' answers have. */
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { quote } from '../core/wording.ts'
import { abortError } from '../providers/abort-error.ts'
import type { ProviderAnswer, ProviderPart, ProviderRequest } from '../providers/contracts.ts'
import { redact } from '../providers/redact.ts'
import { orAborted } from './abort.ts'
import type { CompletionFn, CompletionResult } from './contracts.ts'

/** Ends with a `finish`. No timeouts: how long is too long only the caller's code can know. */
export async function* completionAnswer(
  completionFn: CompletionFn,
  model: string,
  { messages, ...options }: ProviderRequest,
  signal: AbortSignal,
): ProviderAnswer {
  let iterator: AsyncIterator<string | ProviderPart> | undefined
  let finished = false
  try {
    if (signal.aborted) throw abortError(signal)
    const result = await orAborted(completionFn(model, messages, { ...options, signal }), signal)
    iterator = pieces(result)
    for (;;) {
      const { done, value } = await orAborted(iterator.next(), signal)
      if (done) {
        iterator = undefined
        break
      }
      const part = typeof value === 'string' ? ({ type: 'text', text: value } as const) : value
      finished ||= part.type === 'finish'
      yield part
    }
  } catch (error) {
    if (isGreenRoutingError(error)) throw error
    if (signal.aborted) throw abortError(signal)
    const said = redact(error instanceof Error ? error.message : String(error), {
      keys: [],
      texts: messages.map(({ content }) => content),
    })
    throw new GreenRoutingError('completion-failed', `The completionFn for ${quote(model)} failed: ${said}`, {
      details: { model },
      cause: error,
    })
  } finally {
    // Not awaited: a generator that hangs would hold up the abort.
    void Promise.resolve(iterator?.return?.()).catch(() => undefined)
  }
  if (!finished) yield { type: 'finish', reason: 'stop' }
}

function pieces(result: CompletionResult): AsyncIterator<string | ProviderPart> {
  if (typeof result === 'string') return whole({ content: result })
  if (typeof (result as AsyncIterable<string>)?.[Symbol.asyncIterator] === 'function') {
    return (result as AsyncIterable<string | ProviderPart>)[Symbol.asyncIterator]()
  }
  const object = result as Exclude<CompletionResult, string | AsyncIterable<unknown>> | null | undefined
  if (typeof object?.content === 'string') return whole(object)
  throw new TypeError('it returned neither a text, nor an object with content, nor something to iterate.')
}

async function* whole(
  answer: Exclude<CompletionResult, string | AsyncIterable<unknown>>,
): AsyncGenerator<ProviderPart> {
  yield { type: 'text', text: answer.content }
  if (answer.usage) yield { type: 'usage', usage: answer.usage }
  yield { type: 'finish', reason: answer.finishReason ?? 'stop' }
}
