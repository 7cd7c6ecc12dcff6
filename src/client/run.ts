/** From a decision to an answer: asks the chosen model, and others where it fails or its answer will not do. */
import type { CompressionHint } from '../core/compression.ts'
import type { RoutingDecision } from '../core/contracts.ts'
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { abortError } from '../providers/abort-error.ts'
import { type Account, accountFor, type Spent } from './accounts.ts'
import { ask, type MemberRequest } from './ask.ts'
import { Attempt, type Outcome } from './attempt.ts'
import type { ChatResponse, EscalationOptions, LogEntry, StreamPart } from './contracts.ts'
import type { Guard } from './guard.ts'
import { Ladder, type Rung } from './ladder.ts'
import type { Member } from './members.ts'
import { withRetries } from './retries.ts'

/** How answers are watched; the class comes along because few callers need it. */
export interface Escalation {
  readonly options: EscalationOptions
  readonly Guard: typeof Guard
}

export interface Job {
  readonly members: ReadonlyMap<string, Member>
  readonly decision: RoutingDecision
  readonly request: MemberRequest
  readonly hint: CompressionHint
  readonly escalation: Escalation | undefined
  readonly fallback: boolean
  readonly maxRetries: number
  readonly maxRetryWaitMs: number
  readonly signal: AbortSignal
  /** `performance.now()` at the call. */
  readonly startedAt: number
  /** Called once, before the end is told; not when nothing was taken. */
  readonly onSpent: (account: Account) => void
}

const DEFAULT_MAX_ESCALATIONS = 2

/** Ends with a `finish`, or throws. */
export async function* run(job: Job): AsyncGenerator<StreamPart, void, void> {
  const answer = new Run(job)
  try {
    yield* answer.parts()
  } finally {
    answer.account()
  }
}

class Run {
  readonly #job: Job
  readonly #ladder: Ladder
  readonly #log: LogEntry[] = []
  readonly #spent: Spent[] = []
  readonly #failures: { readonly model: string; readonly error: GreenRoutingError }[] = []
  #escalationsLeft: number
  #account: Account | undefined
  /** Complete, though it did not pass: better than none. */
  #spare: { readonly rung: Rung; readonly attempt: Attempt; readonly lack: string } | undefined

  constructor(job: Job) {
    this.#job = job
    this.#ladder = new Ladder(job.decision, job.members)
    this.#escalationsLeft = job.escalation ? (job.escalation.options.maxEscalations ?? DEFAULT_MAX_ESCALATIONS) : 0
  }

  async *parts(): AsyncGenerator<StreamPart, void, void> {
    let rung = this.#ladder.next()!
    let why = this.#job.decision.reasoning
    for (;;) {
      const { model } = rung.entry
      this.#note('chosen', model, why)
      const attempt = this.#attemptBy(rung)
      const outcome = yield* this.#texts(rung, attempt)
      if (outcome.kind === 'answered') return yield this.#finish(rung, attempt, outcome.lack)
      if (outcome.kind === 'failed') {
        why = `${model} failed: ${messageOf(outcome.error)}`
        this.#failed(rung, attempt, outcome.error)
      } else {
        why = `${model} was given up: ${outcome.lack}`
        this.#rejected(rung, attempt, outcome)
      }
      const next = outcome.kind === 'failed' && !this.#job.fallback ? undefined : this.#ladder.next()
      if (!next) return yield* this.#giveUp(model)
      yield { type: 'restart', from: model, model: next.entry.model, reason: why }
      rung = next
    }
  }

  async *#texts({ entry, member }: Rung, attempt: Attempt): AsyncGenerator<StreamPart, Outcome, void> {
    const { model } = entry
    const watts = member.profile.onDevice?.watts
    const texts = attempt.run(this.#ask(model, member))
    try {
      let step = await texts.next()
      for (; !step.done; step = await texts.next()) yield { type: 'text', text: step.value, model }
      return step.value
    } finally {
      const { usage, timing } = attempt
      if (usage) this.#spent.push({ model, usage, timing, watts })
    }
  }

  /** What was spent is told once, whatever the end: an answer, an error, an abort. */
  account(): Account | undefined {
    if (this.#account || this.#spent.length === 0) return this.#account
    this.#account = accountFor(this.#job.decision, this.#spent)
    try {
      this.#job.onSpent(this.#account)
    } catch (error) {
      // A tracker that refuses, as one whose baseline is not among the models, must not cost the answer.
      globalThis.reportError?.(error)
    }
    return this.#account
  }

  #attemptBy(rung: Rung): Attempt {
    const { escalation, request, signal } = this.#job
    return new Attempt({
      model: rung.entry.model,
      messages: request.messages,
      guard: escalation && new escalation.Guard(escalation.options, request.maxOutputTokens !== undefined),
      hold: escalation?.options.hold,
      canReject: this.#escalationsLeft > 0 && this.#ladder.hasAbove(rung),
      signal,
    })
  }

  #ask(model: string, member: Member) {
    const { request, signal, maxRetries, maxRetryWaitMs } = this.#job
    return withRetries(() => ask(member, request, signal), {
      signal,
      maxRetries,
      maxWaitMs: maxRetryWaitMs,
      onRetry: (error, waitMs) =>
        this.#note('retried', model, `${messageOf(error)} Asked again after ${Math.round(waitMs)} ms.`, { error }),
    })
  }

  /** Throws what cannot be mended by asking somebody else. */
  #failed(rung: Rung, { usage }: Attempt, error: unknown): void {
    const { model } = rung.entry
    const { signal } = this.#job
    if (signal.aborted) throw abortError(signal)
    this.#note('failed', model, messageOf(error), { error, usage })
    // A fault of ours or of the options would be the same with every model.
    if (!isGreenRoutingError(error) || error.code === 'invalid-option') throw error
    this.#failures.push({ model, error })
    this.#ladder.failed(rung, error)
  }

  #rejected(rung: Rung, attempt: Attempt, { lack, complete }: Outcome & { readonly kind: 'rejected' }): void {
    this.#note('rejected', rung.entry.model, sentence(lack), { usage: attempt.usage })
    this.#escalationsLeft--
    this.#ladder.rejected(rung)
    if (complete) this.#spare = { rung, attempt, lack }
  }

  /** Nobody is left to ask. */
  async *#giveUp(last: string): AsyncGenerator<StreamPart, void, void> {
    if (this.#spare) {
      const { rung, attempt, lack } = this.#spare
      const { model } = rung.entry
      yield { type: 'restart', from: last, model, reason: 'No better model could answer.' }
      yield { type: 'text', text: attempt.content, model }
      return yield this.#finish(rung, attempt, lack)
    }
    const [first, ...others] = this.#failures
    if (first && others.length === 0) throw first.error
    const said = this.#failures.map(({ error }) => error.message)
    throw new GreenRoutingError('all-models-failed', `No model of the pool could answer. ${said.join(' ')}`, {
      details: { failures: this.#failures.map(({ model, error: { code, message } }) => ({ model, code, message })) },
      cause: this.#failures.at(-1)?.error,
    })
  }

  #finish({ entry }: Rung, attempt: Attempt, lack: string | undefined): StreamPart {
    const { decision, hint, escalation } = this.#job
    const usage = attempt.usage!
    // Before the end is known: who reads the totals next finds it there.
    const { energy, energySavingsPct } = this.account()!
    this.#note('answered', entry.model, lack === undefined ? 'Answered.' : sentence(lack), { usage })
    const response: ChatResponse = {
      content: attempt.content,
      routedTo: entry.model,
      finishReason: attempt.finishReason,
      energySavingsPct,
      decision,
      usage,
      energy,
      compression: hint,
      verified: escalation && lack === undefined,
      log: this.#log,
    }
    return { type: 'finish', response }
  }

  #note(
    event: LogEntry['event'],
    model: string,
    detail: string,
    { error, usage }: { error?: unknown; usage?: Spent['usage'] | undefined } = {},
  ): void {
    const atMs = performance.now() - this.#job.startedAt
    const code = isGreenRoutingError(error) ? error.code : undefined
    this.#log.push({ event, model, atMs, detail, ...(code && { code }), ...(usage && { usage }) })
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`
