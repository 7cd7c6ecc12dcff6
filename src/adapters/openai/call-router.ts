/** One routed call of a client's method: decides, asks, falls back, counts. */
import type { AbortSignalLike, RoutingDecision } from '../../core/contracts.ts'
import { GreenRoutingError, isGreenRoutingError } from '../../core/errors.ts'
import type { ChatMessage } from '../../providers/contracts.ts'
import { type Loose, record } from '../../providers/loose.ts'
import type { RoutingFacts } from '../contracts.ts'
import { type ModelPool, routingFacts } from '../model-pool.ts'
import type { Api, OpenAIClient } from './contracts.ts'
import { readConversation } from './conversation.ts'
import { remember } from './facts.ts'
import type { Member } from './members.ts'
import { meterOf } from './meter.ts'
import { isStream, meteredStream } from './metered-stream.ts'
import { Reading } from './reading.ts'
import { type AnsweredCall, type ClientCall, RoutedCall } from './routed-call.ts'
import { bodyFor } from './sent-body.ts'

/** The methods that ask one model once; `parse` is the client's own, so that its options and its types stay. */
export type Method = 'create' | 'parse'

export interface Call {
  readonly api: Api
  readonly method: Method
  readonly body: Loose
  /** The client's own options of a request, with its `signal`. */
  readonly options: unknown
  /** Told who answers, besides `routingOf`. */
  readonly onRouted?: ((facts: RoutingFacts) => void) | undefined
}

interface DecidedCall extends Call {
  readonly decision: RoutingDecision
  readonly messages: readonly ChatMessage[]
  readonly wantsRaw: () => boolean
}

export class CallRouter {
  readonly #pool: ModelPool<Member>
  readonly #client: OpenAIClient

  constructor(pool: ModelPool<Member>, client: OpenAIClient) {
    this.#pool = pool
    this.#client = client
  }

  start(call: Call): RoutedCall<unknown> {
    return new RoutedCall(wantsRaw => this.#answer(call, wantsRaw))
  }

  async #answer(call: Call, wantsRaw: () => boolean): Promise<AnsweredCall<unknown>> {
    // The SDK takes a promise of options too.
    const { signal } = record(await call.options) as { readonly signal?: AbortSignalLike | null }
    try {
      const { messages, needs } = readConversation(call.api, call.body)
      const decision = await this.#pool.decide(messages, needs, signal ?? undefined)
      const routed = { ...call, decision, messages, wantsRaw }
      const ask = (member: Member, name: string) => this.#ask(routed, member, name)
      const { answer } = await this.#pool.ask(decision, ask, signal ?? undefined)
      return answer
    } catch (error) {
      if (signal?.aborted && isGreenRoutingError(error) && 'buildRequest' in this.#client) {
        // Says so in the SDK's own error, and sends nothing.
        await methodOf(this.#client, call)(call.body, call.options)
      }
      throw error
    }
  }

  async #ask(call: DecidedCall, member: Member, name: string): Promise<AnsweredCall<unknown>> {
    const { decision } = call
    // What is handed on raw cannot be relieved of a chunk that nobody asked for.
    const asking = call.wantsRaw() ? { ...member, askForUsage: false } : member
    const { body, hidesUsage } = bodyFor(call.api, call.body, asking)
    const meter = meterOf(new Reading(call.api, call.messages), hidesUsage, outcome =>
      this.#pool.record(decision, name, outcome),
    )
    const asked = methodOf(member.client ?? this.#client, call, name)(body, call.options)
    const facts = routingFacts(decision, name)
    const tell = (answer: object) => {
      remember(answer, facts)
      call.onRouted?.(facts)
    }
    if (call.wantsRaw()) {
      tell(await asked.asResponse())
      this.#pool.record(decision, name, {})
      return { call: asked }
    }
    let data = await asked
    if (isStream(data)) {
      data = meteredStream(data, meter)
    } else if (typeof data === 'object' && data !== null) {
      meter.take(data)
      meter.end()
    } else {
      // A page or nothing at all, where an address is wrong: the SDK hands it on, and so do we.
      return { call: asked, data }
    }
    tell(data as object)
    return { call: asked, data }
  }
}

type ClientMethod = (body: Loose, options: unknown) => ClientCall<unknown>

function methodOf(client: OpenAIClient, { api, method }: Call, name?: string): ClientMethod {
  const resource = (api === 'chat' ? client.chat?.completions : client.responses) as
    | Readonly<Record<Method, ClientMethod | undefined>>
    | undefined
  const found = resource?.[method]
  if (typeof found !== 'function') {
    const path = `${api === 'chat' ? 'chat.completions' : 'responses'}.${method}`
    throw new GreenRoutingError('invalid-option', `The client of the model ${name} has no ${path}.`, {
      details: { model: name, method: path },
    })
  }
  return (body, options) => found.call(resource, body, options)
}
