/** What a model of an agent is asked: the conversation to route by, and what it needs of a model. */
import type { ChatMessage } from '../../providers/contracts.ts'
import { type Loose, list, record, text } from '../../providers/loose.ts'
import { isSome, needsOf, readContent, type SeenKinds } from '../openai/content.ts'
import { type Conversation, roleOf, withQuestion } from '../openai/conversation.ts'
import type { AgentsRequest } from './contracts.ts'

/** Never throws. */
export function readRequest({ systemInstructions, input, ...request }: AgentsRequest): Conversation {
  const seen: SeenKinds = {}
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : list(input).map(record)
  const said = items.map((item: Loose): ChatMessage => {
    // Items without a role are calls of tools and what came of them.
    const content = readContent(item.content ?? item.output, seen)
    return { role: item.role === undefined ? 'assistant' : roleOf(item.role), content }
  })
  const system = text(systemInstructions)
  const json = typeof request.outputType === 'object' && request.outputType !== null
  return {
    messages: withQuestion(system === '' ? said : [{ role: 'system', content: system }, ...said]),
    // To hand a conversation over is to call a tool.
    needs: needsOf(seen, isSome(request.tools) || isSome(request.handoffs), json),
  }
}
