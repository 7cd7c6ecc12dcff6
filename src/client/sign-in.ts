/** Sign-in with OpenRouter, fetched when somebody signs in. */
import type { AbortSignalLike } from '../core/contracts.ts'
import type { OpenRouterSignIn } from '../providers/openrouter-sign-in.ts'

/**
 * Begins a sign-in. `callbackUrl` is where OpenRouter sends the user back to, with `?code=…` added. Needs https or localhost.
 */
export async function startOpenRouterSignIn(callbackUrl: string): Promise<OpenRouterSignIn> {
  const { start } = await import('../providers/openrouter-sign-in.ts')
  return start(callbackUrl)
}

/**
 * The user's key, for the `code` that OpenRouter sent along and the verifier of the start. Both work once. Rejects with
 * `provider-auth` when OpenRouter refuses them.
 */
export async function finishOpenRouterSignIn(
  code: string,
  verifier: string,
  options: { readonly signal?: AbortSignalLike | undefined } = {},
): Promise<string> {
  const { finish } = await import('../providers/openrouter-sign-in.ts')
  return finish(code, verifier, options)
}
