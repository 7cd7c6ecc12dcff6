/** The model of an agent that is whichever the router chooses, anew for each request. */
import type { RoutingDecision } from '../../core/contracts.ts'
import type { ChatMessage } from '../../providers/contracts.ts'
import { type ModelPool, routingFacts } from '../model-pool.ts'
import { remember } from '../openai/facts.ts'
import type { AgentsEvent, AgentsRequest, AgentsResponse, AskedModel, RetryAdviceRequest } from './contracts.ts'
import { readRequest } from './request.ts'
import { AgentsReading } from './usage.ts'

interface Decided {
  readonly decision: RoutingDecision
  readonly messages: readonly ChatMessage[]
}

export class RoutedModel implements AskedModel {
  readonly #pool: ModelPool<AskedModel>
  /** Whom to ask for advice where a request failed. */
  readonly #asked = new WeakMap<object, AskedModel>()

  constructor(pool: ModelPool<AskedModel>) {
    this.#pool = pool
  }

  async getResponse(request: AgentsRequest): Promise<AgentsResponse> {
    const { decision, messages } = await this.#decide(request)
    const ask = async (model: AskedModel) => {
      this.#asked.set(request, model)
      const reading = new AgentsReading(messages)
      const response = await model.getResponse(request)
      reading.whole(response)
      return { response, reading }
    }
    const { model, answer } = await this.#pool.ask(decision, ask, request.signal)
    this.#pool.record(decision, model, answer.reading.outcome())
    return withFacts(answer.response, decision, model)
  }

  /** Leaving off ends the model's stream. A model that fails before its first event gives way to the next. */
  async *getStreamedResponse(request: AgentsRequest): AsyncGenerator<AgentsEvent, void, void> {
    const { decision, messages } = await this.#decide(request)
    const begin = async (model: AskedModel) => {
      this.#asked.set(request, model)
      const reading = new AgentsReading(messages)
      const events = model.getStreamedResponse(request)[Symbol.asyncIterator]()
      return { events, reading, first: await events.next() }
    }
    const { model, answer } = await this.#pool.ask(decision, begin, request.signal)
    const { events, reading, first } = answer
    let step = first
    try {
      for (; !step.done; step = await events.next()) {
        const event = step.value
        reading.take(event)
        yield event.response ? { ...event, response: withFacts(event.response, decision, model) } : event
      }
    } finally {
      this.#pool.record(decision, model, reading.outcome())
      if (!step.done) await events.return?.()
    }
  }

  /** That of the model which was asked last. */
  getRetryAdvice(args: RetryAdviceRequest): unknown {
    return this.#asked.get(args.request)?.getRetryAdvice?.(args)
  }

  async #decide(request: AgentsRequest): Promise<Decided> {
    const { messages, needs } = readRequest(request)
    return { decision: await this.#pool.decide(messages, needs, request.signal), messages }
  }
}

/** As provider data, which the SDK carries along. */
function withFacts(response: AgentsResponse, decision: RoutingDecision, model: string): AgentsResponse {
  const greenrouting = routingFacts(decision, model)
  const answer = { ...response, providerData: { ...response.providerData, greenrouting } }
  remember(answer, greenrouting)
  return answer
}
