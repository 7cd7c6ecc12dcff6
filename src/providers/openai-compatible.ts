/**
 * The chat completions format of OpenAI, which most providers and local servers speak.
 * https://platform.openai.com/docs/api-reference/chat (2026-11)
 */
import { endpointUrl } from './address.ts'
import type { FinishReason, TokenCounts, Wire, WirePart } from './contracts.ts'
import { counts, type Loose, list, record, sum, text } from './loose.ts'
import { withBody } from './request.ts'

/** `model_length` is Mistral's, `eos` Together's. */
const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  length: 'length',
  model_length: 'length',
  content_filter: 'content-filter',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
}

/** Mistral and OpenRouter; DeepSeek when its machines are full; vLLM when it was stopped. */
const FAILURES: readonly string[] = ['error', 'insufficient_system_resource', 'abort']

export const openaiCompatible: Wire = {
  request(endpoint, key, { modelId, messages, maxOutputTokens, temperature, effort, body }) {
    const { maxTokensField = 'max_tokens', askForUsage = true, nestedEffort = false } = endpoint.quirks
    return {
      url: endpointUrl(endpoint.apiBase, '/chat/completions'),
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      body: withBody(
        {
          model: modelId,
          messages: messages.map(({ role, content }) => ({ role, content })),
          stream: true,
          stream_options: askForUsage ? { include_usage: true } : undefined,
          [maxTokensField]: maxOutputTokens,
          temperature,
          ...(effort !== undefined && (nestedEffort ? { reasoning: { effort } } : { reasoning_effort: effort })),
        },
        body,
      ),
    }
  },

  read(payload) {
    const event = record(payload)
    const choice = record(list(event.choices)[0])
    // A piece of a streamed answer, or an answer sent whole.
    const said = record(choice.delta ?? choice.message)
    const parts: WirePart[] = []
    // DeepSeek and older vLLM say reasoning_content; OpenRouter, Groq, Together, Ollama and newer vLLM reasoning.
    const reasoning = (text(said.reasoning_content) || text(said.reasoning)) + pieces(said.content, 'thinking')
    if (reasoning !== '') parts.push({ type: 'reasoning', text: reasoning })
    const answer = pieces(said.content, 'text') + text(said.refusal)
    if (answer !== '') parts.push({ type: 'text', text: answer })
    // Groq puts it aside unless asked.
    const usage = chatTokens(record(event.usage ?? record(event.x_groq).usage))
    if (usage.outputTokens !== undefined) parts.push({ type: 'usage', usage })
    const reason = text(choice.finish_reason)
    if (FAILURES.includes(reason)) parts.push({ type: 'failed', reason })
    else if (reason !== '') parts.push({ type: 'finish', reason: REASONS[reason] ?? 'other' })
    return parts
  },
}

/** Content is a text; Mistral's reasoning models send a list of text and thinking. */
function pieces(content: unknown, kind: 'text' | 'thinking'): string {
  if (typeof content === 'string') return kind === 'text' ? content : ''
  return list(content)
    .map(record)
    .filter(piece => piece.type === kind)
    .map(piece => (kind === 'text' ? text(piece.text) : pieces(piece.thinking, 'text')))
    .join('')
}

/** The counts of a chat completion; those that are not there are absent. */
export function chatTokens(usage: Loose): TokenCounts {
  return counts({
    inputTokens: sum(usage.prompt_tokens),
    outputTokens: sum(usage.completion_tokens),
    reasoningTokens: sum(record(usage.completion_tokens_details).reasoning_tokens),
    // DeepSeek's own name for it comes second.
    cachedInputTokens: sum(record(usage.prompt_tokens_details).cached_tokens ?? usage.prompt_cache_hit_tokens),
  })
}
