/**
 * A model of the Agents SDK for the practice server: text alone. An app takes `OpenAIChatCompletionsModel` of @openai/agents,
 * which can do tools, pictures and the rest.
 */
import type { Model, ModelRequest, ModelResponse, StreamEvent } from '@openai/agents-core'
import { Usage } from '@openai/agents-core'
import type { OpenAI } from 'openai'

type Message = OpenAI.ChatCompletionMessageParam

export class ChatModel implements Model {
  readonly #openai: OpenAI
  readonly #model: string

  constructor(openai: OpenAI, model: string) {
    this.#openai = openai
    this.#model = model
  }

  async getResponse(request: ModelRequest): Promise<ModelResponse> {
    const { choices, usage } = await this.#openai.chat.completions.create(
      { model: this.#model, messages: messagesOf(request) },
      { signal: request.signal },
    )
    return { usage: usageOf(usage), output: [said(choices[0]?.message.content ?? '')] }
  }

  async *getStreamedResponse(request: ModelRequest): AsyncIterable<StreamEvent> {
    const stream = await this.#openai.chat.completions.create(
      { model: this.#model, messages: messagesOf(request), stream: true, stream_options: { include_usage: true } },
      { signal: request.signal },
    )
    yield { type: 'response_started' }
    let text = ''
    let counted: OpenAI.CompletionUsage | undefined
    let id = ''
    for await (const chunk of stream) {
      const delta = chunk.choices[0]?.delta.content ?? ''
      if (delta !== '') yield { type: 'output_text_delta', delta }
      text += delta
      id = chunk.id
      counted = chunk.usage ?? counted
    }
    yield { type: 'response_done', response: { id, usage: usageOf(counted), output: [said(text)] } }
  }
}

const said = (text: string) => ({
  type: 'message' as const,
  role: 'assistant' as const,
  status: 'completed' as const,
  content: [{ type: 'output_text' as const, text }],
})

const usageOf = (counted: OpenAI.CompletionUsage | undefined): Usage =>
  new Usage({
    requests: 1,
    inputTokens: counted?.prompt_tokens ?? 0,
    outputTokens: counted?.completion_tokens ?? 0,
    totalTokens: counted?.total_tokens ?? 0,
  })

function messagesOf({ systemInstructions, input }: ModelRequest): Message[] {
  const system: Message[] = systemInstructions ? [{ role: 'system', content: systemInstructions }] : []
  if (typeof input === 'string') return [...system, { role: 'user', content: input }]
  const messages = input.flatMap((item): Message[] => {
    if (!('role' in item) || item.role === 'system') return []
    const content =
      typeof item.content === 'string'
        ? item.content
        : item.content.map(part => ('text' in part ? part.text : '')).join('')
    return [{ role: item.role, content }]
  })
  return [...system, ...messages]
}
