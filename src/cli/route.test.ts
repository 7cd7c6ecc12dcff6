import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, parseLines, temporaryFolder } from './harness.fixture.ts'

const HARD =
  'Prove that the halting problem is undecidable, then write a Rust program that demonstrates the diagonal argument.'

test('a sum goes to the smallest model, and a person is told why', async () => {
  const { code, stdout, stderr } = await cli(['route', 'What is 2+2?'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.split('\n')[0]).toBe('llama-3.1-8b')
  expect(stdout).toMatch(/^needs +\w+ +\d+ % █+/m)
  expect(stdout).toMatch(/^difficulty +[12] of 5 \(\d\.\d\d\)$/m)
  expect(stdout).toContain(
    'energy      0.0050 Wh (0.0025–0.030, a constant of unstated origin) an answer; 98.8 % less than llama-3.1-405b',
  )
  expect(stdout).toMatch(/llama-3\.1-8b has the lowest estimated energy .* for .* at difficulty [12]/)
})

test('--json prints the whole decision', async () => {
  const { stdout } = await cli(['route', 'What is 2+2?', '--json'])
  const decision = JSON.parse(stdout)
  expect(decision.selectedModel).toBe(decision.ranking[0].model)
  expect(decision.ranking).toHaveLength(11)
  expect(decision.energy).toMatchObject({ basis: 'declared', midWh: decision.energyEstimateWh })
  expect(decision.profile.difficulty).toBeLessThan(3)
})

test('- reads the text from standard input', async () => {
  const typed = await cli(['route', '-', '--json'], { stdin: 'What is 2+2?\n' })
  expect(typed).toEqual(await cli(['route', 'What is 2+2?', '--json']))
})

test('options may stand before the command, and a text after --', async () => {
  const { code, stdout } = await cli(['--json', 'route', '--', '-5 + 3?'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout).selectedModel).toBeTypeOf('string')
})

test('the dial and the presets weigh quality against energy', async () => {
  const decide = async (...options: string[]) => JSON.parse((await cli(['route', HARD, '--json', ...options])).stdout)
  const least = await decide('--quality', '0')
  const best = await decide('--quality', '1')
  expect(least.energyEstimateWh).toBeLessThan(best.energyEstimateWh)
  expect(best.ranking[0].quality).toBe(1)
  expect(await decide('--preset', 'balanced')).toEqual(await decide())
  expect((await decide('--preset', 'quality_first')).greenScore).not.toBe((await decide()).greenScore)
})

test.each(['', ' \n\t', '\u00a0'])('a text with nothing in it (%j) is refused', async text => {
  const { code, stdout, stderr } = await cli(['route', text])
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: 'error: The text must hold something besides spaces.\n',
  })
})

test('a file of queries is routed among the models of a pool, one answer a line', async () => {
  const cwd = temporaryFolder()
  const models = [
    { name: 'mine-small', estimatedParamsB: 3, benchmarkScores: { simple: 0.9, math: 0.6 } },
    {
      name: 'mine-large',
      energy_per_query_wh: 0.5,
      cost_per_1k_input: 0.01,
      cost_per_1k_output: 0.03,
      benchmark_scores: { mmlu: 0.9 },
    },
  ]
  writeFileSync(join(cwd, 'pool.json'), `\uFEFF${JSON.stringify({ models })}`)
  const stdin = '{"id": "a", "text": "What is 2+2?"}\n{"text": "Hello!"}\n'
  const { code, stdout, stderr } = await cli(['route', '--input', '-', '--pool', 'pool.json', '--quality', '0'], {
    cwd,
    stdin,
  })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(parseLines(stdout)).toEqual([
    { id: 'a', selectedModel: 'mine-small', energyEstimateWh: 0.003, costEstimate: 0 },
    { selectedModel: 'mine-small', energyEstimateWh: 0.003, costEstimate: 0 },
  ])
})

test.each([
  [
    '{"models": [{"name": "m", "benchmarkScores": {"math": 85}}]}',
    'pool.json: models[0].benchmarkScores.math must be a share',
  ],
  ['{"models": [{"name": "m"}, {"name": "m"}]}', 'pool.json: models[1]: a model called "m" is already registered'],
  ['{"modells": []}', 'unknown key "modells". Did you mean "models"?'],
  ['{"models": []}', 'pool.json holds no model to choose from'],
  ['models:', 'pool.json is not JSON'],
  [
    '{"models": [{"name": "m", "cost_per_1k_input": null}]}',
    'pool.json: models[0].costPer1kInput is null, which would read as free: give its price',
  ],
])('a pool of %s is refused before anything is read or written', async (content, message) => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'pool.json'), content)
  const { code, stdout, stderr } = await cli(['route', 'Hi', '--pool', 'pool.json'], { cwd })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(message)
})

describe('--energy-model', () => {
  const decide = async (...options: string[]) => JSON.parse((await cli(['route', HARD, '--json', ...options])).stdout)

  test('estimates the answer by its tokens, with a range', async () => {
    const decision = await decide('--energy-model', '2026-11')
    expect(decision.energyModel).toBe('2026-11')
    expect(decision.profile.inputTokens).toBeGreaterThan(10)
    expect(decision.energy.errors.own).toHaveLength(2)
    expect(await decide('--energy-model', 'seed')).toEqual(await decide())
    const { stdout } = await cli(['route', HARD, '--energy-model', '2026-11'])
    expect(stdout).toMatch(/^energy +\d\S* Wh \(\S+–\S+, [a-z ]+\) an answer/m)
  })

  test('takes a file of coefficients', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'lean.json'), JSON.stringify({ name: 'lean', stack: { low: 1, mid: 1, high: 1 } }))
    const argv = ['route', 'Hi', '--json', '--energy-model', 'lean.json']
    const decision = JSON.parse((await cli(argv, { cwd })).stdout)
    expect(decision.energyModel).toBe('lean')
    writeFileSync(join(cwd, 'bad.json'), '{"stak": {}}')
    expect(await cli(['route', 'Hi', '--energy-model', 'bad.json'], { cwd })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('bad.json has an unknown key "stak". Did you mean "stack"?'),
    })
    expect((await cli(['route', 'Hi', '--energy-model', 'none.json'], { cwd })).stderr).toContain(
      'cannot read none.json',
    )
  })

  test('a file of queries gets the range of each', async () => {
    const stdin = `${JSON.stringify({ text: 'What is 2+2?' })}\n`
    const [line] = parseLines((await cli(['route', '--input', '-', '--energy-model', '2026-11'], { stdin })).stdout)
    expect(line.energy.lowWh).toBeLessThan(line.energyEstimateWh)
    expect(line.energy.basis).toBeTypeOf('string')
  })
})

test('a pool may be the catalogue, by name, and a folder is none', async () => {
  const { code, stdout } = await cli(['route', 'What is 2+2?', '--pool', 'catalog', '--json'])
  expect(code).toBe(0)
  const decision = JSON.parse(stdout)
  expect(decision.ranking.length).toBeGreaterThan(90)
  expect(JSON.parse((await cli(['route', 'What is 2+2?', '--pool', 'seed', '--json'])).stdout).ranking).toHaveLength(11)
  expect(await cli(['route', 'What is 2+2?', '--pool', '.'])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'error: cannot read .: it is a folder; a pool is a JSON file, or seed or catalog.\n',
  })
})
