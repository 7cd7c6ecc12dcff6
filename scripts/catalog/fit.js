/**
 * Puts all benchmarks on one scale: finds each one's difficulty, what to expect of a model from its date and price, and how
 * much models differ, by expectation maximisation. The arithmetic of one model is the library's own (`src/catalog/`).
 */
import { keyOf } from './facts.js'

const CAPABILITIES = ['reasoning', 'math', 'code', 'knowledge', 'creative', 'instruction', 'multilingual']
const MOST_ROUNDS = 1000
/** Rounds end when no difficulty moves by more: the tables keep four digits. */
const CLOSE = 1e-6
/** Difficulties are thought to lie this far around 0, so that one with a single score is not believed outright. */
const DIFFICULTY_DEVIATION = 2
/** Least noise between a score and what ability and difficulty say: harnesses differ, and so do prompts. */
const LEAST_NOISE = 0.15

/** `math` is the bundled `src/catalog/posterior.ts` and `prior.ts`. */
export function fitScale(facts, math) {
  const benchmarkOf = new Map(facts.benchmarks.map(benchmark => [benchmark.id, benchmark]))
  const entries = facts.entries.map(({ name, model, effort, scores }) => ({
    name,
    prior: priorFacts(model, effort),
    scores: scores.map(score => {
      const { capability, chance } = benchmarkOf.get(score.benchmark)
      const key = keyOf(score)
      const share = math.normalise(score.value, chance, facts.ceilingOf(key))
      return { key, capability: CAPABILITIES.indexOf(capability), share }
    }),
  }))
  const keys = [...new Set(entries.flatMap(entry => entry.scores.map(score => score.key)))].sort()
  const difficulty = new Map(keys.map(key => [key, { mean: 0, error: DIFFICULTY_DEVIATION }]))
  const flat = { intercept: 0, perYear: 0, perLogPrice: 0, thinking: 0, deviation: 1 }
  let priors = { withPrice: flat, withoutPrice: flat, undated: flat }
  let specificVariance = 0.25
  let noiseVariance = 0.25

  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (const entry of entries) {
      const expected = math.expectation(entry.prior, { priors, date: facts.date })
      const measurements = entry.scores.map(({ key, ...score }) => ({
        ...score,
        difficulty: difficulty.get(key).mean,
        variance: noiseVariance,
      }))
      entry.abilities = math.posterior({ ...expected, specificVariance }, measurements, CAPABILITIES.length)
      entry.residuals = measurements.map(measurement => ({
        capability: measurement.capability,
        ...math.residual(measurement, entry.abilities.capabilities[measurement.capability].mean),
      }))
      entry.deviations = deviationsOf(entry.abilities, entry.residuals, specificVariance)
    }
    const moved = updateDifficulties(entries, difficulty)
    noiseVariance = Math.max(LEAST_NOISE ** 2, noiseOf(entries, noiseVariance))
    specificVariance = meanOf(entries.flatMap(entry => entry.deviations))
    priors = regress(entries, math)
    if (moved < CLOSE) break
  }
  return { entries, difficulty, priors, specificVariance, noiseVariance }
}

function priorFacts(model, effort) {
  const price = model.price && (model.price.input + model.price.output) / 2
  return { releasedOn: model.released, price, effort, reasoning: model.reasoning }
}

/** The expected square of each capability's deviation from general ability, after what was measured. */
function deviationsOf({ general, capabilities }, residuals, specificVariance) {
  const weights = CAPABILITIES.map(() => 0)
  for (const { capability, variance } of residuals) weights[capability] += 1 / variance
  return capabilities.map((own, index) => {
    const trust = weights[index] === 0 ? 0 : specificVariance / (specificVariance + 1 / weights[index])
    return (own.mean - general.mean) ** 2 + (1 - trust) * specificVariance + trust ** 2 * general.variance
  })
}

/** A benchmark on which models do better than expected is easier than thought: each moves by the weighted mean of that; returns the longest move. */
function updateDifficulties(entries, difficulty) {
  const sums = new Map([...difficulty.keys()].map(key => [key, { weight: DIFFICULTY_DEVIATION ** -2, sum: 0 }]))
  for (const { scores, residuals, abilities } of entries) {
    residuals.forEach(({ capability, mean, variance }, index) => {
      const { key } = scores[index]
      const weight = 1 / (variance + abilities.capabilities[capability].variance)
      const entry = sums.get(key)
      entry.weight += weight
      entry.sum += weight * (difficulty.get(key).mean - mean)
    })
  }
  const means = new Map([...sums].map(([key, { weight, sum }]) => [key, sum / weight]))
  // Abilities and difficulties could both drift by the same amount and fit as well: the scale's zero is where difficulties have theirs.
  const centre = meanOf([...means.values()])
  let moved = 0
  for (const [key, { weight }] of sums) {
    const mean = means.get(key) - centre
    moved = Math.max(moved, Math.abs(mean - difficulty.get(key).mean))
    difficulty.set(key, { mean, error: weight ** -0.5 })
  }
  return moved
}

/** What is left between scores and abilities, less what reporting explains, weighted towards scores that tell most. */
function noiseOf(entries, noiseVariance) {
  let weights = 0
  let sum = 0
  for (const { residuals, abilities } of entries) {
    for (const { capability, mean, variance } of residuals) {
      const reporting = variance - noiseVariance
      const left = mean ** 2 + abilities.capabilities[capability].variance - reporting
      const weight = 1 / (reporting + LEAST_NOISE) ** 2
      weights += weight
      sum += weight * Math.max(0, left)
    }
  }
  return sum / weights
}

/** Least squares of general ability on what is known beforehand, with and without the price. */
function regress(entries, math) {
  const row = ({ prior }) => ({
    years: math.yearsFrom2025(prior.releasedOn),
    logPrice: prior.price > 0 ? Math.log(prior.price) : undefined,
    thinking: math.thinkingOf(prior),
  })
  const known = entries.map(entry => ({ ...row(entry), ability: entry.abilities.general }))
  const priced = known.filter(({ logPrice }) => logPrice !== undefined)
  const solve = (rows, columns) => {
    const beta = leastSquares(
      rows.map(columns),
      rows.map(({ ability }) => ability.mean),
    )
    const left = rows.map((entry, index) => {
      const said = columns(rows[index]).reduce((sum, value, column) => sum + value * beta[column], 0)
      return (entry.ability.mean - said) ** 2 + entry.ability.variance
    })
    return { beta, deviation: Math.sqrt(meanOf(left)) }
  }
  const withPrice = solve(priced, ({ years, logPrice, thinking }) => [1, years, logPrice, thinking])
  const withoutPrice = solve(known, ({ years, thinking }) => [1, years, thinking])
  const undated = solve(known, ({ thinking }) => [1, thinking])
  const [a, b, c, d] = withPrice.beta
  const [e, f, g] = withoutPrice.beta
  const [h, i] = undated.beta
  return {
    withPrice: { intercept: a, perYear: b, perLogPrice: c, thinking: d, deviation: withPrice.deviation },
    withoutPrice: { intercept: e, perYear: f, perLogPrice: 0, thinking: g, deviation: withoutPrice.deviation },
    undated: { intercept: h, perYear: 0, perLogPrice: 0, thinking: i, deviation: undated.deviation },
  }
}

/** The normal equations, solved by Gauss's elimination: four unknowns at most. */
function leastSquares(rows, targets) {
  const size = rows[0].length
  const matrix = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)),
    rows.reduce((sum, row, index) => sum + row[i] * targets[index], 0),
  ])
  for (let i = 0; i < size; i++) {
    const pivot = matrix.slice(i).reduce((best, row) => (Math.abs(row[i]) > Math.abs(best[i]) ? row : best))
    matrix.splice(matrix.indexOf(pivot), 1)
    matrix.splice(i, 0, pivot)
    for (let k = 0; k < size; k++) {
      if (k === i) continue
      const factor = matrix[k][i] / pivot[i]
      for (let j = i; j <= size; j++) matrix[k][j] -= factor * pivot[j]
    }
  }
  return matrix.map((row, index) => row[size] / row[index])
}

const meanOf = values => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Ability to capability score: the middle of each class of models lies midway between its difficulty's threshold and the
 * next, so that a model of the class reaches the threshold of its own difficulty and not the next one's.
 */
export function anchorsOf(classes, entries) {
  const general = new Map(entries.map(({ name, abilities }) => [name, abilities.general.mean]))
  const anchors = classes.map(({ difficulty, models }) => [
    median(models.map(name => general.get(name))),
    0.2 + 0.175 * (difficulty - 1) + 0.175 / 2,
  ])
  anchors.reduce((before, [ability]) => {
    if (!(ability > before)) throw new Error('the classes of facts/classes.json do not rise in ability')
    return ability
  }, Number.NEGATIVE_INFINITY)
  return anchors
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
