/**
 * How long it takes to score and match a large pool, as a multiple of sorting it: `npm run bench:matcher -- [models]`. Prints the
 * ratios; exits with 1 when one is above the limit.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { root } from './stale.js'

const LIMIT = 4
const ROUNDS = 41
const models = Number(process.argv[2] ?? 10_000)

execFileSync(process.execPath, [join(root, 'scripts/build.js'), '--if-stale', '--library'], { stdio: ['ignore', 2, 2] })
const { BenchmarkMatcher, CAPABILITIES, GreenScorer, ModelRegistry, QueryProfile } = await import(
  pathToFileURL(join(root, 'dist/core.js')).href
)

/** Deterministic numbers in 0..1: a linear congruential generator of Numerical Recipes. */
let state = 1
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}

/** Models as a catalogue has them: sizes public, guessed or unknown, some that think, scores on some benchmarks. */
const pool = Array.from({ length: models }, (_, index) => ({
  name: `model-${index}`,
  costPer1kInput: random() / 100,
  costPer1kOutput: random() / 50,
  ...(random() < 0.7 && { estimatedParamsB: 1 + 700 * random() ** 3 }),
  ...(random() < 0.4 && { sizeBasis: 'public' }),
  ...(random() < 0.2 && { thoughtFactor: Math.round(10 * random()) / 4 }),
  benchmarkScores: Object.fromEntries(
    ['mmlu', 'gsm8k', 'humaneval', 'ifeval', 'gpqa', 'mgsm'].filter(() => random() < 0.8).map(name => [name, random()]),
  ),
}))
const registry = new ModelRegistry(pool)
const profiles = Array.from({ length: ROUNDS }, () =>
  QueryProfile.of({
    capabilityWeights: Object.fromEntries(CAPABILITIES.map(name => [name, random() ** 3])),
    difficulty: 1 + 4 * random(),
    expectedOutputLength: ['short', 'medium', 'long'][Math.floor(3 * random())],
  }),
)

const median = values => values.sort((a, b) => a - b)[values.length >> 1]
const time = run => {
  const start = performance.now()
  run()
  return performance.now() - start
}

console.log(`${models} models, median of ${ROUNDS} queries, Node ${process.versions.node}`)
for (const energyModel of ['seed', '2026-11']) {
  const matcher = new BenchmarkMatcher(registry, GreenScorer.from({ preset: 'balanced' }), { energyModel })
  const measure = profile => {
    const matched = time(() => matcher.match(profile))
    const byName = new Map(matcher.match(profile).ranking.map(entry => [entry.model, entry]))
    const registered = registry.names.map(name => byName.get(name))
    return { matched, sorted: time(() => registered.sort((a, b) => b.greenScore - a.greenScore)) }
  }
  // Once unseen: facts are looked up and code is compiled.
  profiles.map(measure)
  const pairs = profiles.map(measure)
  // Pair by pair, so that a machine that is busy now and then slows both.
  const ratio = median(pairs.map(({ matched, sorted }) => matched / sorted))
  const [match, sort] = [median(pairs.map(pair => pair.matched)), median(pairs.map(pair => pair.sorted))]
  console.log(
    `${energyModel.padEnd(8)} match ${match.toFixed(2)} ms, sort ${sort.toFixed(2)} ms: ${ratio.toFixed(2)} times (limit ${LIMIT})`,
  )
  if (!(ratio <= LIMIT)) process.exitCode = 1
}
