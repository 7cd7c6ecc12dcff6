/** The pool as the client knows it: each model with the way of asking it, or with what is missing for that. */

import { refuse } from '../core/checks.ts'
import type { ModelProfile, Router } from '../core/contracts.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { getKnownProfiles } from '../core/known-profiles.ts'
import { quote } from '../core/wording.ts'
import { readApiBase } from '../providers/address.ts'
import type { Endpoint, Timeouts } from '../providers/contracts.ts'
import { inPage, isLoopback } from '../providers/page.ts'
import { PRESETS } from '../providers/presets.ts'
import type { ApiKey, CompletionFn, ProviderConfig } from './contracts.ts'
import { type Lookup, type ModelEntry, readModel } from './model-config.ts'

export interface Member {
  readonly profile: ModelProfile
  /** What the API calls it. */
  readonly modelId: string
  readonly effort: string | undefined
  readonly body: Readonly<Record<string, unknown>> | undefined
  /** The server behind it: where one model of it cannot be reached, none can. */
  readonly server: string
  readonly way: Way
}

/** How a model is asked; `problem` until something is added to the options. */
export type Way =
  | { readonly kind: 'function'; readonly completionFn: CompletionFn }
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint; readonly apiKey: ApiKey | undefined }
  | { readonly kind: 'problem'; readonly code: 'unknown-provider' | 'missing-key'; readonly provider: string }

export interface MemberOptions {
  readonly models: unknown
  readonly router: Router | undefined
  readonly providers: Readonly<Record<string, ProviderConfig>>
  readonly completionFn: CompletionFn | undefined
  readonly dangerouslyAllowBrowser: boolean
  readonly timeouts: Timeouts
  readonly fetch: typeof fetch
}

/** By name, in the order given. Throws for an entry that cannot be read, and for a key in plain text in a page. */
export function readMembers(options: MemberOptions): ReadonlyMap<string, Member> {
  const { models } = options
  if (!Array.isArray(models) || models.length === 0) {
    refuse('invalid-option', 'GreenRoutingClient.models', 'an array of at least one model', models)
  }
  const known = knownProfiles(options.router)
  const members = new Map<string, Member>()
  for (const [index, model] of models.entries()) {
    const path = `models[${index}]`
    const entry = readModel(model, path, known)
    const { name } = entry.profile
    if (members.has(name)) {
      throw new GreenRoutingError('duplicate-model', `${path}: a model called ${quote(name)} is already in the list.`, {
        details: { path, model: name },
      })
    }
    if (known.closed && !known.find(name)) {
      throw new GreenRoutingError(
        'unknown-model',
        `${path}: the router never chooses ${quote(name)}. Register it: router.registry.register({ name: ${quote(name)}, … }).`,
        { details: { path, model: name, known: known.names } },
      )
    }
    members.set(name, readMember(entry, path, options))
  }
  return members
}

/** A router that shows its registry chooses from that alone; else any model may be described. */
function knownProfiles(router: Router | undefined): Lookup & { readonly closed: boolean } {
  const { registry } = (router ?? {}) as {
    readonly registry?: {
      readonly names: readonly string[]
      has(name: string): boolean
      get(name: string): ModelProfile
    }
  }
  if (typeof registry?.has === 'function' && typeof registry.get === 'function') {
    return {
      closed: true,
      names: registry.names,
      find: name => (registry.has(name) ? registry.get(name) : undefined),
    }
  }
  const profiles = new Map(Object.entries(getKnownProfiles()))
  return { closed: false, names: [...profiles.keys()], find: name => profiles.get(name) }
}

function readMember(entry: ModelEntry, path: string, options: MemberOptions): Member {
  const { profile, call } = entry
  const { name, modelId = name } = profile
  const way = readWay(entry, path, options)
  return {
    profile,
    modelId,
    effort: profile.effort,
    body: call.body,
    server: way.kind === 'endpoint' ? new URL(way.endpoint.apiBase).origin : name,
    way,
  }
}

function readWay({ profile, call, provider }: ModelEntry, path: string, options: MemberOptions): Way {
  const { name } = profile
  const completionFn = call.completionFn ?? options.completionFn
  if (completionFn) return { kind: 'function', completionFn }
  const preset = Object.hasOwn(PRESETS, provider) ? PRESETS[provider] : undefined
  const label = preset?.label ?? provider
  const general = options.providers[provider] ?? {}
  const address = profile.apiBase ?? general.apiBase
  const base = address ?? preset?.apiBase
  if (base === undefined) return { kind: 'problem', code: 'unknown-provider', provider }
  const apiBase = readApiBase(base, `${path}.apiBase`, preset?.local && '/v1')
  const apiKey = call.apiKey ?? general.apiKey
  if (typeof apiKey === 'string' && !options.dangerouslyAllowBrowser && inPage()) {
    if (!isLoopback(new URL(apiBase).hostname)) throw browserKey(name, label)
  }
  if (apiKey === undefined && address === undefined && !preset?.local) {
    return { kind: 'problem', code: 'missing-key', provider }
  }
  const endpoint: Endpoint = {
    provider,
    label,
    apiBase,
    format: call.apiFormat ?? general.apiFormat ?? preset?.format ?? 'openai',
    quirks: preset?.quirks ?? {},
    headers: { ...general.headers, ...call.headers },
    timeouts: { ...options.timeouts, ...call.timeouts },
    fetch: options.fetch,
  }
  return { kind: 'endpoint', endpoint, apiKey }
}

function browserKey(name: string, label: string): GreenRoutingError {
  return new GreenRoutingError(
    'browser-key',
    `The key of ${label} (for ${name}) stands in a page, where every visitor can read it. Give a function that fetches the ` +
      `user's own (apiKey: () => …, as after startOpenRouterSignIn), or apiBase, the address of a proxy of yours that adds it; ` +
      `dangerouslyAllowBrowser: true accepts the risk.`,
    { details: { model: name } },
  )
}
