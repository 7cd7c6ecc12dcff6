/// <reference lib="esnext.disposable" preserve="true" />
/** One call from a question to the answer of the right model. */
import { asyncDispose } from '../async-dispose.ts'
import { aSignal } from '../core/checks.ts'
import { type CompressionHint, getCompressionHint, NO_COMPRESSION } from '../core/compression.ts'
import type { AbortSignalLike, QueryProfile, RoutingDecision } from '../core/contracts.ts'
import { checkOptions } from '../core/options.ts'
import { checkQuery } from '../core/query.ts'
import type { ChatMessage } from '../providers/contracts.ts'
import { follow, orAborted } from './abort.ts'
import type {
  ChatOptions,
  ChatResponse,
  ChatStream,
  ClientOptions,
  ClientReport,
  EscalationOptions,
  StreamPart,
} from './contracts.ts'
import { chunk } from './lazy.ts'
import { Ledger } from './ledger.ts'
import { type Member, readMembers } from './members.ts'
import { queryText, readMessages, withHint } from './messages.ts'
import { chooseEscalation, type ReadClientOptions, readChatOptions, readClientOptions } from './options.ts'
import { disposed, givenRouter, OwnRouter, type RouterSource } from './router-source.ts'
import { AnswerStream } from './stream.ts'

interface SignalOption {
  /** Gives up the call, which rejects at once with `aborted`; default none. */
  readonly signal?: AbortSignalLike | undefined
}

const SIGNAL_ONLY = { signal: aSignal }

/**
 * Decides which model should answer, asks it, and counts what that takes. Every method rejects with a `GreenRoutingError`;
 * a client that failed once can be asked again.
 */
export class GreenRoutingClient implements AsyncDisposable {
  readonly #options: ReadClientOptions
  readonly #members: ReadonlyMap<string, Member>
  readonly #router: RouterSource
  readonly #ledger: Ledger
  readonly #over = new AbortController()

  /** Throws for options that cannot be meant. What is missing to ask a model is an error of the first question. */
  constructor(options: ClientOptions) {
    const read = readClientOptions(options)
    this.#options = read
    this.#members = readMembers(read)
    const profiles = [...this.#members.values()].map(({ profile }) => profile)
    this.#router = read.router ? givenRouter(read.router) : new OwnRouter(profiles, read.scoring, read.load)
    this.#ledger = new Ledger(read.tracker)
  }

  /** Fetches ahead of the first question what that would wait for: the client's own router, the code that asks. */
  async load(options: SignalOption = {}): Promise<void> {
    const { signal } = checkOptions('load', options, SIGNAL_ONLY)
    await this.#during(signal, signal =>
      orAborted(Promise.all([this.#router.get(), asking(), this.#ledger.ready()]), signal),
    )
  }

  /** The answer to one question. */
  async chat(query: string, options?: ChatOptions): Promise<ChatResponse> {
    return finish(this.#answer('chat', checkQuery(query), options))
  }

  /** The answer to a conversation, whose last question decides who gives it. */
  async chatMessages(messages: readonly ChatMessage[], options?: ChatOptions): Promise<ChatResponse> {
    return finish(this.#answer('chatMessages', messages, options))
  }

  /** The same, as it comes. Begins at once; leaving the loop ends the request. */
  stream(messages: string | readonly ChatMessage[], options?: ChatOptions): ChatStream {
    const stop = new AbortController()
    return new AnswerStream(this.#answer('stream', messages, options, stop.signal), () => stop.abort())
  }

  /** Who would answer. Nothing is asked and nothing counted. */
  async classify(query: string, options: SignalOption = {}): Promise<RoutingDecision> {
    const { signal } = checkOptions('classify', options, SIGNAL_ONLY)
    checkQuery(query)
    return this.#during(signal, signal => this.#decide(query, signal))
  }

  /** What to append to the instructions so that an easy question gets a short answer; a text is classified first. */
  getCompressionHint(decision: RoutingDecision | QueryProfile): CompressionHint
  getCompressionHint(query: string, options?: SignalOption): Promise<CompressionHint>
  getCompressionHint(
    query: string | RoutingDecision | QueryProfile,
    options?: SignalOption,
  ): CompressionHint | Promise<CompressionHint> {
    return typeof query === 'string'
      ? this.classify(query, options).then(getCompressionHint)
      : getCompressionHint(query)
  }

  /** What answers took, their tokens, and what the compression hint saved: a snapshot, plain data. */
  report(): ClientReport {
    return this.#ledger.report()
  }

  /** Ends open calls, which reject with `disposed`, and a router of the client's own. Safe to call again. */
  async dispose(): Promise<void> {
    this.#over.abort(disposed())
    await this.#router.dispose()
  }

  [asyncDispose](): Promise<void> {
    return this.dispose()
  }

  async *#answer(
    where: string,
    input: string | readonly ChatMessage[],
    options: ChatOptions | undefined,
    stopped?: AbortSignal,
  ): AsyncGenerator<StreamPart, void, void> {
    const startedAt = performance.now()
    const call = readChatOptions(where, options)
    const messages = readMessages(input)
    await this.#checkCallable()
    const { escalate, fallback, maxRetries, maxRetryWaitMs } = this.#options
    const { signal, release } = follow([call.signal, stopped, this.#over.signal])
    try {
      const [decision, { run }, escalation] = await orAborted(
        Promise.all([
          this.#choose(call, messages, signal),
          asking(),
          watching(chooseEscalation(escalate, call.escalate)),
          this.#ledger.ready(),
        ]),
        signal,
      )
      const wanted = getCompressionHint(decision)
      const hint = this.#isHinted(call.compress) ? wanted : NO_COMPRESSION
      const { maxOutputTokens, temperature, body } = call
      const parts = run({
        members: this.#members,
        decision,
        request: { messages: withHint(messages, hint), maxOutputTokens, temperature, body },
        hint,
        escalation,
        fallback,
        maxRetries,
        maxRetryWaitMs,
        signal,
        startedAt,
        onSpent: account => this.#ledger.record(account),
      })
      for await (const part of parts) {
        if (part.type === 'finish') this.#ledger.measure(wanted, hint, part.response.usage)
        yield part
      }
    } finally {
      release()
    }
  }

  /** Says at the first question what is missing for any of the models, not only when it comes to that one. */
  async #checkCallable(): Promise<void> {
    const members = [...this.#members.values()]
    if (members.every(({ way }) => way.kind !== 'problem')) return
    const { problemsError } = await chunk(import('./member-problems.ts'))
    throw problemsError(members)
  }

  async #choose(
    { decision, needs }: Pick<ChatOptions, 'decision' | 'needs'>,
    messages: readonly ChatMessage[],
    signal: AbortSignal,
  ): Promise<RoutingDecision> {
    const chosen = await (decision ? this.#restrict(decision) : this.#decide(queryText(messages), signal))
    if (needs === undefined) return chosen
    const { meetNeeds, readNeeds } = await chunk(import('../core/needs.ts'))
    return meetNeeds(chosen, readNeeds(needs, 'needs'), name => this.#members.get(name)?.profile)
  }

  async #decide(query: string, signal: AbortSignal): Promise<RoutingDecision> {
    const router = await orAborted(this.#router.get(), signal)
    return this.#restrict(await orAborted(router.route(query, { signal }), signal))
  }

  /** A shared router may rank models that are not the client's. */
  async #restrict(decision: RoutingDecision): Promise<RoutingDecision> {
    if (decision.ranking.every(({ model }) => this.#members.has(model))) return decision
    const { restrict } = await chunk(import('../core/restrict.ts'))
    return restrict(decision, this.#members)
  }

  async #during<T>(signal: AbortSignalLike | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const followed = follow([signal, this.#over.signal])
    try {
      return await work(followed.signal)
    } finally {
      followed.release()
    }
  }

  #isHinted(call: boolean | undefined): boolean {
    const { compress } = this.#options
    return call ?? (typeof compress === 'boolean' ? compress : Math.random() >= compress.holdOut)
  }
}

/** The code that asks providers is fetched while the question is classified. */
const asking = () => chunk(import('./run.ts'))

async function watching(options: EscalationOptions | undefined) {
  if (options === undefined) return undefined
  const { Guard } = await chunk(import('./guard.ts'))
  return { options, Guard }
}

/** The answer at the end of its parts, which never lack one. */
async function finish(parts: AsyncIterable<StreamPart>): Promise<ChatResponse> {
  let last: StreamPart | undefined
  for await (const part of parts) last = part
  return (last as StreamPart & { readonly type: 'finish' }).response
}
