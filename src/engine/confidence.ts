/** How sure the classifier may be that its first capability is the right one. */
import { CAPABILITIES } from '../core/capability.ts'
import type { ConfidenceCalibration } from './manifest.ts'

/** Nothing is certain: keeps logits and ratios finite. */
const LEAST = 1e-6

const logit = (share: number): number => {
  const kept = Math.min(Math.max(share, LEAST), 1 - LEAST)
  return Math.log(kept / (1 - kept))
}

const MULTILINGUAL = CAPABILITIES.indexOf('multilingual')

/**
 * 0..1, from the eight probabilities in the order of `CAPABILITIES`. A first weight of 0.65 may be half a guess, or all that a
 * mixed label gives its first part: how far the second lies behind, and how clear the skill is once the language is left aside,
 * tell the two apart.
 */
export function confidenceOf(
  probabilities: readonly number[],
  { scale, lead = 0, skill = 0, shift }: ConfidenceCalibration,
): number {
  const [first, second] = [...probabilities].sort((a, b) => b - a) as [number, number]
  const skills = probabilities.filter((_, index) => index !== MULTILINGUAL)
  const share = Math.max(...skills) / skills.reduce((sum, value) => sum + value, LEAST)
  const ahead = Math.log(Math.max(first, LEAST) / Math.max(second, LEAST))
  return 1 / (1 + Math.exp(-(scale * logit(first) + lead * ahead + skill * logit(share) + shift)))
}
