/**
 * The float model, int8 on WASM and 8-bit weights on WebGPU, which are three files, give the same answers within the one
 * tolerance. A software adapter takes 0.45 s of a core for a short query: WebGPU answers the 280 here in a minute and is
 * asked all 983 with PARITY=all. WASM answers the 703 labelled ones in seconds.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CAPABILITIES, type CapabilityRecord, QueryProfile } from '../src/core/index.ts'
import { built, expect, repository, test } from './fixtures.ts'
import { QUERIES } from './queries.ts'

const TOLERANCE = { sameTop: 0.99, sameModel: 0.99, weight: 0.05, difficulty: 0.15 }

const EVALUATION = join(repository, 'models/evaluation')
const LABELLED = readFileSync(join(EVALUATION, 'written-dev.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as { readonly id: string; readonly text: string })

const ON_WEBGPU = process.env.PARITY === 'all' ? [...QUERIES, ...LABELLED.map(({ text }) => text)] : QUERIES

/** What a decision rests on. */
interface Answer {
  readonly capabilityProbabilities: CapabilityRecord
  readonly difficultyScore: number
  readonly selectedModel: string
}

test(`${ON_WEBGPU.length} queries on WASM and WebGPU in one page`, async ({ bare }) => {
  test.setTimeout(process.env.PARITY === 'all' ? 3_600_000 : 600_000)
  expect(ON_WEBGPU.length).toBeGreaterThanOrEqual(250)
  expect(new Set(ON_WEBGPU).size).toBe(ON_WEBGPU.length)
  const { wasm, webgpu } = await bare.evaluate(async queries => {
    const answer = async (device: 'wasm' | 'webgpu') => {
      const router = await greenrouting.loadPretrained({ device })
      const decisions = await router.routeMany(queries)
      const answeredBy = router.engine.info!.device
      await router.dispose()
      return { answers: decisions.map(({ profile, selectedModel }) => ({ ...profile, selectedModel })), answeredBy }
    }
    return { wasm: await answer('wasm'), webgpu: await answer('webgpu') }
  }, ON_WEBGPU)
  expect([wasm.answeredBy, webgpu.answeredBy]).toEqual(['wasm', 'webgpu'])
  expectToAgree(wasm.answers, webgpu.answers, ON_WEBGPU)
})

test(`${LABELLED.length} labelled queries in float and on WASM`, async ({ bare }) => {
  const file = join(EVALUATION, 'float-reference.json')
  test.skip(!existsSync(file), 'python -m recipe.float_reference has not been run for these weights')
  test.setTimeout(600_000)
  const reference = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly files: Readonly<Record<string, string>>
    readonly queries: Readonly<Record<string, readonly number[]>>
  }
  const { files } = JSON.parse(built('model/manifest.json').toString()) as {
    files: Record<string, { readonly sha256: string }>
  }
  for (const [path, sha256] of Object.entries(reference.files)) {
    expect(files[path]!.sha256, 'float-reference.json is of other weights: run python -m recipe.float_reference').toBe(
      sha256,
    )
  }
  expect(LABELLED.length).toBeGreaterThanOrEqual(500)
  const said = LABELLED.map(({ id }) => {
    const numbers = reference.queries[id]!
    return QueryProfile.fromPrediction({
      capabilityProbabilities: numbers.slice(0, 8),
      difficultyScore: numbers[8]!,
      outputLengthProbabilities: [1, 0, 0],
    })
  })
  const texts = LABELLED.map(({ text }) => text)
  const { float, wasm } = await bare.evaluate(
    async ([texts, said]) => {
      const router = await greenrouting.loadPretrained({ device: 'wasm' })
      const decisions = await router.routeMany(texts)
      const float = said.map(profile => router.decide(profile))
      await router.dispose()
      const answers = (all: typeof decisions) =>
        all.map(({ profile, selectedModel }) => ({ ...profile, selectedModel }))
      return { float: answers(float), wasm: answers(decisions) }
    },
    [texts, said] as const,
  )
  expectToAgree(float, wasm, texts)
})

function expectToAgree(left: readonly Answer[], right: readonly Answer[], texts: readonly string[]): void {
  const pairs = left.map((answer, index) => [answer, right[index]!] as const)
  const top = ({ capabilityProbabilities: weights }: Answer) =>
    CAPABILITIES.reduce((best, name) => (weights[name] > weights[best] ? name : best))
  const weightDifferences = pairs.flatMap(([a, b]) =>
    CAPABILITIES.map(name => Math.abs(a.capabilityProbabilities[name] - b.capabilityProbabilities[name])),
  )
  const difficultyDifferences = pairs.map(([a, b]) => Math.abs(a.difficultyScore - b.difficultyScore))
  const measured = {
    sameTop: share(pairs, ([a, b]) => top(a) === top(b)),
    sameModel: share(pairs, ([a, b]) => a.selectedModel === b.selectedModel),
    weight: percentile99(weightDifferences),
    difficulty: percentile99(difficultyDifferences),
    largestWeight: Math.max(...weightDifferences),
    largestDifficulty: Math.max(...difficultyDifferences),
    otherTop: texts
      .filter((_, index) => top(pairs[index]![0]) !== top(pairs[index]![1]))
      .map(query => query.slice(0, 60)),
  }
  test.info().annotations.push({ type: 'measured', description: JSON.stringify(measured) })

  // Two files never agree to the last bit: the same one twice would.
  expect(measured.largestWeight).toBeGreaterThan(0)
  expect(measured.sameTop).toBeGreaterThanOrEqual(TOLERANCE.sameTop)
  expect(measured.sameModel).toBeGreaterThanOrEqual(TOLERANCE.sameModel)
  expect(measured.weight).toBeLessThanOrEqual(TOLERANCE.weight)
  expect(measured.difficulty).toBeLessThanOrEqual(TOLERANCE.difficulty)
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length
}

/** The value that 99 of 100 do not exceed. */
function percentile99(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b)
  return ascending[Math.ceil(ascending.length * 0.99) - 1]!
}
