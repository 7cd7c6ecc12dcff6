/** WASM and WebGPU, which run different files of the model, give the same answers within the one tolerance. */
import { CAPABILITIES } from '../src/core/index.ts'
import { expect, test } from './fixtures.ts'
import { QUERIES } from './queries.ts'

const TOLERANCE = { sameTop: 0.99, sameModel: 0.99, weight: 0.05, difficulty: 0.15 }

test(`${QUERIES.length} queries on both devices in one page`, async ({ bare }) => {
  // A software adapter takes about a fifth of a second for each.
  test.setTimeout(300_000)
  expect(QUERIES.length).toBeGreaterThanOrEqual(250)
  expect(new Set(QUERIES).size).toBe(QUERIES.length)
  const { wasm, webgpu } = await bare.evaluate(async queries => {
    const answer = async (device: 'wasm' | 'webgpu') => {
      const router = await greenrouting.loadPretrained({ device })
      const decisions = await router.routeMany(queries)
      const answeredBy = router.engine.info!.device
      await router.dispose()
      return { decisions, answeredBy }
    }
    return { wasm: await answer('wasm'), webgpu: await answer('webgpu') }
  }, QUERIES)
  expect([wasm.answeredBy, webgpu.answeredBy]).toEqual(['wasm', 'webgpu'])

  const pairs = wasm.decisions.map((decision, index) => [decision, webgpu.decisions[index]!] as const)
  const top = (decision: (typeof wasm.decisions)[number]) =>
    CAPABILITIES.reduce((best, name) =>
      decision.profile.capabilityProbabilities[name] > decision.profile.capabilityProbabilities[best] ? name : best,
    )
  const weightDifferences = pairs.flatMap(([a, b]) =>
    CAPABILITIES.map(name =>
      Math.abs(a.profile.capabilityProbabilities[name] - b.profile.capabilityProbabilities[name]),
    ),
  )
  const difficultyDifferences = pairs.map(([a, b]) => Math.abs(a.profile.difficultyScore - b.profile.difficultyScore))
  const measured = {
    sameTop: share(pairs, ([a, b]) => top(a) === top(b)),
    sameModel: share(pairs, ([a, b]) => a.selectedModel === b.selectedModel),
    weight: percentile99(weightDifferences),
    difficulty: percentile99(difficultyDifferences),
    largestWeight: Math.max(...weightDifferences),
    largestDifficulty: Math.max(...difficultyDifferences),
    otherTop: QUERIES.filter((_, index) => top(pairs[index]![0]) !== top(pairs[index]![1])).map(query =>
      query.slice(0, 60),
    ),
  }
  test.info().annotations.push({ type: 'measured', description: JSON.stringify(measured) })

  // Two builds of a runtime on two quantisations never agree to the last bit: the same file twice would.
  expect(measured.largestWeight).toBeGreaterThan(0)
  expect(measured.sameTop).toBeGreaterThanOrEqual(TOLERANCE.sameTop)
  expect(measured.sameModel).toBeGreaterThanOrEqual(TOLERANCE.sameModel)
  expect(measured.weight).toBeLessThanOrEqual(TOLERANCE.weight)
  expect(measured.difficulty).toBeLessThanOrEqual(TOLERANCE.difficulty)
})

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length
}

/** The value that 99 of 100 do not exceed. */
function percentile99(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b)
  return ascending[Math.ceil(ascending.length * 0.99) - 1]!
}
