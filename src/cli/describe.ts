/** What a person reads: a profile and a decision in a few aligned lines. */
import {
  CAPABILITIES,
  formatEnergy,
  formatShare,
  formatUsd,
  type QueryProfile,
  type RoutingDecision,
} from '../core/index.ts'

const BAR_WIDTH = 20
/** A capability less likely than this is left out. */
const LEAST_SHOWN = 0.01

const row = (label: string, text: string): string => `${label.padEnd(12)}${text}`
const percent = (share: number): string => `${String(Math.round(share * 100)).padStart(3)} %`

export function describeProfile(profile: QueryProfile): string {
  const { capabilityProbabilities: shares, outputLengthProbabilities: lengths, expectedOutputLength: length } = profile
  const bars = CAPABILITIES.filter(name => shares[name] >= LEAST_SHOWN)
    .sort((a, b) => shares[b] - shares[a])
    .map(name => `${name.padEnd(13)}${percent(shares[name])} ${'█'.repeat(Math.round(shares[name] * BAR_WIDTH))}`)
  return [
    ...bars.map((bar, index) => row(index === 0 ? 'needs' : '', bar.trimEnd())),
    row('difficulty', `${profile.difficulty} of 5 (${profile.difficultyScore.toFixed(2)})`),
    row('answer', `${length} (${percent(lengths[length]).trim()})`),
  ].join('\n')
}

export function describeDecision(decision: RoutingDecision): string {
  const { selectedModel, profile, energy, energySavingsVsMax: saved, maxEnergyModel } = decision
  const takes = energy === null ? 'unknown' : `${formatEnergy(energy)} an answer`
  return [
    selectedModel,
    '',
    describeProfile(profile),
    row('energy', saved ? `${takes}; ${formatShare(saved)} less than ${maxEnergyModel}` : takes),
    row('cost', `${formatUsd(decision.costEstimate)} for 500 tokens in and 500 out`),
    '',
    decision.reasoning,
  ].join('\n')
}
