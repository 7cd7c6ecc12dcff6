/** What the wire formats share in writing a request. */
import { isPlainObject } from '../core/options.ts'
import type { ChatMessage } from './contracts.ts'

/** Further fields over ours; an object is merged with ours of the same name, one level deep. */
export function withBody(
  ours: Readonly<Record<string, unknown>>,
  further: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const merged = { ...ours }
  for (const [name, value] of Object.entries(further)) {
    const mine = merged[name]
    merged[name] = isPlainObject(mine) && isPlainObject(value) ? { ...mine, ...value } : value
  }
  return merged
}

/**
 * For formats in which instructions stand apart and speakers alternate: system messages joined, neighbours of the same role
 * joined, empty ones left out (both refuse them).
 */
export function splitSystem(messages: readonly ChatMessage[]): {
  readonly system: string | undefined
  readonly turns: readonly ChatMessage[]
} {
  const system: string[] = []
  const turns: ChatMessage[] = []
  for (const { role, content } of messages) {
    if (content.trim() === '') continue
    const last = turns.at(-1)
    if (role === 'system') system.push(content)
    else if (last?.role === role) turns[turns.length - 1] = { role, content: `${last.content}\n\n${content}` }
    else turns.push({ role, content })
  }
  return { system: system.length === 0 ? undefined : system.join('\n\n'), turns }
}
