/** A key of the user's own from OpenRouter, without a server behind this page. */
import { finishOpenRouterSignIn, startOpenRouterSignIn } from 'greenrouting/client'

export const OPENROUTER = 'https://openrouter.ai/api/v1'

/** Lasts from leaving the page to coming back, in this tab. */
const VERIFIER = 'greenrouting-verifier'

/** Leaves the page. */
export async function signIn(): Promise<void> {
  const { url, verifier } = await startOpenRouterSignIn(location.origin + location.pathname)
  sessionStorage.setItem(VERIFIER, verifier)
  location.assign(url)
}

/** The key, when the page was come back to; once. */
export async function signedIn(): Promise<string | undefined> {
  const code = new URLSearchParams(location.search).get('code')
  const verifier = sessionStorage.getItem(VERIFIER)
  if (code === null || verifier === null) return undefined
  sessionStorage.removeItem(VERIFIER)
  history.replaceState(null, '', location.pathname)
  return finishOpenRouterSignIn(code, verifier)
}
