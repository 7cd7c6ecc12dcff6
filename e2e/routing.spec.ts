/** The package as built, imported by a bare page: what it answers on each device. */
import type { Page } from '@playwright/test'
import { expect, openPageWithRouter, PACKAGE, test } from './fixtures.ts'
import { QUERIES, TAXONOMY_EXAMPLES } from './queries.ts'

let page: Page

test.beforeAll(async ({ browser, runningServer, device }) => {
  page = await openPageWithRouter(browser, runningServer, device)
})

test.afterAll(() => page.close())

test('loadPretrained without a source finds the shipped model', async ({ device }) => {
  const { info, attempts, chosen } = await page.evaluate(() => ({
    chosen: router.engine.device,
    info: router.engine.info,
    attempts: router.engine.attempts,
  }))
  expect(chosen).toBe(device)
  expect(attempts).toMatchObject([{ device, ok: true }])
  expect(info).toMatchObject({ device, storage: 'indexeddb', integrity: 'verified', cachedBytes: 0 })
  expect(info!.downloadedBytes).toBeGreaterThan(0)
})

test('every file comes from where the package lies, and only one runtime does', async ({ bare, server, device }) => {
  const elsewhere: string[] = []
  bare
    .context()
    .on('request', request => request.url().startsWith(server.origin + PACKAGE) || elsewhere.push(request.url()))
  await bare.evaluate(
    device => greenrouting.loadPretrained({ device, cache: false }).then(router => router.dispose()),
    device,
  )
  expect(server.asked('.wasm')).toHaveLength(1)
  expect(server.asked('.onnx')).toHaveLength(2)
  expect(elsewhere).toEqual([])
})

test('"What is 2+2?" goes to the smallest model, with 98.75 % less energy than the largest', async () => {
  const decision = await page.evaluate(() => router.route('What is 2+2?'))
  expect(decision.selectedModel).toBe('llama-3.1-8b')
  expect(decision.energyEstimateWh).toBeCloseTo(0.005, 12)
  expect(decision.energySavingsVsMax).toBeCloseTo(0.9875, 12)
  expect(decision.reasoning).toContain('llama-3.1-8b')
  expect(decision.ranking).toHaveLength(11)
})

test('energyModel estimates each answer by its tokens; a wrong one costs no download', async ({
  bare,
  device,
  server,
}) => {
  const refused = await bare.evaluate(() =>
    greenrouting.loadPretrained({ energyModel: '2026-12' as never }).catch(error => error.message as string),
  )
  expect(refused).toContain('loadPretrained.energyModel does not know "2026-12". Did you mean "2026-11"?')
  expect(server.asked('.onnx')).toEqual([])
  const { name, short, long } = await bare.evaluate(async device => {
    const router = await greenrouting.loadPretrained({ device, cache: false, energyModel: '2026-11' })
    const short = await router.route('What is 2+2?')
    const long = await router.route(`Write an essay about this text: ${'the river bends. '.repeat(20_000)}`)
    router.quality = 0
    const name = (await router.route('hi')).energyModel
    await router.dispose()
    return { name, short, long }
  }, device)
  expect(name).toBe('2026-11')
  expect(short.energy!.errors).toBeDefined()
  expect(short.profile.inputTokens).toBeLessThan(20)
  // Four words or so a repetition, also where the worker saw only the ends.
  expect(long.profile.inputTokens).toBeGreaterThan(60_000)
  expect(long.energy!.midWh).toBeGreaterThan(5 * short.energy!.midWh)
})

test('profiles written by hand', async () => {
  const { simple, hard } = await page.evaluate(() => {
    const { BenchmarkMatcher, Capability, GreenScorer, getKnownProfiles, ModelRegistry, QueryProfile } = greenrouting
    const registry = new ModelRegistry(Object.values(getKnownProfiles()))
    const matcher = new BenchmarkMatcher(registry, GreenScorer.from({ preset: 'balanced' }))
    return {
      simple: matcher.match(QueryProfile.single(Capability.SIMPLE, 1)),
      hard: matcher.match(
        QueryProfile.of({ capabilityWeights: { code: 0.5, math: 0.35, reasoning: 0.15 }, difficulty: 4 }),
      ),
    }
  })
  expect(simple).toMatchObject({ selectedModel: 'llama-3.1-8b', energyEstimateWh: 0.005 })
  expect(simple.energySavingsVsMax).toBeCloseTo(0.9875, 12)
  expect(hard.selectedModel).toBe('gpt-4o-mini')
})

test('the examples of the taxonomy get their capability as the primary one', async () => {
  const primary = await page.evaluate(
    async queries => {
      const decisions = await router.routeMany(queries)
      return decisions.map(({ profile }) => greenrouting.QueryProfile.primaryCapability(profile))
    },
    TAXONOMY_EXAMPLES.map(([query]) => query),
  )
  expect(TAXONOMY_EXAMPLES.map(([query], index) => [query, primary[index]])).toEqual(TAXONOMY_EXAMPLES)
})

test('every profile is whole: probabilities sum to 1, difficulty is 1 to 5', async () => {
  const profiles = await page.evaluate(
    queries => Promise.all(queries.map(query => router.classifyQuery(query))),
    QUERIES.slice(0, 30),
  )
  for (const profile of profiles) {
    const probabilities = Object.values(profile.capabilityProbabilities)
    expect(probabilities).toHaveLength(8)
    expect(sum(probabilities)).toBeCloseTo(1, 6)
    expect(sum(Object.values(profile.capabilityWeights))).toBeCloseTo(1, 6)
    expect(sum(Object.values(profile.outputLengthProbabilities))).toBeCloseTo(1, 6)
    expect([1, 2, 3, 4, 5]).toContain(profile.difficulty)
    expect(profile.confidence).toBeGreaterThan(0)
    expect(profile.confidence).toBeLessThanOrEqual(1)
    expect(profile.uncertain).toBe(profile.confidence < 0.5)
  }
})

test('routeMany answers in order and as route does, also across its message size', async () => {
  const queries = QUERIES.slice(0, 40)
  const { many, single } = await page.evaluate(async queries => {
    const many = await router.routeMany(queries)
    const single = []
    for (const query of queries) single.push(await router.route(query))
    return { many, single }
  }, queries)
  expect(many).toEqual(single)
})

test('the dial and the registry take effect at the next decision', async () => {
  const chosen = await page.evaluate(async () => {
    const query = 'Implement an LRU cache'
    const before = (await router.route(query)).selectedModel
    router.quality = 1
    const best = (await router.route(query)).selectedModel
    router.registry.unregister(best)
    const without = (await router.route(query)).selectedModel
    const { quality, scoring } = router
    router.registry.register(greenrouting.getKnownProfiles()[best]!)
    router.scoring = { preset: 'balanced' }
    const after = (await router.route(query)).selectedModel
    return { before, best, without, quality, scoring, after }
  })
  expect(chosen).toMatchObject({ quality: 1, scoring: { quality: 1 }, after: chosen.before })
  expect(chosen.best).not.toBe(chosen.before)
  expect(chosen.without).not.toBe(chosen.best)
})

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
