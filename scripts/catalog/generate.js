/** The catalogue's facts to the text of its generated modules. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { root } from '../stale.js'
import { keyOf, readFacts } from './facts.js'
import { anchorsOf, fitScale } from './fit.js'

export const OUTPUTS = {
  scale: 'src/catalog/generated/scale.ts',
  names: 'src/catalog/generated/model-names.ts',
  models: 'src/catalog/generated/models.ts',
}

/** By path from the repository's root. The same facts give the same text, on every machine. */
export async function generate() {
  const facts = readFacts()
  const fitted = fitScale(facts, await loadMath())
  return {
    [OUTPUTS.scale]: moduleOf('ScaleTable', 'SCALE', scaleTable(facts, fitted)),
    [OUTPUTS.names]: moduleOf('ModelNames', 'MODEL_NAMES', namesTable(facts)),
    [OUTPUTS.models]: moduleOf('ModelsTable', 'MODELS', modelsTable(facts)),
  }
}

/** The library's own arithmetic, bundled for this process. */
async function loadMath() {
  const folder = mkdtempSync(join(tmpdir(), 'catalog-'))
  try {
    const input = { posterior: join(root, 'src/catalog/posterior.ts'), prior: join(root, 'src/catalog/prior.ts') }
    const build = await rolldown({ input, logLevel: 'silent' })
    await build.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' })
    await build.close()
    const load = name => import(pathToFileURL(join(folder, `${name}.mjs`)).href)
    return { ...(await load('posterior')), ...(await load('prior')) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function scaleTable(facts, { difficulty, priors, specificVariance, noiseVariance, entries }) {
  const rounded = row => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, round(value)]))
  return {
    date: facts.date,
    benchmarks: facts.benchmarks.map(({ id, name, capability, chance, aliases = [], variants = {} }) => ({
      id,
      name,
      capability,
      chance,
      aliases,
      variantAliases: variants,
    })),
    difficulties: Object.fromEntries(
      [...difficulty].map(([key, { mean, error }]) => [
        key,
        { ceiling: facts.ceilingOf(key), difficulty: round(mean), error: round(error) },
      ]),
    ),
    priors: Object.fromEntries(Object.entries(priors).map(([name, row]) => [name, rounded(row)])),
    specificDeviation: round(Math.sqrt(specificVariance)),
    noiseDeviation: round(Math.sqrt(noiseVariance)),
    anchors: anchorsOf(facts.classes, entries).map(anchor => anchor.map(round)),
  }
}

function namesTable(facts) {
  return Object.fromEntries(facts.models.map(({ id, aliases = [] }) => [id, aliases]))
}

function modelsTable(facts) {
  const sources = [...new Set(facts.scores.map(score => score.source))].sort()
  const sourceOf = new Map(facts.sources.map(source => [source.id, source]))
  return {
    sources: sources.map(id => ({ source: sourceOf.get(id).url, date: sourceOf.get(id).date })),
    entries: facts.entries.map(({ name, model, effort, scores }) => ({
      name,
      model: model.id,
      ...(effort && { effort }),
      scores: scores.map(score => {
        const row = [keyOf(score), score.value, sources.indexOf(score.source)]
        return score.effort === effort ? row : [...row, score.effort ?? null]
      }),
    })),
    models: facts.models.map(({ id, name, vendor, released, openWeights, retired, size, price, aliases, ...rest }) => ({
      id,
      vendor,
      released,
      openWeights,
      ...(retired && { retired }),
      ...rest,
      ...(size && { size: { basis: size.basis, totalB: size.totalB, activeB: size.activeB } }),
      ...(price && { price: { host: price.host, modelId: price.modelId, input: price.input, output: price.output } }),
    })),
  }
}

const round = value => Math.round(value * 1e4) / 1e4

function moduleOf(type, name, value) {
  // One line for each thing, so that a change of facts shows as a change of lines.
  const text = JSON.stringify(value, null, 1)
    .replaceAll(/\n {3,}/g, ' ')
    .replaceAll(/\n {2}(?=[\]}])/g, ' ')
  return `/** Made by \`npm run catalog\` from src/catalog/facts/: change those. */
import type { ${type} } from '../tables.ts'

export const ${name}: ${type} = ${text}
`
}
