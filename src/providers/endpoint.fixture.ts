/** An endpoint of a provider known by name, at an address of a test's own. */
import type { Endpoint, ProviderPart } from './contracts.ts'
import { PRESETS } from './presets.ts'

export const FAST = { connectMs: 5000, firstByteMs: 5000, betweenBytesMs: 5000 }

export function endpointOf(provider: string, origin: string, more: Partial<Endpoint> = {}): Endpoint {
  const preset = PRESETS[provider]
  const { pathname } = new URL(preset?.apiBase ?? 'http://localhost/v1')
  return {
    provider,
    label: preset?.label ?? provider,
    apiBase: origin + pathname,
    format: preset?.format ?? 'openai',
    quirks: preset?.quirks ?? {},
    headers: {},
    timeouts: FAST,
    fetch: (...request) => globalThis.fetch(...request),
    ...more,
  }
}

export async function collect(answer: AsyncIterable<ProviderPart>): Promise<ProviderPart[]> {
  const parts: ProviderPart[] = []
  for await (const part of answer) parts.push(part)
  return parts
}

export const textOf = (parts: readonly ProviderPart[]): string =>
  parts.map(part => (part.type === 'text' ? part.text : '')).join('')

/** A point at which something waits until a test lets it pass. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { opened, open: () => open() }
}
