/** The user's questions and what they bring along, read of messages in any of the ways LangChain writes them. */
import type { RequestNeeds } from '../../core/needs.ts'
import type { ChatMessage } from '../../providers/contracts.ts'
import { list, record, text } from '../../providers/loose.ts'
import type { ChatInput } from './contracts.ts'

/** What the questions say, in order; other messages do not decide. */
export function questionsOf(messages: readonly unknown[]): ChatMessage[] {
  return messages.filter(isHuman).map(message => ({ role: 'user', content: textOf(contentOf(message)) }))
}

/** Whatever any of the messages holds is sent again, so it is needed. */
export function mediaOf(messages: readonly unknown[]): RequestNeeds {
  const kinds = new Set(messages.flatMap(message => list(contentOf(message)).map(kindOf)))
  return {
    ...(kinds.has('image') && { images: true }),
    ...(kinds.has('audio') && { audio: true }),
    ...(kinds.has('pdf') && { pdf: true }),
  }
}

export function messagesOf(input: ChatInput): readonly unknown[] {
  if (typeof input === 'string') return [input]
  if (Array.isArray(input)) return input
  const { toChatMessages } = record(input)
  return typeof toChatMessages === 'function' ? list(toChatMessages.call(input)) : []
}

/** A text alone and a pair of role and content are messages too. */
const contentOf = (message: unknown): unknown => {
  if (typeof message === 'string') return message
  return Array.isArray(message) ? message[1] : record(message).content
}

function isHuman(message: unknown): boolean {
  if (typeof message === 'string') return true
  const { type, role } = record(message)
  const said = Array.isArray(message) ? message[0] : type === undefined || type === 'generic' ? role : type
  return said === 'human' || said === 'user'
}

const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : list(content)
        .map(block => (typeof block === 'string' ? block : text(record(block).text)))
        .filter(part => part !== '')
        .join('\n')

/** LangChain's own blocks and those of OpenAI, Anthropic and Google, which pass through it. */
function kindOf(block: unknown): 'image' | 'audio' | 'pdf' | undefined {
  const { type, mimeType, mime_type, source } = record(block)
  if (type === 'image_url' || type === 'image' || type === 'input_image') return 'image'
  if (type === 'audio' || type === 'input_audio') return 'audio'
  if (type !== 'file' && type !== 'input_file' && type !== 'document' && type !== 'media') return undefined
  const media = text(mimeType) || text(mime_type) || text(record(source).media_type)
  if (media.startsWith('image')) return 'image'
  if (media.startsWith('audio')) return 'audio'
  // A file of unknown kind is most often one; texts go as text.
  return media === '' || media === 'application/pdf' ? 'pdf' : undefined
}
