/** What a model of an agent is asked: the conversation to route by, and what it needs of a model. */
import { isSome, needsOf, type SeenKinds } from '../openai/content.ts'
import { type Conversation, responseMessages, withQuestion } from '../openai/conversation.ts'
import type { AgentsRequest } from './contracts.ts'

/** Never throws. */
export function readRequest({ systemInstructions, input, ...request }: AgentsRequest): Conversation {
  const seen: SeenKinds = {}
  const messages = responseMessages({ instructions: systemInstructions, input }, seen)
  const json = typeof request.outputType === 'object' && request.outputType !== null
  return {
    messages: withQuestion(messages),
    // To hand a conversation over is to call a tool.
    needs: needsOf(seen, isSome(request.tools) || isSome(request.handoffs), json),
  }
}
