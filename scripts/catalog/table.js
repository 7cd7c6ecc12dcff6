/**
 * What the catalogue leads to, as the Markdown tables of docs/catalog.md: the model chosen for each capability and
 * difficulty, and for the example query of each capability.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../stale.js'

/** GreenRouting 0.2.0 (Python), README, "Capability Taxonomy": an example query of each. */
const TAXONOMY = [
  'Prove this argument is fallacious',
  'Solve this integral',
  'Implement an LRU cache',
  'Explain quantum entanglement',
  'Write a short story with a twist',
  'Format this as a table with 5 rows',
  'Translate this to Japanese',
  'What is 2+2?',
]
const DIFFICULTIES = [1, 2, 3, 4, 5]

const run = (script, ...args) =>
  execFileSync(process.execPath, [join(root, script), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] })

/** Builds the library first where it is stale. */
export async function tables() {
  run('scripts/build.js', '--if-stale', '--library')
  const load = name => import(pathToFileURL(join(root, 'dist', name)).href)
  const { BenchmarkMatcher, CAPABILITIES, GreenScorer, ModelRegistry, QueryProfile } = await load('core.js')
  const { getCatalog } = await load('catalog.js')
  const registry = new ModelRegistry(getCatalog().models)
  const matcher = new BenchmarkMatcher(registry, GreenScorer.from({ preset: 'balanced' }))
  const chosen = CAPABILITIES.map(capability => [
    capability,
    ...DIFFICULTIES.map(difficulty => {
      const { selectedModel, ranking } = matcher.match(QueryProfile.single(capability, difficulty))
      return `${selectedModel} (${ranking[0].fitness.toFixed(2)})`
    }),
  ])
  const examples = TAXONOMY.map(query => {
    const { profile, selectedModel } = JSON.parse(run('dist/cli.js', 'route', query, '--pool', 'catalog', '--json'))
    const needs = Object.entries(profile.capabilityWeights)
      .sort(([, a], [, b]) => b - a)
      .map(([name, weight]) => `${name} ${weight.toFixed(2)}`)
    return [query, needs.join(', '), String(profile.difficulty), selectedModel]
  })
  return [
    markdown(['needs', ...DIFFICULTIES.map(difficulty => `difficulty ${difficulty}`)], chosen),
    markdown(['query', 'needs', 'difficulty', 'model'], examples),
  ].join('\n\n')
}

function markdown(head, rows) {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}
