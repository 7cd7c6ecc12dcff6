import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CAPABILITIES, Capability } from './capability.ts'
import { checkProfile } from './profile-check.ts'
import { QueryProfile } from './query-profile.ts'

const sum = (record: object) => Object.values(record).reduce((total: number, value: number) => total + value, 0)

describe('QueryProfile.of', () => {
  test('normalises weights of any scale, keeps their proportions and drops zeros', () => {
    const profile = QueryProfile.of({
      capabilityWeights: { code: 50, math: 35, reasoning: 15, simple: 0 },
      difficulty: 4,
    })
    expect(profile.capabilityWeights.code).toBeCloseTo(0.5, 12)
    expect(profile.capabilityWeights.math).toBeCloseTo(0.35, 12)
    expect(profile.capabilityWeights).not.toHaveProperty('simple')
    expect(profile.capabilityProbabilities.simple).toBe(0)
    expect(profile.confidence).toBe(1)
    expect(profile.uncertain).toBe(false)
  })

  test('sums to 1 whatever finite weights come in, the greatest double among them', () => {
    const weight = fc.oneof(
      fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(1e308, 5e-324, 1),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...CAPABILITIES), weight), capabilityWeights => {
        fc.pre(sum(capabilityWeights) > 0)
        const profile = QueryProfile.of({ capabilityWeights, difficulty: 3 })
        expect(sum(profile.capabilityWeights)).toBeCloseTo(1, 12)
        expect(sum(profile.capabilityProbabilities)).toBeCloseTo(1, 12)
        expect(Object.keys(profile.capabilityProbabilities)).toEqual([...CAPABILITIES])
      }),
    )
  })

  test('rounds a real difficulty and keeps it', () => {
    expect(QueryProfile.of({ capabilityWeights: { code: 1 }, difficulty: 3.6 })).toMatchObject({
      difficulty: 4,
      difficultyScore: 3.6,
    })
  })

  test('is plain data: JSON and a structured clone give it back', () => {
    const profile = QueryProfile.single(Capability.CODE, 2, { expectedOutputLength: 'long' })
    expect(JSON.parse(JSON.stringify(profile))).toEqual(profile)
    expect(structuredClone(profile)).toEqual(profile)
    expect(profile.outputLengthProbabilities).toEqual({ short: 0, medium: 0, long: 1 })
  })

  test.each([
    [{ capabilityWeights: { coed: 1 }, difficulty: 1 }, /"coed".*Did you mean "code"/],
    [{ capabilityWeights: { code: -1 }, difficulty: 1 }, /capabilityWeights\.code/],
    [{ capabilityWeights: { code: Number.NaN }, difficulty: 1 }, /capabilityWeights\.code/],
    [{ capabilityWeights: { code: '1' }, difficulty: 1 }, /capabilityWeights\.code/],
    [{ capabilityWeights: { code: 0 }, difficulty: 1 }, /above 0/],
    [{ capabilityWeights: {}, difficulty: 1 }, /above 0/],
    [{ capabilityWeights: [], difficulty: 1 }, /an array/],
    [JSON.parse('{"capabilityWeights": {"__proto__": 1}, "difficulty": 1}'), /"__proto__"/],
    [{ capabilityWeights: { code: 1 }, difficulty: 0.9 }, /difficulty.*1 to 5/],
    [{ capabilityWeights: { code: 1 } }, /difficulty/],
    [{ difficulty: 1 }, /capabilityWeights/],
    [{ capabilityWeights: { code: 1 }, difficulty: 1, expectedOutputLength: 'longer' }, /Did you mean "long"/],
    [{ capabilityWeights: { code: 1 }, dificulty: 1 }, /"dificulty".*Did you mean "difficulty"/],
    [null, /a plain object/],
  ])('refuses %j', (input, message) => {
    expect(() => QueryProfile.of(input as never)).toThrow(
      expect.objectContaining({ code: 'invalid-profile', message: expect.stringMatching(message) }),
    )
  })

  test('single refuses a capability that is none', () => {
    expect(() => QueryProfile.single('maths' as never, 1)).toThrow(/Did you mean "math"/)
    expect(() => QueryProfile.single('constructor' as never, 1)).toThrow(
      expect.objectContaining({ code: 'invalid-profile' }),
    )
  })
})

describe('QueryProfile.fromPrediction', () => {
  const lengths = [0.2, 0.5, 0.3]

  test('drops what is under 0.1, renormalises the rest and keeps all eight probabilities', () => {
    const profile = QueryProfile.fromPrediction({
      capabilityProbabilities: [0.05, 0.3, 0.5, 0.1, 0.02, 0.01, 0.01, 0.01],
      difficultyScore: 3.4,
      outputLengthProbabilities: lengths,
    })
    expect(Object.keys(profile.capabilityWeights)).toEqual(['math', 'code', 'knowledge'])
    expect(profile.capabilityWeights.code).toBeCloseTo(0.5 / 0.9, 12)
    expect(profile.capabilityProbabilities.reasoning).toBe(0.05)
    expect(profile).toMatchObject({
      difficulty: 3,
      difficultyScore: 3.4,
      expectedOutputLength: 'medium',
      confidence: 0.5,
    })
  })

  test('takes a calibrated confidence, and is uncertain where that is under the threshold', () => {
    const prediction = {
      capabilityProbabilities: [0.6, 0.4, 0, 0, 0, 0, 0, 0],
      difficultyScore: 1,
      outputLengthProbabilities: lengths,
      confidence: 0.45,
    }
    expect(QueryProfile.fromPrediction(prediction)).toMatchObject({ confidence: 0.45, uncertain: false })
    expect(QueryProfile.fromPrediction({ ...prediction, abstainBelow: 0.5 }).uncertain).toBe(true)
    expect(QueryProfile.fromPrediction({ ...prediction, abstainBelow: 0.45 }).uncertain).toBe(false)
    expect(() => QueryProfile.fromPrediction({ ...prediction, confidence: Number.NaN })).toThrow(/finite/)
  })

  test('keeps the top one when none reaches 0.1', () => {
    const profile = QueryProfile.fromPrediction({
      capabilityProbabilities: [0.01, 0.01, 0.09, 0.01, 0.01, 0.01, 0.01, 0.01],
      difficultyScore: 1,
      outputLengthProbabilities: lengths,
    })
    expect(profile.capabilityWeights).toEqual({ code: 1 })
  })

  test.each([
    [-3, 1],
    [0.4, 1],
    [5.4, 5],
    [99, 5],
  ])('clamps difficulty %d to %d', (difficultyScore, difficulty) => {
    const capabilityProbabilities = [0, 0, 0, 0, 0, 0, 0, 1]
    const profile = QueryProfile.fromPrediction({
      capabilityProbabilities,
      difficultyScore,
      outputLengthProbabilities: lengths,
    })
    expect(profile.difficulty).toBe(difficulty)
    expect(profile.difficultyScore).toBe(difficulty)
  })

  test.each([
    [[Number.NaN, 0, 0, 0, 0, 0, 0, 0], 1, lengths],
    [[1, 0, 0, 0, 0, 0, 0, 0], Number.POSITIVE_INFINITY, lengths],
    [[1, 0, 0, 0, 0, 0, 0, 0], 1, [Number.NaN, 0, 0]],
    [[1, 0, 0], 1, lengths],
    [[1, 0, 0, 0, 0, 0, 0, 0], 1, []],
  ])('calls %j %d %j a fault of ours', (capabilityProbabilities, difficultyScore, outputLengthProbabilities) => {
    const predict = () =>
      QueryProfile.fromPrediction({ capabilityProbabilities, difficultyScore, outputLengthProbabilities })
    expect(predict).toThrow(expect.objectContaining({ code: 'internal' }))
  })
})

describe('questions about a profile', () => {
  const mixed = QueryProfile.of({ capabilityWeights: { simple: 0.85, code: 0.15 }, difficulty: 2 })
  const nearlyMixed = QueryProfile.of({ capabilityWeights: { simple: 0.86, code: 0.14 }, difficulty: 2 })

  test('primary is the heaviest, the first of equals, simple of none', () => {
    expect(QueryProfile.primaryCapability(mixed)).toBe('simple')
    expect(
      QueryProfile.primaryCapability(QueryProfile.of({ capabilityWeights: { code: 1, math: 1 }, difficulty: 1 })),
    ).toBe('math')
    expect(QueryProfile.primaryCapability({ ...mixed, capabilityWeights: {} })).toBe('simple')
  })

  test('mixed from a second weight of 0.15 on; trivial only when simple, easy and not mixed', () => {
    expect(QueryProfile.isMixed(mixed)).toBe(true)
    expect(QueryProfile.isMixed(nearlyMixed)).toBe(false)
    expect(QueryProfile.isTrivial(mixed)).toBe(false)
    expect(QueryProfile.isTrivial(nearlyMixed)).toBe(true)
    expect(QueryProfile.isTrivial(QueryProfile.single('simple', 3))).toBe(false)
    expect(QueryProfile.isTrivial(QueryProfile.single('code', 1))).toBe(false)
  })

  test('needs a strong model from difficulty 4 on; threshold climbs from 0.2 to 0.9', () => {
    const at = (difficulty: number) => QueryProfile.single('code', difficulty)
    expect([1, 2, 3, 4, 5].map(d => QueryProfile.needsStrongModel(at(d)))).toEqual([false, false, false, true, true])
    expect(QueryProfile.threshold(at(1))).toBeCloseTo(0.2, 12)
    expect(QueryProfile.threshold(at(5))).toBeCloseTo(0.9, 12)
  })

  test('checkProfile lets through what of makes, also after JSON, and a profile without weights', () => {
    checkProfile(JSON.parse(JSON.stringify(mixed)))
    checkProfile({ ...mixed, capabilityWeights: {} })
    expect(() => checkProfile({ ...mixed, difficulty: Number.NaN })).toThrow(/difficulty/)
    expect(() => checkProfile({ ...mixed, capabilityWeights: { code: 1e308 } })).toThrow(/at most/)
  })
})
