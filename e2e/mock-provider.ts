/**
 * A provider on a port of its own that speaks the three wire formats, streams at the pace a test sets, and fails on request.
 * The shapes are those of the providers' API references (2026-11); no key, no network.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface MockRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  // biome-ignore lint/suspicious/noExplicitAny: tests look at fields of all kinds.
  readonly body: any
  /** What the request asks for, wherever its format says so. */
  readonly model: string
  /** Resolves when the connection closed, with whether the answer had been sent whole. */
  readonly closed: Promise<{ readonly complete: boolean }>
}

export interface MockUsage {
  readonly input: number
  readonly output: number
  readonly reasoning?: number
  readonly cached?: number
}

export interface MockToolCall {
  readonly id: string
  readonly name: string
  /** JSON, piece by piece. */
  readonly arguments: readonly string[]
}

/** What a model says. Everything is optional: the default is a short answer with usage. */
export interface Script {
  /** The answer, piece by piece; default `['Hello', ' there', '.']`. */
  readonly text?: readonly string[]
  readonly reasoning?: readonly string[]
  /** Tools that the model calls after what it says; of OpenAI's format alone. */
  readonly toolCalls?: readonly MockToolCall[]
  /** Null: none is reported. */
  readonly usage?: MockUsage | null
  /** In the words of the format; default its `stop`. */
  readonly finish?: string
  /** Awaited before each piece. */
  readonly pace?: (index: number) => Promise<void>
  /** Breaks the connection after so many pieces. */
  readonly killAfter?: number
  /** Says nothing more after so many pieces. */
  readonly stallAfter?: number
  /** Sends this as the next event after so many pieces, then ends. */
  readonly errorAfter?: { readonly pieces: number; readonly payload: unknown; readonly event?: string }
  /** Instead of an answer. */
  readonly respond?: (request: MockRequest, response: ServerResponse) => void
  /** Answers in one piece of JSON, as servers do that cannot stream, and all of OpenAI's format that are not asked to. */
  readonly whole?: boolean
}

export interface MockProvider {
  /** `http://127.0.0.1:port` */
  readonly origin: string
  readonly port: number
  /** Since the last `forget`, preflights left out. */
  readonly requests: readonly MockRequest[]
  /** Preflights since the last `forget`: what the browser asked leave for. */
  readonly preflights: readonly { readonly headers: string; readonly origin: string }[]
  /** What a model says from now on; a list is gone through, request by request, and its last stays. */
  say(model: string, ...scripts: Script[]): void
  /** Lets no page in. */
  allowPages(allowed: boolean): void
  /** No scripts, no memory. */
  forget(): void
  close(): Promise<void>
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*, authorization',
  'access-control-allow-methods': 'POST, OPTIONS',
}

export async function startMockProvider(): Promise<MockProvider> {
  const requests: MockRequest[] = []
  const preflights: { headers: string; origin: string }[] = []
  const scripts = new Map<string, Script[]>()
  let pagesAllowed = true

  const server = createServer(async (incoming, response) => {
    if (pagesAllowed) for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value)
    if (incoming.method === 'OPTIONS') {
      const { 'access-control-request-headers': headers = '', origin = '' } = incoming.headers
      preflights.push({ headers: String(headers), origin })
      response.writeHead(pagesAllowed ? 204 : 403).end()
      return
    }
    const request = await readRequest(incoming, response)
    requests.push(request)
    const queue = scripts.get(request.model) ?? [{}]
    const script = queue.length > 1 ? queue.shift()! : queue[0]!
    await answerAs(script, request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    preflights,
    say: (model, ...says) => void scripts.set(model, says),
    allowPages: allowed => {
      pagesAllowed = allowed
    },
    forget() {
      requests.length = 0
      preflights.length = 0
      scripts.clear()
      pagesAllowed = true
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export async function readRequest(incoming: IncomingMessage, response: ServerResponse): Promise<MockRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const url = new URL(incoming.url ?? '/', 'http://localhost')
  const text = Buffer.concat(chunks).toString()
  const body = text === '' ? undefined : JSON.parse(text)
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body,
    model: body?.model ?? /\/models\/([^:]+):/.exec(url.pathname)?.[1] ?? '',
    closed: new Promise(resolve => response.on('close', () => resolve({ complete: response.writableFinished }))),
  }
}

/** Says what the script says, in the format of the request's address. */
export async function answerAs(script: Script, request: MockRequest, response: ServerResponse): Promise<void> {
  if (script.respond) return script.respond(request, response)
  const format = formatOf(request.path)
  if (format === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found')
    return
  }
  if (script.whole || (format === openai && request.body.stream !== true)) {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(format.whole(script, request.model)))
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  response.flushHeaders()
  const { opening, pieces, closing } = format.stream(script, request)
  response.write(opening)
  for (const [index, piece] of pieces.entries()) {
    await script.pace?.(index)
    if (script.killAfter === index) return void response.destroy()
    if (script.stallAfter === index) return
    if (script.errorAfter?.pieces === index) {
      const { payload, event } = script.errorAfter
      return void response.end(sse(payload, event))
    }
    response.write(piece)
  }
  response.end(closing)
}

/** One server-sent event. */
export const sse = (payload: unknown, event?: string): string =>
  `${event === undefined ? '' : `event: ${event}\n`}data: ${typeof payload === 'string' ? payload : JSON.stringify(payload)}\n\n`

interface Format {
  whole(script: Script, model: string): unknown
  stream(script: Script, request: MockRequest): { opening: string; pieces: string[]; closing: string }
}

const DEFAULT_TEXT = ['Hello', ' there', '.']
const DEFAULT_USAGE: MockUsage = { input: 11, output: 3 }

const formatOf = (path: string): Format | undefined => {
  if (path.endsWith('/chat/completions')) return openai
  if (path.endsWith('/messages')) return anthropic
  return path.includes(':streamGenerateContent') ? google : undefined
}

const openaiUsage = ({ input, output, reasoning, cached }: MockUsage) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
  ...(reasoning !== undefined && { completion_tokens_details: { reasoning_tokens: reasoning } }),
  ...(cached !== undefined && { prompt_tokens_details: { cached_tokens: cached } }),
})

const openaiToolCall = ({ id, name, arguments: pieces }: MockToolCall) => ({
  id,
  type: 'function',
  function: { name, arguments: pieces.join('') },
})

/** The name comes first, then what it is called with. */
const openaiToolCallDeltas = (call: MockToolCall, index: number): object[] => [
  { index, ...openaiToolCall({ ...call, arguments: [] }) },
  ...call.arguments.map(piece => ({ index, function: { arguments: piece } })),
]

let answersGiven = 0
/** Never the same twice: who keeps a conversation tells its messages apart by it. */
const answerId = () => `chatcmpl-${++answersGiven}`

const openai: Format = {
  whole: ({ toolCalls, text = toolCalls ? [] : DEFAULT_TEXT, usage = DEFAULT_USAGE, finish }, model) => ({
    id: answerId(),
    object: 'chat.completion',
    created: 1_790_000_000,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text.length > 0 ? text.join('') : null,
          ...(toolCalls && { tool_calls: toolCalls.map(openaiToolCall) }),
          refusal: null,
        },
        logprobs: null,
        finish_reason: finish ?? (toolCalls ? 'tool_calls' : 'stop'),
      },
    ],
    ...(usage && { usage: openaiUsage(usage) }),
  }),
  stream(
    { toolCalls, text = toolCalls ? [] : DEFAULT_TEXT, reasoning = [], usage = DEFAULT_USAGE, finish },
    { model, body },
  ) {
    const id = answerId()
    const chunk = (delta: object, finish_reason: string | null = null) =>
      sse({
        id,
        object: 'chat.completion.chunk',
        created: 1_790_000_000,
        model,
        system_fingerprint: 'fp_1',
        choices: [{ index: 0, delta, logprobs: null, finish_reason }],
        ...(body.stream_options?.include_usage && { usage: null }),
      })
    const asked = body.stream_options?.include_usage === true
    const counted = sse({
      id,
      object: 'chat.completion.chunk',
      created: 1_790_000_000,
      model,
      choices: [],
      usage: usage && openaiUsage(usage),
    })
    return {
      opening: `: keep-alive\n\n${chunk({ role: 'assistant', content: '', refusal: null })}`,
      pieces: [
        ...reasoning.map(reasoning_content => chunk({ reasoning_content })),
        ...text.map(content => chunk({ content })),
        ...(toolCalls ?? []).flatMap(openaiToolCallDeltas).map(delta => chunk({ tool_calls: [delta] })),
      ],
      closing: `${chunk({}, finish ?? (toolCalls ? 'tool_calls' : 'stop'))}${asked && usage ? counted : ''}data: [DONE]\n\n`,
    }
  },
}

const anthropicUsage = ({ input, cached = 0 }: MockUsage, output: number) => ({
  // Leaves out what came from the cache.
  input_tokens: input - cached,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: cached,
  output_tokens: output,
  service_tier: 'standard',
})

const anthropic: Format = {
  whole: ({ text = DEFAULT_TEXT, usage = DEFAULT_USAGE, finish = 'end_turn' }, model) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text: text.join('') }],
    stop_reason: finish,
    stop_sequence: null,
    usage: anthropicUsage(usage ?? DEFAULT_USAGE, (usage ?? DEFAULT_USAGE).output),
  }),
  stream({ text = DEFAULT_TEXT, reasoning = [], usage = DEFAULT_USAGE, finish = 'end_turn' }, { model }) {
    const event = (payload: { type: string }) => sse(payload, payload.type)
    const message = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
    }
    const delta = (delta: object) => event({ type: 'content_block_delta', index: 0, delta } as { type: string })
    return {
      opening:
        event({
          type: 'message_start',
          message: { ...message, ...(usage && { usage: anthropicUsage(usage, 1) }) },
        } as { type: string }) +
        event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } } as {
          type: string
        }) +
        event({ type: 'ping' }),
      pieces: [
        ...reasoning.map(thinking => delta({ type: 'thinking_delta', thinking })),
        ...text.map(text => delta({ type: 'text_delta', text })),
      ],
      closing:
        event({ type: 'content_block_stop', index: 0 } as { type: string }) +
        event({
          type: 'message_delta',
          delta: { stop_reason: finish, stop_sequence: null },
          ...(usage && { usage: { output_tokens: usage.output } }),
        } as { type: string }) +
        event({ type: 'message_stop' }),
    }
  },
}

const googleUsage = ({ input, output, reasoning = 0, cached }: MockUsage) => ({
  promptTokenCount: input,
  // Thoughts are counted apart.
  candidatesTokenCount: output - reasoning,
  thoughtsTokenCount: reasoning,
  totalTokenCount: input + output,
  ...(cached !== undefined && { cachedContentTokenCount: cached }),
})

const google: Format = {
  whole: (script, model) => [
    JSON.parse(google.stream(script, { model } as MockRequest).closing.slice('data: '.length)),
  ],
  stream({ text = DEFAULT_TEXT, reasoning = [], usage = DEFAULT_USAGE, finish = 'STOP' }, { model }) {
    const event = (parts: object[], more: object = {}) => ({
      candidates: [{ content: { parts, role: 'model' }, index: 0, ...more }],
      ...(usage && { usageMetadata: googleUsage(usage) }),
      modelVersion: model,
      responseId: 'r1',
    })
    return {
      opening: '',
      pieces: [
        ...reasoning.map(text => sse(event([{ text, thought: true }]))),
        ...text.slice(0, -1).map(text => sse(event([{ text }]))),
      ],
      // The last piece carries the end.
      closing: sse(event([{ text: text.at(-1) ?? '' }], { finishReason: finish })),
    }
  },
}
