/** Two models that say what a test has them say, and a router that always takes the smaller. */
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider'
import { convertArrayToReadableStream, convertReadableStreamToArray, MockLanguageModelV4 } from 'ai/test'
import { routedModel } from '../ai-sdk.ts'
import type { AdapterOptions } from '../contracts.ts'
import { smallAndLarge } from '../small-and-large.fixture.ts'

export type Part = LanguageModelV4StreamPart
export type Behaviour = Partial<Pick<LanguageModelV4, 'doGenerate' | 'doStream'>> & {
  readonly supportedUrls?: () => LanguageModelV4['supportedUrls']
}

export const USAGE: LanguageModelV4Usage = {
  inputTokens: { total: 10, noCache: 6, cacheRead: 4, cacheWrite: undefined },
  outputTokens: { total: 5, text: 3, reasoning: 2 },
}

export const STARTED: Part = { type: 'stream-start', warnings: [{ type: 'other', message: 'a warning' }] }
export const OPENED: Part = { type: 'text-start', id: '0' }
export const said = (delta: string): Part => ({ type: 'text-delta', id: '0', delta })
export const FINISHED: Part = {
  type: 'finish',
  usage: USAGE,
  finishReason: { unified: 'stop', raw: 'stop' },
  providerMetadata: { maker: { id: 1 } },
}

export const streamOf = (...parts: Part[]) => ({ stream: convertArrayToReadableStream(parts) })

export const read = (stream: ReadableStream<Part>): Promise<Part[]> => convertReadableStreamToArray(stream)

export const call = (content = 'What is two and two, and why is it so?'): LanguageModelV4CallOptions => ({
  prompt: [{ role: 'user', content: [{ type: 'text', text: content }] }],
})

export function harness(
  { small = {}, large = {} }: { readonly small?: Behaviour; readonly large?: Behaviour } = {},
  options: Pick<AdapterOptions<never>, 'fallback' | 'onDecision'> = {},
) {
  const { router, tracker, asked, signals, outcomes } = smallAndLarge()
  const models = { small: mock('small', small), large: mock('large', large) }
  const model = routedModel({ router, models, tracker, ...options })
  return { model, models, tracker, asked, signals, outcomes }
}

const mock = (name: string, behaviour: Behaviour) =>
  new MockLanguageModelV4({
    modelId: `${name}-1`,
    doGenerate: async () => ({
      content: [{ type: 'text', text: `${name} says four` }],
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: USAGE,
      warnings: [{ type: 'other', message: 'a warning' }],
      providerMetadata: { maker: { id: 1 } },
      response: { modelId: `${name}-1-2026` },
    }),
    doStream: async () =>
      streamOf(
        STARTED,
        { type: 'response-metadata', modelId: `${name}-1-2026` },
        OPENED,
        said(name),
        said(' says'),
        { type: 'text-end', id: '0' },
        FINISHED,
      ),
    ...behaviour,
  })
