/**
 * The model that Chrome and Edge bring along (Prompt API, https://github.com/webmachinelearning/prompt-api, 2026-06): Gemini Nano or
 * Phi-4-mini, fetched by the browser once for all sites. Not in workers, and only on desktops with room and power for it.
 */
import type { CompletionFn } from '../client/contracts.ts'
import { type Check, refuse, withMethods } from '../core/checks.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { checkOptions } from '../core/options.ts'
import { abortError } from '../providers/abort-error.ts'
import type { ChatMessage, ProviderPart } from '../providers/contracts.ts'
import { counts, sum } from '../providers/loose.ts'
import type { Availability, DownloadOptions, OnDeviceModel, OnDeviceProfile } from './contracts.ts'
import { readDownload, rising } from './download.ts'
import { piecesOf } from './pieces.ts'
import { aProfile, notOnDevice, profileOf, TO_DOWNLOAD } from './profile.ts'

const WHERE = 'promptApiModel'

/** What is used of the browser's `LanguageModel`, by shape: its name is taken in other libraries. */
export interface PromptApi {
  availability(options?: object): Promise<string>
  create(options?: object): Promise<PromptSession>
}

export interface PromptSession {
  promptStreaming(input: string, options?: object): ReadableStream<string>
  measureContextUsage?(input: string, options?: object): Promise<number>
  readonly contextUsage?: number
  destroy(): unknown
}

export interface PromptApiOptions {
  readonly profile: OnDeviceProfile
  /** Of questions and answers, as BCP 47 tags: browsers refuse those their model was not made for. Default `['en']`. */
  readonly languages?: readonly string[] | undefined
  /** Default the page's own `LanguageModel`, looked for at each use. */
  readonly api?: PromptApi | undefined
}

const aList: Check<readonly string[]> = (value, path, code) =>
  Array.isArray(value) && value.length > 0 && value.every(tag => typeof tag === 'string')
    ? value
    : refuse(code, path, 'an array of language tags', value)

/** A class with static methods. */
const anApi = withMethods<PromptApi>('the browser’s LanguageModel', 'availability', 'create')

/** Throws `invalid-option` and `invalid-model`. */
export function promptApiModel(options: PromptApiOptions): OnDeviceModel {
  const spec = { profile: aProfile, languages: aList, api: anApi }
  const { profile, languages = ['en'], api } = checkOptions(WHERE, options, spec)
  const config = profileOf(WHERE, profile, 'browser')
  const { name } = config
  const expected = [{ type: 'text', languages }]
  const core = { expectedInputs: expected, expectedOutputs: expected }
  const find = (): PromptApi | undefined => api ?? (globalThis as { readonly LanguageModel?: PromptApi }).LanguageModel

  const availability = async (): Promise<Availability> => {
    try {
      return readAvailability(await find()?.availability(core))
    } catch {
      // A frame without the permission, a document that went away.
      return 'unavailable'
    }
  }

  const completionFn: CompletionFn = async function* (_, messages, { signal }) {
    const state = await availability()
    // To create a session is what begins a download.
    if (state !== 'available') throw notOnDevice(name, state === 'unavailable' ? 'the browser has none.' : TO_DOWNLOAD)
    const { before, question } = split(messages)
    const session = await find()!.create({ ...core, signal, initialPrompts: before })
    try {
      const asked = await session.measureContextUsage?.(question, { signal })
      const given = session.contextUsage
      yield* piecesOf(session.promptStreaming(question, { signal }))
      yield* usageOf(given, asked, session.contextUsage)
    } finally {
      session.destroy()
    }
  }

  return {
    config: { ...config, completionFn },
    availability,
    async download(given?: DownloadOptions) {
      const { signal, onProgress } = readDownload(WHERE, given)
      const state = await availability()
      if (state === 'unavailable') throw notOnDevice(name, 'this browser offers none on this device.')
      const report = rising(onProgress)
      const monitor = (target: EventTarget) =>
        target.addEventListener('downloadprogress', event => report((event as ProgressEvent).loaded))
      try {
        const session = await find()!.create({ ...core, signal, monitor })
        session.destroy()
        report(1)
      } catch (error) {
        throw downloadError(name, error, signal)
      }
    },
    // Sessions end with their answers.
    dispose: async () => undefined,
  }
}

function downloadError(name: string, error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return abortError(signal)
  if (error instanceof GreenRoutingError) return error
  const { name: kind } = error as { readonly name?: string }
  const why =
    kind === 'NotAllowedError'
      ? 'the browser wants a click first. Call download() from the handler of one.'
      : 'the browser could not fetch it.'
  return notOnDevice(name, why, error)
}

const STATES: readonly Availability[] = ['available', 'downloadable', 'downloading', 'unavailable']

const readAvailability = (state: string | undefined): Availability =>
  STATES.find(known => known === state) ?? 'unavailable'

/** The browser takes instructions first, then the turns; the last message is what is asked. */
function split(messages: readonly ChatMessage[]): { before: ChatMessage[]; question: string } {
  const turns = messages.filter(({ role }) => role !== 'system')
  const instructions = messages.filter(({ role }) => role === 'system').map(({ content }) => content)
  const question = turns.pop()?.content ?? ''
  const system: ChatMessage[] = instructions.length > 0 ? [{ role: 'system', content: instructions.join('\n\n') }] : []
  return { before: [...system, ...turns], question }
}

/** The browser counts what a session holds, before the question and after the answer. */
function* usageOf(given: unknown, asked: unknown, after: unknown): Generator<ProviderPart> {
  const input = sum(given) === undefined || sum(asked) === undefined ? undefined : sum(given, asked)
  const output = input === undefined || sum(after) === undefined ? undefined : Math.max(0, sum(after)! - input)
  const usage = counts({
    inputTokens: input,
    outputTokens: output,
  })
  if (Object.keys(usage).length > 0) yield { type: 'usage', usage }
}
