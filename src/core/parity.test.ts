import { describe, expect, test } from 'vitest'
import type { ScoringConfig } from './contracts.ts'
import { getKnownProfiles } from './known-profiles.ts'
import { BenchmarkMatcher } from './matcher.ts'
import { ModelRegistry } from './model-registry.ts'
import fixture from './parity.fixture.json' with { type: 'json' }
import { QueryProfile } from './query-profile.ts'
import { GreenScorer } from './scorer.ts'

const registry = new ModelRegistry(Object.values(getKnownProfiles()))

function scoringOf(name: string): ScoringConfig {
  const dial = /^quality=(.*)$/.exec(name)
  return dial ? { quality: Number(dial[1]) } : ({ preset: name } as ScoringConfig)
}

/** The seed's weights as they are; the two rows without any cannot be written with `QueryProfile.of`. */
function profileOf(query: (typeof fixture.queries)[number]): QueryProfile {
  const simple = QueryProfile.single('simple', query.difficulty)
  return { ...simple, capabilityWeights: query.weights as QueryProfile['capabilityWeights'] }
}

const rows = fixture.rows.map(([query, scorer, selected, greenScore, savingsVsMax, quality, belowThreshold]) => ({
  query: fixture.queries[query!]!,
  scorer: fixture.scorers[scorer!]!,
  selected: fixture.models[selected!]!,
  greenScore: greenScore!,
  savingsVsMax: savingsVsMax!,
  quality: quality!,
  belowThreshold: belowThreshold === 1,
}))

describe('the seed’s own decisions', () => {
  test('are all here', () => {
    expect(rows).toHaveLength(816)
    expect(rows.filter(row => row.belowThreshold)).toHaveLength(8)
    expect(registry.names).toEqual(fixture.models)
  })

  test.each(fixture.scorers)('by %s: same model, green score, quality and savings', scorer => {
    const matcher = new BenchmarkMatcher(registry, GreenScorer.from(scoringOf(scorer)))
    for (const row of rows.filter(row => row.scorer === scorer && !row.belowThreshold)) {
      const decision = matcher.match(profileOf(row.query))
      expect(decision.selectedModel, JSON.stringify(row.query)).toBe(row.selected)
      expect(Math.abs(decision.greenScore - row.greenScore)).toBeLessThan(1e-9)
      expect(Math.abs(decision.energySavingsVsMax! - row.savingsVsMax)).toBeLessThan(1e-9)
      expect(Math.abs(decision.ranking[0]!.quality - row.quality)).toBeLessThan(1e-9)
    }
  })

  test('rest on the same threshold, fitness and qualified models', () => {
    const matcher = new BenchmarkMatcher(registry)
    for (const query of fixture.queries) {
      const { ranking, threshold } = matcher.match(profileOf(query))
      expect(threshold).toBeCloseTo(query.threshold, 10)
      fixture.models.forEach((name, index) => {
        const entry = ranking.find(entry => entry.model === name)!
        // Recorded to six digits.
        expect(Math.abs(entry.fitness - query.fitness[index]!), name).toBeLessThan(1e-6)
        expect(entry.qualified, `${name} ${JSON.stringify(query)}`).toBe((query.qualified as number[]).includes(index))
      })
    }
  })

  test('are mended where the seed picks a model under the threshold: the only one that reaches it wins', () => {
    for (const row of rows.filter(row => row.belowThreshold)) {
      const decision = new BenchmarkMatcher(registry, GreenScorer.from(scoringOf(row.scorer))).match(
        profileOf(row.query),
      )
      expect(row.query.qualified).toHaveLength(1)
      expect(decision.selectedModel).toBe(fixture.models[row.query.qualified[0]!])
      expect(decision.selectedModel).not.toBe(row.selected)
    }
  })
})
