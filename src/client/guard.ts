/** Watches one answer: whether it will do, told as early as that can be told. */

import type { FinishReason } from '../providers/contracts.ts'
import type { EscalationOptions, Watcher } from './contracts.ts'
import { NOT_SURE, REFUSAL } from './phrases.ts'
import { schemaCheck } from './schema.ts'
import { WATCHERS } from './watchers.ts'

/** Characters after which an opening is judged: enough that "I can't help but smile" is not taken for a refusal. */
const OPENING = 80
/** Longest opening that is looked at: an apology, then the phrase. */
const LONGEST_OPENING = 300

export class Guard {
  readonly #options: EscalationOptions
  readonly #watched: ReadonlySet<Watcher>
  readonly #matches: ((content: string) => Promise<string | undefined>) | undefined
  #opening = ''

  /** `limited`: the caller set the length at which answers are cut, so being cut says nothing about the model. */
  constructor(options: EscalationOptions, limited: boolean) {
    this.#options = options
    const watched = new Set(options.on ?? WATCHERS)
    if (limited) watched.delete('truncated')
    this.#watched = watched
    this.#matches = options.schema && schemaCheck(options.schema)
  }

  /** The next piece of the answer: why the rest need not be waited for, or undefined. */
  add(text: string): string | undefined {
    const before = this.#opening.length
    if (before >= LONGEST_OPENING) return undefined
    this.#opening = (this.#opening + text).trimStart().slice(0, LONGEST_OPENING)
    return this.#opening.length < OPENING ? undefined : this.#judgeOpening()
  }

  /** The whole answer: why it will not do, or undefined. */
  async end(content: string, finish: FinishReason, model: string): Promise<string | undefined> {
    if (this.#watched.has('refusal') && finish === 'content-filter') return 'the provider declined to answer'
    if (this.#watched.has('empty') && content.trim() === '') return 'the answer was empty'
    if (this.#watched.has('truncated') && finish === 'length') return 'the answer was cut off at the length limit'
    return this.#judgeOpening() ?? (await this.#matches?.(content)) ?? (await this.#checked(content, model))
  }

  #judgeOpening(): string | undefined {
    const opening = this.#opening.replaceAll('’', "'")
    if (this.#watched.has('refusal') && REFUSAL.test(opening)) return 'the model declined to answer'
    if (this.#watched.has('unsure') && NOT_SURE.test(opening)) return 'the model was not sure'
    return undefined
  }

  async #checked(content: string, model: string): Promise<string | undefined> {
    const { check } = this.#options
    if (!check) return undefined
    let verdict: boolean | string
    try {
      verdict = await check(content, model)
    } catch (error) {
      verdict = error instanceof Error ? error.message : String(error)
    }
    if (verdict === true) return undefined
    return `the check failed${typeof verdict === 'string' && verdict !== '' ? `: ${verdict}` : ''}`
  }
}
