/** The real Agents SDK in a page, with a model over a server that speaks chat completions. */
import * as agents from '@openai/agents-core'
import * as agentsAdapter from 'greenrouting/openai-agents'

/** What a model of `@openai/agents-openai` does, in small: text and calls of tools, whole or streamed. */
class ChatModel implements agents.Model {
  readonly #url: string
  readonly #model: string

  constructor(baseURL: string, model: string) {
    this.#url = `${baseURL}/chat/completions`
    this.#model = model
  }

  async getResponse(request: agents.ModelRequest): Promise<agents.ModelResponse> {
    const { id, choices, usage } = await (await this.#ask(request, false)).json()
    const { content, tool_calls = [] } = choices[0].message
    const calls = tool_calls.map((call: { id: string; function: { name: string; arguments: string } }) => ({
      type: 'function_call',
      callId: call.id,
      status: 'completed',
      ...call.function,
    }))
    return { responseId: id, usage: usageOf(usage), output: content === null ? calls : [messageOf(content)] }
  }

  async *getStreamedResponse(request: agents.ModelRequest): AsyncGenerator<agents.StreamEvent, void, void> {
    const response = await this.#ask(request, true)
    yield { type: 'response_started' }
    let rest = ''
    let text = ''
    let usage: Counts | undefined
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    try {
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        const lines = (rest + step.value).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          if (!line.startsWith('data: {')) continue
          const chunk = JSON.parse(line.slice('data: '.length))
          usage = chunk.usage ?? usage
          const delta: string = chunk.choices[0]?.delta.content ?? ''
          text += delta
          if (delta !== '') yield { type: 'output_text_delta', delta }
        }
      }
    } finally {
      await reader.cancel()
    }
    const { requests: _, ...counts } = usageOf(usage)
    yield { type: 'response_done', response: { id: 'r1', usage: counts as never, output: [messageOf(text)] } }
  }

  async #ask({ input, tools, signal }: agents.ModelRequest, stream: boolean): Promise<Response> {
    const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: this.#model,
        messages: items,
        tools,
        ...(stream && { stream, stream_options: { include_usage: true } }),
      }),
      ...(signal && { signal }),
    })
    if (!response.ok) throw new Error(`${this.#model} answered ${response.status}`)
    return response
  }
}

interface Counts {
  readonly prompt_tokens: number
  readonly completion_tokens: number
}

const usageOf = (counts?: Counts): agents.Usage =>
  new agents.Usage({
    requests: 1,
    inputTokens: counts?.prompt_tokens ?? 0,
    outputTokens: counts?.completion_tokens ?? 0,
    totalTokens: (counts?.prompt_tokens ?? 0) + (counts?.completion_tokens ?? 0),
  })

const messageOf = (text: string): agents.AssistantMessageItem => ({
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text }],
})

Object.assign(globalThis, { agents, agentsAdapter, ChatModel })
