/** The body as it is sent to the chosen model: with its name, and with a question for token counts that the caller did not ask. */
import { type Loose, record } from '../../providers/loose.ts'
import type { Api } from './contracts.ts'
import type { Member } from './members.ts'

export interface SentBody {
  readonly body: Loose
  /** The counts come in a chunk of their own, which the caller did not ask for. */
  readonly hidesUsage: boolean
}

/** A copy: the caller's object stays as it is. */
export function bodyFor(api: Api, body: Loose, { modelId, askForUsage }: Member): SentBody {
  const streamOptions = record(body.stream_options)
  const asks = api === 'chat' && askForUsage && body.stream === true && typeof streamOptions.include_usage !== 'boolean'
  return {
    body: {
      ...body,
      model: modelId,
      ...(asks && { stream_options: { ...streamOptions, include_usage: true } }),
    },
    hidesUsage: asks,
  }
}
