/** Addresses of APIs: read, extended, shown. */
import { GreenRoutingError } from '../core/errors.ts'

/** The address of an endpoint; parameters of the base stay, and a base that already ends with the path is taken as it is. */
export function endpointUrl(apiBase: string, path: string, parameters: Readonly<Record<string, string>> = {}): string {
  const url = new URL(apiBase)
  const base = url.pathname.replace(/\/+$/, '')
  url.pathname = base.endsWith(path) ? base : base + path
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/** An absolute http(s) address: a relative one is resolved against the page. Throws `invalid-option`. */
export function readApiBase(apiBase: string, path: string, defaultPath = ''): string {
  let url: URL
  try {
    url = new URL(apiBase, (globalThis as { location?: { href: string } }).location?.href)
  } catch (cause) {
    // Not shown: somebody may have put a key here.
    throw new GreenRoutingError('invalid-option', `${path} is not an address such as https://example.com/v1.`, {
      details: { path },
      cause,
    })
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new GreenRoutingError('invalid-option', `${path} must start with http: or https:, not ${url.protocol}`, {
      details: { path },
    })
  }
  if (url.username !== '' || url.password !== '') {
    throw new GreenRoutingError('invalid-option', `${path} may not hold a user or password: use headers.`, {
      details: { path },
    })
  }
  if (url.pathname === '/') url.pathname = defaultPath
  return url.href
}

/** An address as a message may show it: without user, password and parameters, any of which may be secret. */
export function publicUrl(address: string): string {
  const { origin, pathname } = new URL(address)
  return origin + pathname
}
