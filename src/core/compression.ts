import type { QueryProfile, RoutingDecision } from './contracts.ts'
import { GreenRoutingError } from './errors.ts'
import { isPlainObject } from './options.ts'
import { checkProfile } from './profile-check.ts'

/** How much shorter than usual an answer may be. */
export type CompressionLevel = 'aggressive' | 'moderate' | 'none'

/** Whether to ask for a shorter answer, and in which words. */
export interface CompressionHint {
  readonly shouldCompress: boolean
  readonly level: CompressionLevel
  /** Share of the output tokens that the instruction may save, 0..1: the seed's figures, not measured here. */
  readonly estimatedTokenSavings: number
  /** What to append to the system prompt; empty when there is nothing to ask for. */
  readonly systemInstruction: string
}

const AGGRESSIVE: CompressionHint = Object.freeze({
  shouldCompress: true,
  level: 'aggressive',
  estimatedTokenSavings: 0.65,
  systemInstruction:
    'Answer in as few words as the question allows: the result only, without greeting, restatement or closing remark.',
})

const MODERATE: CompressionHint = Object.freeze({
  shouldCompress: true,
  level: 'moderate',
  estimatedTokenSavings: 0.3,
  systemInstruction:
    'Keep the answer short: give every fact the question needs once, and leave out filler and repetition.',
})

/** Nothing is asked for. */
export const NO_COMPRESSION: CompressionHint = Object.freeze({
  shouldCompress: false,
  level: 'none',
  estimatedTokenSavings: 0,
  systemInstruction: '',
})

/** The hint for a query, by its difficulty: 1 and 2 aggressive, 3 moderate, 4 and 5 none (the seed's steps). */
export function getCompressionHint(query: QueryProfile | RoutingDecision): CompressionHint {
  if (!isPlainObject(query)) {
    throw new GreenRoutingError('invalid-profile', 'getCompressionHint takes a query profile or a routing decision.')
  }
  const profile = (Object.hasOwn(query, 'profile') ? query.profile : query) as QueryProfile
  checkProfile(profile)
  if (profile.difficulty >= 4) return NO_COMPRESSION
  return profile.difficulty >= 3 ? MODERATE : AGGRESSIVE
}
