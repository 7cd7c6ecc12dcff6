/** What a server offers, and which of it the catalogue knows: only of those is there something to choose by. */
import type { ModelProfile } from 'greenrouting'
import { getCatalog, resolveModel } from 'greenrouting/catalog'

/** A server of the OpenAI format. */
export interface Server {
  /** With its version, such as `http://localhost:11434/v1`. */
  readonly base: string
  /** Kept in memory alone. */
  readonly key: string | undefined
}

/** A model of the catalogue that a server offers. */
export interface Offer {
  readonly profile: ModelProfile
  /** What the server calls it. */
  readonly id: string
  readonly server: Server
}

export interface Offers {
  readonly known: readonly Offer[]
  /** What the server offers besides. */
  readonly unknown: number
}

const PATIENCE_MS = 15_000

/** Throws an error whose message is for a person. */
export async function readOffers(server: Server): Promise<Offers> {
  const { base, key } = server
  const address = `${base.replace(/\/+$/, '')}/models`
  let response: Response
  try {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
    response = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch {
    throw new Error(
      `${address} does not answer. Is the server running, and does it let this page in? (Ollama: OLLAMA_ORIGINS=${location.origin}; LM Studio: lms server start --cors)`,
    )
  }
  if (!response.ok)
    throw new Error(`${address} answers ${response.status}${response.status === 401 ? ': check the key' : ''}.`)
  const ids = idsIn(await response.json().catch(() => undefined))
  if (ids === undefined) throw new Error(`${address} does not list its models as OpenAI's API does.`)
  const { models } = getCatalog()
  const known: Offer[] = []
  let unknown = 0
  for (const id of ids) {
    const model = resolveModel(id)?.model
    if (model === undefined) {
      unknown++
      continue
    }
    // A model of several efforts has an entry for each, of which the server offers all.
    for (const profile of models.filter(({ name }) => name === model || name.startsWith(`${model}:`))) {
      if (!known.some(offer => offer.profile.name === profile.name)) known.push({ profile, id, server })
    }
  }
  return { known, unknown }
}

function idsIn(list: unknown): readonly string[] | undefined {
  const data = (list as { readonly data?: unknown } | null | undefined)?.data
  if (!Array.isArray(data)) return undefined
  return data.map((entry: { readonly id?: unknown } | null) => entry?.id).filter(id => typeof id === 'string')
}

/** Of all servers, each under a name of its own: where two offer the same model, the later one's says where. */
export function withNames(offers: readonly Offer[]): Offer[] {
  const names = new Set<string>()
  return offers.map(offer => {
    const { name } = offer.profile
    const own = names.has(name) ? `${name} (${new URL(offer.server.base).host})` : name
    names.add(own)
    return own === name ? offer : { ...offer, profile: { ...offer.profile, name: own } }
  })
}
