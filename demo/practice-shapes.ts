/** Values that fit a JSON Schema, made up from the words of a question: what a practice model calls a tool with, or answers as JSON. */

interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

/** Of the common kinds of schema; null for the others. */
export function madeUp(schema: Schema, question: string): unknown {
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum.find(value => isMentioned(String(value), question)) ?? schema.enum[0]
  if (schema.anyOf?.[0]) return madeUp(schema.anyOf[0], question)
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, value]) => [key, madeUp(value, question)]),
      )
    case 'array':
      return schema.items?.type === 'string' && !schema.items.enum
        ? longWords(question)
        : [madeUp(schema.items ?? {}, question)]
    case 'string':
      return question.split(/\s+/).slice(0, 6).join(' ')
    case 'number':
    case 'integer':
      return 1
    case 'boolean':
      return true
    default:
      return null
  }
}

/** `Asia/Tokyo` in “What time is it in Tokyo?”. */
const isMentioned = (value: string, question: string): boolean =>
  value.split(/[/_\s-]+/).some(word => word.length > 2 && question.toLowerCase().includes(word.toLowerCase()))

const longWords = (question: string): string[] => (question.match(/\p{L}{5,}/gu) ?? ['practice']).slice(0, 3)
