/** The content of a message in any of OpenAI's formats: its text, and what a model must take in besides. */
import type { RequestNeeds } from '../../core/needs.ts'
import { list, record, text } from '../../providers/loose.ts'

type Kind = 'images' | 'audio' | 'pdf'

/** Collects while messages are read. */
export type SeenKinds = Partial<Record<Kind, boolean>>

/** Stands for an attachment where a message has no words to route by. */
const LABELS: Readonly<Record<Kind, string>> = { images: '[image]', audio: '[audio]', pdf: '[file]' }

/** Chat completions, responses and agents each have their own words for the same few things. */
const KINDS: Readonly<Record<string, Kind>> = {
  image_url: 'images',
  input_image: 'images',
  image: 'images',
  computer_screenshot: 'images',
  input_audio: 'audio',
  audio: 'audio',
}

/** Never throws, whatever the content is. */
export function readContent(content: unknown, seen: SeenKinds): string {
  if (typeof content === 'string') return content
  const texts: string[] = []
  const labels: string[] = []
  // The output of a computer or of a tool may be one part by itself.
  for (const part of (Array.isArray(content) ? content : [content]).map(record)) {
    const type = text(part.type)
    const kind = KINDS[type] ?? (type === 'file' || type === 'input_file' ? kindOfFile(part) : undefined)
    if (kind === undefined) texts.push(text(part.text) || text(part.refusal))
    else {
      seen[kind] = true
      labels.push(LABELS[kind])
    }
  }
  const said = texts.filter(piece => piece !== '').join('\n')
  return said.trim() === '' ? labels.join(' ') : said
}

/** The text of an item that a model gave out, or what it calls a tool with. Never throws. */
export function outputText(output: unknown): string {
  const { arguments: given, content } = record(output)
  const texts = list(content).map(part => text(record(part).text))
  return text(given) + texts.join('')
}

/** By what is said of it; a file of which nothing is said is most likely a document. */
function kindOfFile(part: Readonly<Record<string, unknown>>): Kind {
  const file = record(part.file)
  const hints = [part.file_data, part.file, part.filename, file.file_data, file.data, file.filename, file.mediaType]
  const hint = hints.map(value => text(value).slice(0, 64)).join(' ')
  if (/data:image\/|(^| )image\/|\.(png|jpe?g|gif|webp)( |$)/i.test(hint)) return 'images'
  if (/data:audio\/|(^| )audio\/|\.(mp3|wav|m4a|flac|ogg)( |$)/i.test(hint)) return 'audio'
  return 'pdf'
}

/** Needs without those that are not there. */
export const needsOf = (seen: SeenKinds, tools: boolean, json: boolean): RequestNeeds => ({
  ...seen,
  ...(tools && { tools }),
  ...(json && { json }),
})

/** Whether a list has anything in it. */
export const isSome = (value: unknown): boolean => list(value).length > 0
