/** `chat.completions.create` of an engine: routed where the model is `auto`, in its turn in any case. */
import { aSignal } from '../../core/checks.ts'
import type { RoutingDecision } from '../../core/contracts.ts'
import type { RequestNeeds } from '../../core/needs.ts'
import { checkOptions } from '../../core/options.ts'
import { turnsOf } from '../../on-device/turns.ts'
import { streamInTurn, wholeInTurn } from '../../on-device/use.ts'
import { abortError } from '../../providers/abort-error.ts'
import { list, record } from '../../providers/loose.ts'
import type { AdapterOptions } from '../contracts.ts'
import { mediaOf, questionsOf } from '../langchain/messages.ts'
import { ModelPool } from '../model-pool.ts'
import type { CallOptions, ChatOptions, EngineOptions, RoutableEngine } from './contracts.ts'
import { isLoaded, preferLoaded } from './in-memory.ts'
import { outcomeOf, wattsOf } from './outcome.ts'

type Request = Readonly<Record<string, unknown>>

/** Calls one of the engine's own methods in its turn. */
export function inTurn(engine: RoutableEngine, call: () => Promise<unknown>, request: unknown, options?: CallOptions) {
  const { signal } = checkOptions('create', options, { signal: aSignal })
  const use = { start: call, stop: () => interrupt(engine), signal }
  return record(request).stream === true
    ? streamInTurn(turnsOf(engine), {
        ...use,
        start: call as () => Promise<AsyncIterable<unknown>>,
        onPiece: () => true,
        onEnd: () => undefined,
      })
    : wholeInTurn(turnsOf(engine), use)
}

export function routedChat(
  engine: RoutableEngine,
  { reload = 'when-needed', load = (_, begin) => begin(), onDecision, ...shared }: EngineOptions,
) {
  const pool = new ModelPool<string>('wrapEngine', shared as AdapterOptions<string>)
  const ids = Object.entries(shared.models)

  return async (request: Request, options?: CallOptions): Promise<unknown> => {
    if (request.model !== 'auto') return inTurn(engine, () => engine.chatCompletion(request), request, options)
    const { signal } = checkOptions('create', options, { signal: aSignal })
    const messages = list(request.messages)
    const asked = pool.decide(questionsOf(messages), needsOf(request), signal)
    let answering: { readonly decision: RoutingDecision; readonly name: string; readonly id: string } | undefined
    let loading = false

    async function ready(): Promise<string> {
      const present = await Promise.all(ids.map(async ([name, id]) => ((await isLoaded(engine, id)) ? [name] : [])))
      const decision = preferLoaded(await asked, new Set(present.flat()), reload)
      onDecision?.(decision)
      const { model: name } = await pool.ask(
        decision,
        async id => (await isLoaded(engine, id)) || load(id, chatOptions => begin(id, chatOptions)),
        signal,
      )
      if (signal?.aborted) throw abortError(signal)
      answering = { decision, name, id: shared.models[name]! }
      return answering.id
    }

    async function begin(id: string, chatOptions?: ChatOptions): Promise<void> {
      loading = true
      await engine.reload(id, chatOptions).finally(() => {
        loading = false
      })
    }

    const stop = (): void => {
      // Unloading ends a load, its download too.
      if (loading) engine.unload().catch(() => undefined)
      else interrupt(engine)
    }
    const count = (usage: unknown): void => {
      if (answering === undefined) return
      const { decision, name, id } = answering
      pool.record(decision, name, outcomeOf(usage, id, wattsOf(shared.router, name)))
    }
    // The engine writes into what it is given.
    const sent = (model: string) => ({ ...request, model, messages: [...messages] })

    if (request.stream !== true) {
      const start = async (): Promise<unknown> => {
        const answer = await engine.chatCompletion(sent(await ready()))
        count(record(answer).usage)
        return answer
      }
      // In line at once; a question that nobody can answer need not wait for its turn to be told so.
      const answer = wholeInTurn(turnsOf(engine), { start, stop, signal })
      answer.catch(() => undefined)
      await asked
      return answer
    }

    await asked
    const wanted = record(request.stream_options)
    const stream_options = { ...wanted, include_usage: true }
    let usage: unknown
    return streamInTurn(turnsOf(engine), {
      signal,
      stop,
      start: async () => engine.chatCompletion({ ...sent(await ready()), stream_options }),
      onPiece(piece: unknown) {
        const chunk = record(piece)
        if (!chunk.usage) return true
        usage = chunk.usage
        // The chunk that only counts is for those who asked for it.
        return wanted.include_usage === true || list(chunk.choices).length > 0
      },
      onEnd(whole) {
        if (whole || usage !== undefined) count(usage)
      },
    })
  }
}

/** JSON is not among them: the engine holds any model to a schema. */
const needsOf = ({ messages, tools, tool_choice }: Request): RequestNeeds => ({
  ...mediaOf(list(messages)),
  ...(list(tools).length > 0 && tool_choice !== 'none' && { tools: true }),
})

/** Of a worker's engine it returns nothing, of the page's a promise. */
const interrupt = (engine: RoutableEngine): void =>
  void Promise.resolve(engine.interruptGenerate()).catch(() => undefined)
