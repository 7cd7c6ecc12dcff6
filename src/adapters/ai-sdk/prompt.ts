/** A call to a language model as the router reads it: what the user asked, and what the request needs of a model. */
import type { RequestNeeds } from '../../core/needs.ts'
import type { ChatMessage } from '../../providers/contracts.ts'
import { list, record, text } from '../../providers/loose.ts'
import { UNSAID } from '../unsaid.ts'
import type { CallOptions, PromptMessage, PromptPart } from './contracts.ts'

type FileKind = 'images' | 'audio' | 'pdf' | 'other'

/** Of a file that came without a word. */
const QUESTIONS: Readonly<Record<FileKind, string>> = { ...UNSAID, other: 'What does this file hold?' }

/** What the user said, message by message. */
export const questionsOf = ({ prompt }: CallOptions): readonly ChatMessage[] =>
  prompt
    .filter(({ role }) => role === 'user')
    .map(message => ({ role: 'user', content: typeof message.content === 'string' ? message.content : said(message) }))

function said(message: PromptMessage): string {
  const parts = partsOf(message)
  const words = parts.map(part => (part.type === 'text' ? text(part.text) : '')).filter(words => words.trim() !== '')
  const [file] = filesOf(parts)
  return words.length === 0 && file !== undefined ? QUESTIONS[file] : words.join('\n')
}

/** Tools and files count wherever in the conversation they are, since all of it is sent. */
export function needsOf({ prompt, tools, responseFormat }: CallOptions): RequestNeeds {
  const parts = prompt.flatMap(partsOf)
  // What an assistant made is no input: a model that draws need not see.
  const files = new Set(prompt.filter(({ role }) => role !== 'assistant').flatMap(message => filesOf(partsOf(message))))
  return {
    tools: (tools?.length ?? 0) > 0 || parts.some(({ type }) => type === 'tool-call'),
    json: responseFormat?.type === 'json',
    images: files.has('images'),
    audio: files.has('audio'),
    pdf: files.has('pdf'),
  }
}

const partsOf = ({ content }: PromptMessage): readonly PromptPart[] => (typeof content === 'string' ? [] : content)

/** Those of the message itself, and those that tools gave back. */
function filesOf(parts: readonly PromptPart[]): FileKind[] {
  return parts.flatMap(part => {
    if (part.type === 'file') return [kindOf(part)]
    if (part.type !== 'tool-result' || part.output?.type !== 'content') return []
    return list(part.output.value)
      .map(record)
      .filter(({ type }) => type === 'file')
      .map(kindOf)
  })
}

function kindOf({ mediaType }: { readonly mediaType?: unknown }): FileKind {
  const type = text(mediaType).toLowerCase()
  if (/^image\b/.test(type)) return 'images'
  if (/^audio\b/.test(type)) return 'audio'
  return type === 'application/pdf' ? 'pdf' : 'other'
}
