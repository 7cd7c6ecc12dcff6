/** Reads the facts of the catalogue and refuses what cannot be right, with the place. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../stale.js'

const FOLDER = join(root, 'src/catalog/facts')
const DATE = /^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/
const CAPABILITIES = ['reasoning', 'math', 'code', 'knowledge', 'creative', 'instruction', 'multilingual']
const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']
const MODALITIES = ['text', 'image', 'audio', 'video', 'pdf']
/** An entry that rests on fewer scores says more about the prior than about the model. */
const FEWEST_SCORES = 3

const read = name => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'))

/** All of it, checked; throws one error that lists everything wrong. */
export function readFacts() {
  return checkFacts({
    sources: read('sources'),
    models: read('models'),
    benchmarks: read('benchmarks'),
    ceilings: read('ceilings'),
    scores: read('scores'),
    classes: read('classes'),
  })
}

/** `hle`, `hle+tools`, `livebench_if@2026-01-08`: runs that may be averaged with one another share a key. */
export const keyOf = ({ benchmark, variant, tools }) =>
  `${benchmark}${variant ? `@${variant}` : ''}${tools ? '+tools' : ''}`

/** `gpt-5.4-mini:low`. */
export const entryName = (model, effort) => (effort ? `${model}:${effort}` : model)

export function checkFacts({ sources, models, benchmarks, ceilings, scores, classes }) {
  const faults = []
  const check = (right, where, what) => {
    if (!right) faults.push(`${where}: ${what}`)
  }
  const unique = (items, where, idOf) => {
    const byId = new Map()
    items.forEach((item, index) => {
      check(!byId.has(idOf(item)), `${where}[${index}]`, `a second ${idOf(item)}`)
      byId.set(idOf(item), item)
    })
    return byId
  }
  const share = (value, where) => check(value >= 0 && value <= 1, where, `${value} is no share from 0 to 1`)
  const date = (value, where) => check(DATE.test(value), where, `${value} is no date`)
  const positive = (value, where) => check(value > 0 && value < 1e7, where, `${value} is not above 0`)

  const sourceById = unique(sources.sources, 'sources', source => source.id)
  sources.sources.forEach(({ url, name, date: on, dated }, index) => {
    const where = `sources[${index}]`
    check(/^https:\/\//.test(url), where, 'url is no https address')
    check(Boolean(name), where, 'name is missing')
    check(dated === 'published' || dated === 'collected', where, 'dated is published or collected')
    date(on, `${where}.date`)
  })

  const benchmarkById = unique(benchmarks.benchmarks, 'benchmarks', benchmark => benchmark.id)
  benchmarks.benchmarks.forEach(({ id, capability, chance }, index) => {
    check(CAPABILITIES.includes(capability), `benchmarks[${index}]`, `${id} has no capability ${capability}`)
    share(chance, `benchmarks[${index}].chance`)
  })

  date(models.pricesAsOf, 'models.pricesAsOf')
  const modelById = unique(models.models, 'models', model => model.id)
  models.models.forEach((model, index) => {
    const where = `models[${index}] ${model.id}`
    date(model.released, `${where}.released`)
    if (model.retired !== undefined) date(model.retired, `${where}.retired`)
    check(model.input?.length > 0 && model.input.every(kind => MODALITIES.includes(kind)), where, 'input is wrong')
    for (const key of ['contextTokens', 'maxOutputTokens']) {
      if (model[key] !== undefined) check(Number.isInteger(model[key]) && model[key] > 0, where, `${key} is wrong`)
    }
    for (const key of ['openWeights', 'reasoning']) check(typeof model[key] === 'boolean', where, `${key} is missing`)
    if (model.price) {
      const { host, modelId, input, output, cacheRead = 0 } = model.price
      check(host && modelId, `${where}.price`, 'host or modelId is missing')
      for (const value of [input, output]) positive(value, `${where}.price`)
      check(cacheRead >= 0 && cacheRead <= input, `${where}.price`, 'cacheRead is above input')
    }
    if (model.size) {
      const { basis, totalB, activeB, source } = model.size
      check(basis === 'public' || basis === 'guessed', `${where}.size`, 'basis is public or guessed')
      check(Boolean(source), `${where}.size`, 'source is missing')
      const [total, active] = [totalB, activeB].map(value => (basis === 'guessed' ? value : [value, value]))
      for (const value of [...total, ...active]) positive(value, `${where}.size`)
      check(total[0] <= total[1] && active[0] <= active[1], `${where}.size`, 'a range is upside down')
      check(active[1] <= total[1], `${where}.size`, 'more is active than there is')
    }
  })

  const ceilingByKey = unique(ceilings.ceilings, 'ceilings', ceiling => ceiling.benchmark)
  date(ceilings.date, 'ceilings.date')
  const best = new Map()
  const seen = new Set()
  scores.scores.forEach((score, index) => {
    const where = `scores[${index}]`
    const { source, model, benchmark, value, effort } = score
    check(sourceById.has(source), where, `no source ${source}`)
    check(modelById.has(model), where, `no model ${model}`)
    check(benchmarkById.has(benchmark), where, `no benchmark ${benchmark}`)
    share(value, `${where}.value`)
    check(effort === undefined || EFFORTS.includes(effort), where, `no effort ${effort}`)
    check(!effort || modelById.get(model)?.reasoning, where, `${model} has no efforts`)
    const identity = `${entryName(model, effort)} ${keyOf(score)}`
    check(!seen.has(identity), where, `a second score of ${identity}`)
    seen.add(identity)
    if (!(best.get(keyOf(score))?.value >= value)) best.set(keyOf(score), score)
  })
  ceilings.ceilings.forEach(({ benchmark, value, model, source, why }, index) => {
    const where = `ceilings[${index}] ${benchmark}`
    const top = best.get(benchmark)
    check(why === 'frontier' || why === 'saturated', where, 'why is frontier or saturated')
    check(top !== undefined, where, 'nobody was scored on it')
    if (!top) return
    const found = `${top.value} ${entryName(top.model, top.effort)} ${top.source}`
    check(`${value} ${model} ${source}` === found, where, `the best score is ${found}`)
  })

  const entries = entriesOf(models.models, scores.scores)
  const names = new Set(entries.map(entry => entry.name))
  classes.classes.forEach(({ difficulty, models: members }, index) => {
    check(difficulty === index + 1, `classes[${index}]`, 'difficulties go from 1 to 5')
    for (const name of members) check(names.has(name), `classes[${index}]`, `no entry ${name}`)
  })
  check(classes.classes.length === 5, 'classes', 'there are five difficulties')

  if (faults.length > 0) throw new Error(`the facts of the catalogue are wrong:\n  ${faults.join('\n  ')}`)
  return {
    date: models.pricesAsOf,
    sources: sources.sources,
    models: models.models,
    benchmarks: benchmarks.benchmarks,
    ceilingOf: key => ceilingByKey.get(key)?.value ?? 1,
    scores: scores.scores,
    classes: classes.classes,
    entries,
  }
}

/**
 * A model and an effort, with their scores. Scores that name no effort are of the one entry a model then has; an effort
 * that stands alone is kept but not part of the name.
 */
function entriesOf(models, scores) {
  return models.flatMap(model => {
    const own = scores.filter(score => score.model === model.id)
    const open = own.some(score => score.effort === undefined)
    const efforts = EFFORTS.map(effort => [effort, own.filter(score => score.effort === effort)])
    const enough = (open ? [[undefined, own]] : efforts).filter(([, kept]) => kept.length >= FEWEST_SCORES)
    return enough.map(([effort, kept]) => ({
      name: entryName(model.id, enough.length > 1 ? effort : undefined),
      model,
      effort,
      scores: kept,
    }))
  })
}
