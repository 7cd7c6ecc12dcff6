/** The pool of whoever names none: the seed's eleven models. */
import { getKnownProfiles } from './known-profiles.ts'
import { ModelRegistry } from './model-registry.ts'

/** A new registry at each call. */
export const defaultRegistry = (): ModelRegistry => new ModelRegistry(Object.values(getKnownProfiles()))
