/** The conversation: read, asked about, and told to be brief. */
import { oneOf, refuse } from '../core/checks.ts'
import type { CompressionHint } from '../core/compression.ts'
import { isPlainObject } from '../core/options.ts'
import { checkQuery } from '../core/query.ts'
import type { ChatMessage } from '../providers/contracts.ts'

const aRole = oneOf<ChatMessage['role']>(['system', 'user', 'assistant'])

/** Copies with nothing but role and content. Throws `invalid-query`, which never shows a message's text. */
export function readMessages(input: unknown): readonly ChatMessage[] {
  if (typeof input === 'string') return [{ role: 'user', content: checkQuery(input) }]
  if (!Array.isArray(input) || input.length === 0) {
    refuse('invalid-query', 'messages', 'a text or an array of at least one message', input)
  }
  const messages = Array.from(input, (message: unknown, index): ChatMessage => {
    const path = `messages[${index}]`
    if (!isPlainObject(message)) refuse('invalid-query', path, 'an object with role and content', message)
    const { role, content } = message
    if (typeof content !== 'string') {
      const hint = Array.isArray(content) ? 'a text (the client sends no images or files)' : 'a text'
      refuse('invalid-query', `${path}.content`, hint, content)
    }
    return { role: aRole(role, `${path}.role`, 'invalid-query'), content }
  })
  const last = messages.findLast(({ role }) => role === 'user')
  checkQuery(last?.content ?? '', 'The last message of the user')
  return messages
}

/**
 * A message this short rarely stands alone ("commit it", "yes, both", "继续"): what went before decides how hard it is.
 * Bytes of UTF-8, so that it is about six English words or ten Chinese characters.
 */
const SHORT_BYTES = 32

/**
 * What is classified: the user's last message, and where that is too short to stand alone, the one before it too, and so
 * on. One text, so one classification.
 */
export function queryText(messages: readonly ChatMessage[]): string {
  const asked = messages.filter(({ role }) => role === 'user').map(({ content }) => content.trim())
  let text = asked.pop() ?? ''
  while (asked.length > 0 && new TextEncoder().encode(text).length <= SHORT_BYTES) text = `${asked.pop()}\n\n${text}`
  return text
}

/** The hint's own words at the end of the instructions. */
export function withHint(messages: readonly ChatMessage[], hint: CompressionHint): readonly ChatMessage[] {
  if (!hint.shouldCompress) return messages
  const { systemInstruction: content } = hint
  const at = messages.findLastIndex(({ role }) => role === 'system')
  if (at < 0) return [{ role: 'system', content }, ...messages]
  return messages.with(at, { role: 'system', content: `${messages[at]!.content}\n\n${content}` })
}
