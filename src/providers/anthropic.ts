/** Anthropic's Messages API. https://platform.claude.com/docs/en/api/messages (2026-11) */
import { endpointUrl } from './address.ts'
import type { FinishReason, TokenCounts, Wire, WirePart } from './contracts.ts'
import { counts, type Loose, list, record, sum, text } from './loose.ts'
import { inPage } from './page.ts'
import { splitSystem, withBody } from './request.ts'

const VERSION = '2023-06-01'

/** The API asks for a limit. Every model it serves allows this much, and few chat answers are longer (6,000 words). */
const MAX_TOKENS = 8192

const REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'content-filter',
  tool_use: 'tool-calls',
}

export const anthropic: Wire = {
  request(endpoint, key, { modelId, messages, maxOutputTokens = MAX_TOKENS, temperature, effort, body }) {
    const { system, turns } = splitSystem(messages)
    return {
      url: endpointUrl(endpoint.apiBase, '/messages'),
      headers: {
        ...(key !== undefined && { 'x-api-key': key }),
        'anthropic-version': VERSION,
        // Without it the server refuses pages.
        ...(inPage() && { 'anthropic-dangerous-direct-browser-access': 'true' }),
      },
      body: withBody(
        {
          model: modelId,
          max_tokens: maxOutputTokens,
          system,
          messages: turns,
          stream: true,
          temperature,
          output_config: effort === undefined ? undefined : { effort },
        },
        body,
      ),
    }
  },

  read(payload) {
    const event = record(payload)
    switch (event.type) {
      case 'message_start':
        return usagePart(record(event.message).usage)
      case 'content_block_delta':
        return block(record(event.delta))
      case 'message_delta':
        return [...usagePart(event.usage), ...finish(record(event.delta).stop_reason)]
      case 'message_stop':
        return [{ type: 'end' }]
      case 'message':
        return [
          ...list(event.content).flatMap(piece => block(record(piece))),
          ...usagePart(event.usage),
          ...finish(event.stop_reason),
        ]
      default:
        // content_block_start and _stop, ping, and whatever comes to be added.
        return []
    }
  },
}

function block(piece: Loose): WirePart[] {
  const answer = text(piece.text)
  const thinking = text(piece.thinking)
  if (answer !== '') return [{ type: 'text', text: answer }]
  return thinking === '' ? [] : [{ type: 'reasoning', text: thinking }]
}

const finish = (reason: unknown): WirePart[] =>
  text(reason) === '' ? [] : [{ type: 'finish', reason: REASONS[text(reason)] ?? 'other' }]

/** `input_tokens` leaves out what was read from or written to the cache. */
function usagePart(value: unknown): WirePart[] {
  const usage = record(value)
  const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens } = usage
  const known: TokenCounts = counts({
    inputTokens:
      sum(input_tokens) === undefined
        ? undefined
        : sum(input_tokens, cache_read_input_tokens, cache_creation_input_tokens),
    outputTokens: sum(output_tokens),
    reasoningTokens: sum(record(usage.output_tokens_details).thinking_tokens),
    cachedInputTokens: sum(cache_read_input_tokens),
  })
  return Object.keys(known).length === 0 ? [] : [{ type: 'usage', usage: known }]
}
