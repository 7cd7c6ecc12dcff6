/** What keeps models from being asked, and what to add to the options. */
import { GreenRoutingError } from '../core/errors.ts'
import { quote } from '../core/wording.ts'
import { PRESETS } from '../providers/presets.ts'
import type { Member, Way } from './members.ts'

type Problem = Way & { readonly kind: 'problem' }

/** One error for all of them, with the code of the first. */
export function problemsError(members: readonly Member[]): GreenRoutingError {
  const problems = members.flatMap(({ profile, way }) => (way.kind === 'problem' ? [{ name: profile.name, way }] : []))
  const said = problems.map(({ name, way }) => (way.code === 'missing-key' ? missingKey : unknownProvider)(name, way))
  return new GreenRoutingError(problems[0]!.way.code, said.join(' '), {
    details: { models: problems.map(({ name, way: { code, provider } }) => ({ model: name, provider, code })) },
  })
}

function unknownProvider(name: string, { provider }: Problem): string {
  const who =
    provider === 'custom' ? 'Nothing says who answers for' : `${quote(provider)} has no API known here to ask for`
  return (
    `${who} ${name}. Say who serves it, { name: ${quote(name)}, provider: 'openrouter', modelId: '…' } or ` +
    `{ name: ${quote(name)}, modelId: 'ollama/…' }, or where, { name: ${quote(name)}, apiBase: 'https://…/v1' }, or ask it ` +
    `yourself with completionFn. Providers known by name: ${Object.keys(PRESETS).join(', ')}.`
  )
}

function missingKey(name: string, { provider }: Problem): string {
  return (
    `${name} is answered by ${PRESETS[provider]?.label ?? provider}, which asks for a key: providers: { ${provider}: { apiKey: ` +
    `() => … } }. Without one, set apiBase to a proxy of your own, or completionFn.`
  )
}
