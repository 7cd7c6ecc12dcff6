/** Hands a stream on part by part, as it is read: nothing is kept back or read ahead, and leaving it ends the request. */
import { text } from '../../providers/loose.ts'
import type { StreamPart } from './contracts.ts'
import { type FinishPart, isBroken, isFinish, type Opening } from './opening.ts'
import { outcomeOf, tokensOf } from './outcome.ts'

type Outcome = ReturnType<typeof outcomeOf>

/** `onEnd` is told of an answer that came to its end, and returns the part to end it with. */
export function passOn(
  opening: Opening,
  onEnd: (part: FinishPart, outcome: Outcome | undefined) => StreamPart,
): ReadableStream<StreamPart> {
  const opened = [...opening.parts]
  const { startedAt, readAt } = opening
  let responseModel = ''

  function passed(part: StreamPart): StreamPart {
    if (part.type === 'response-metadata') {
      responseModel = text((part as { readonly modelId?: unknown }).modelId) || responseModel
    }
    if (!isFinish(part)) return part
    // What broke off is counted where its tokens are known: an estimate would be of a whole answer.
    const countable = !isBroken(part) || tokensOf(part.usage) !== undefined
    const timing = { durationMs: performance.now() - startedAt, timeToFirstChunkMs: readAt - startedAt }
    return onEnd(part, countable ? outcomeOf(part.usage, responseModel, timing) : undefined)
  }

  return new ReadableStream<StreamPart>(
    {
      async pull(controller) {
        const part = opened.shift()
        if (part !== undefined) return controller.enqueue(passed(part))
        const { done, value } = await opening.read()
        if (done) controller.close()
        else controller.enqueue(passed(value))
      },
      cancel: reason => opening.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
