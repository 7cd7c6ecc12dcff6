/** Gemini's generateContent. https://ai.google.dev/api/generate-content (2026-11) */
import { endpointUrl } from './address.ts'
import type { FinishReason, Wire, WirePart } from './contracts.ts'
import { counts, list, record, sum, text } from './loose.ts'
import { splitSystem, withBody } from './request.ts'

const REASONS: Readonly<Record<string, FinishReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  RECITATION: 'content-filter',
  BLOCKLIST: 'content-filter',
  PROHIBITED_CONTENT: 'content-filter',
  SPII: 'content-filter',
  IMAGE_SAFETY: 'content-filter',
}

export const google: Wire = {
  request(endpoint, key, { modelId, messages, maxOutputTokens, temperature, effort, body }) {
    const { system, turns } = splitSystem(messages)
    const path = modelId.includes('/') ? modelId : `models/${modelId}`
    return {
      url: endpointUrl(endpoint.apiBase, `/${path}:streamGenerateContent`, { alt: 'sse' }),
      // In a header, never in the address, which logs and errors show.
      headers: key === undefined ? {} : { 'x-goog-api-key': key },
      body: withBody(
        {
          systemInstruction: system === undefined ? undefined : { parts: [{ text: system }] },
          contents: turns.map(({ role, content }) => ({
            role: role === 'assistant' ? 'model' : 'user',
            parts: [{ text: content }],
          })),
          generationConfig: {
            maxOutputTokens,
            temperature,
            thinkingConfig: effort === undefined ? undefined : { thinkingLevel: effort },
          },
        },
        body,
      ),
    }
  },

  read(payload) {
    // Without alt=sse, which a proxy may drop, all events come as one array.
    if (Array.isArray(payload)) return payload.flatMap(event => this.read(event))
    const event = record(payload)
    const candidate = record(list(event.candidates)[0])
    const parts: WirePart[] = []
    for (const piece of list(record(candidate.content).parts).map(record)) {
      const said = text(piece.text)
      if (said !== '') parts.push({ type: piece.thought === true ? 'reasoning' : 'text', text: said })
    }
    const usage = record(event.usageMetadata)
    if (sum(usage.promptTokenCount) !== undefined) {
      parts.push({
        type: 'usage',
        usage: counts({
          inputTokens: sum(usage.promptTokenCount, usage.toolUsePromptTokenCount),
          // Thoughts are counted apart.
          outputTokens: sum(usage.candidatesTokenCount, usage.thoughtsTokenCount),
          reasoningTokens: sum(usage.thoughtsTokenCount),
          cachedInputTokens: sum(usage.cachedContentTokenCount),
        }),
      })
    }
    const reason = text(candidate.finishReason)
    if (reason !== '') parts.push({ type: 'finish', reason: REASONS[reason] ?? 'other' })
    // The question itself was refused: there is no candidate at all.
    else if (text(record(event.promptFeedback).blockReason) !== '')
      parts.push({ type: 'finish', reason: 'content-filter' })
    return parts
  },
}
