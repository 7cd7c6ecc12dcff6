/** Why nothing came back at all, as far as that can be told: browsers hide the difference from scripts. */
import type { GreenRoutingError } from '../core/errors.ts'
import { publicUrl } from './address.ts'
import { ALLOW_PAGE } from './local-servers.ts'
import { inPage, isLoopback, isOffline, pageLocation } from './page.ts'
import { providerError, type Subject } from './provider-error.ts'

/** `fetch` says the same two words for a dead network, a wrong address and a page that is not let in. */
export function unreachableError(subject: Subject, cause: unknown): GreenRoutingError {
  const { endpoint, url, headerNames } = subject
  const { protocol, hostname } = new URL(url)
  const page = inPage() ? pageLocation() : undefined
  const at = `${endpoint.label} could not be reached at ${publicUrl(url)}`
  const fail = (why: string) => providerError(subject, 'provider-unreachable', `${at}${why}`, {}, cause)
  if (isOffline()) return fail(': the browser is offline.')
  if (page === undefined || page.origin === new URL(url).origin) {
    const { code } = ((cause as Error | undefined)?.cause ?? {}) as { code?: unknown }
    return fail(`${typeof code === 'string' ? ` (${code})` : ''}. Check the network and apiBase.`)
  }
  if (page.protocol === 'https:' && protocol === 'http:' && !isLoopback(hostname)) {
    return fail(': a page on https may not call an address on http. Serve it over https.')
  }
  const allow = ALLOW_PAGE[endpoint.provider]
  const origin = page.origin
  const local = isLoopback(hostname) && !isLoopback(page.hostname)
  return fail(
    `. Either it is down, or it does not let this page in (CORS): it must answer with ` +
      `"Access-Control-Allow-Origin: ${origin}" and "Access-Control-Allow-Headers: ${headerNames.join(', ')}".` +
      (allow ? ` ${endpoint.label} does after: ${allow(origin)}` : '') +
      (local ? ' The browser may also ask for permission to reach the local network.' : ''),
  )
}
