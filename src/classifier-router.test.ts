import { describe, expect, it } from 'vitest'
import { type ClassifierEngine, ClassifierRouter, type WhenUncertain } from './classifier-router.ts'
import { getKnownProfiles, ModelRegistry, QueryProfile } from './core/index.ts'

const registry = () => new ModelRegistry(Object.values(getKnownProfiles()))
const sure = QueryProfile.single('knowledge', 1)
const unsure: QueryProfile = { ...sure, uncertain: true }

/** The engine is not asked when a profile is at hand. */
const router = (whenUncertain?: WhenUncertain) =>
  new ClassifierRouter({} as ClassifierEngine, {
    registry: registry(),
    scoring: { preset: 'maximum_green' },
    whenUncertain,
  })

describe('an uncertain profile', () => {
  it('is decided as any other by default', () => {
    expect(router().decide(unsure).selectedModel).toBe(router().decide(sure).selectedModel)
  })

  it('is decided by quality alone where that was asked for; a sure one is not', () => {
    const best = new ClassifierRouter({} as ClassifierEngine, { registry: registry(), scoring: { quality: 1 } })
    const careful = router('best-quality')
    expect(careful.decide(unsure).selectedModel).toBe(best.decide(sure).selectedModel)
    expect(careful.decide(unsure).selectedModel).not.toBe(careful.decide(sure).selectedModel)
    expect(careful.scoreModels(unsure)[0]?.model).toBe(best.scoreModels(sure)[0]?.model)
    expect(careful.scoring).toEqual({ preset: 'maximum_green' })
  })
})
