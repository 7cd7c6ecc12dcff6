/** The body of a request: the conversation to route by, and what it needs of a model. */
import type { RequestNeeds } from '../../core/needs.ts'
import type { ChatMessage } from '../../providers/contracts.ts'
import { type Loose, list, record, text } from '../../providers/loose.ts'
import { isSome, needsOf, readContent, type SeenKinds } from './content.ts'
import type { Api } from './contracts.ts'

export interface Conversation {
  readonly messages: readonly ChatMessage[]
  readonly needs: RequestNeeds
}

/** The name under which a model is asked for that the router shall choose. */
export const AUTO = 'auto'

export const isAuto = (body: unknown): boolean => record(body).model === AUTO

/** Never throws: what the API would refuse is sent on for it to refuse. */
export function readConversation(api: Api, body: Loose): Conversation {
  const seen: SeenKinds = {}
  const messages = (api === 'chat' ? chatMessages : responseMessages)(body, seen)
  const format = api === 'chat' ? record(body.response_format) : record(record(body.text).format)
  const tools = isSome(body.tools) || isSome(body.functions)
  return { messages: withQuestion(messages), needs: needsOf(seen, tools, text(format.type).startsWith('json')) }
}

const chatMessages = (body: Loose, seen: SeenKinds): ChatMessage[] =>
  list(body.messages)
    .map(record)
    .map(({ role, content }) => ({ role: roleOf(role), content: readContent(content, seen) }))

/** The items of a response's input, or of an agent's. */
export function responseMessages({ instructions, input }: Loose, seen: SeenKinds): ChatMessage[] {
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : list(input).map(record)
  const said = items.map((item: Loose): ChatMessage => {
    // Items without a role are calls of tools and what came of them.
    const content = readContent(item.content ?? item.output, seen)
    return { role: item.role === undefined ? 'assistant' : roleOf(item.role), content }
  })
  return text(instructions) === '' ? said : [{ role: 'system', content: text(instructions) }, ...said]
}

/** What a tool said is no question. */
function roleOf(role: unknown): ChatMessage['role'] {
  if (role === 'user') return 'user'
  return role === 'system' || role === 'developer' ? 'system' : 'assistant'
}

/** Where the user says nothing, the instructions are the question. */
export function withQuestion(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  if (messages.some(({ role, content }) => role === 'user' && content.trim() !== '')) return messages
  return messages.map(message => (message.role === 'system' ? { ...message, role: 'user' } : message))
}
