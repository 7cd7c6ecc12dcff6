/** The registry of a router that shows one: more is known of its models then than their names. */
import type { ModelProfile, Router } from '../core/contracts.ts'

export interface Registry {
  readonly names: readonly string[]
  has(name: string): boolean
  get(name: string): ModelProfile
}

export function registryOf(router: Router): Registry | undefined {
  const { registry } = router as { readonly registry?: Partial<Registry> }
  const { names, has, get } = registry ?? {}
  return Array.isArray(names) && typeof has === 'function' && typeof get === 'function'
    ? (registry as Registry)
    : undefined
}
