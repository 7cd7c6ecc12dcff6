import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { CAPABILITIES } from '../core/index.ts'
import { readLabelled } from './eval-row.ts'
import { cli, files, parseLines, temporaryFolder } from './harness.fixture.ts'

const lines = [
  { text: 'What is 2+2?', weights: { simple: 1 }, difficulty: 1, length: 'short', lang: 'en', split: 'dev' },
  { text: 'Explain quantum entanglement.', weights: { knowledge: 1 }, difficulty: 2.5, length: 'long', split: 'train' },
  { text: 'Übersetze „Brot“.', weights: { multilingual: 1 }, difficulty: 1, length: 'short', lang: 'de', split: 'dev' },
]
const jsonLines = (rows: readonly unknown[]): string => rows.map(row => `${JSON.stringify(row)}\n`).join('')
const report = (stdin: string, ...options: string[]) => cli(['eval', '--input', '-', '--json', ...options], { stdin })

describe('the set of the repository', () => {
  const rows = parseLines(readFileSync(new URL('../../models/evaluation/written-dev.jsonl', import.meta.url), 'utf8'))

  test('is large and broad enough to tell models apart', () => {
    expect(rows.length).toBeGreaterThanOrEqual(600)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(new Set(rows.map(({ lang }) => lang)).size).toBeGreaterThanOrEqual(20)
    for (const name of CAPABILITIES) {
      const first = rows.filter(({ weights }) => weights[name] === Math.max(...(Object.values(weights) as number[])))
      expect(first.length).toBeGreaterThanOrEqual(20)
    }
    const halfSteps = Array.from({ length: 9 }, (_, step) => 1 + step / 2)
    expect([...new Set(rows.map(({ difficulty }) => difficulty))].sort()).toEqual(halfSteps)
  })

  test('is what is measured with when nothing else is named, and every line of it can be used', async () => {
    const { code, stdout, stderr } = await cli(['eval', '--json', '--limit', '5'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '5 evaluated\n' })
    expect(JSON.parse(stdout).input).toEqual({ name: 'models/evaluation/written-dev.jsonl', queries: 5, skipped: 0 })
    for (const [index, row] of rows.entries()) {
      expect(readLabelled({ number: index + 1, text: JSON.stringify(row) }, undefined)?.lang).toBe(row.lang)
      const sum = (Object.values(row.weights) as number[]).reduce((total, weight) => total + weight, 0)
      expect(sum).toBeCloseTo(1, 9)
    }
  })

  test('is not in the npm package, where --input says what to measure with', async () => {
    const folder = temporaryFolder()
    copyFileSync(files.packageJson, join(folder, 'package.json'))
    const installed = { ...files, packageJson: pathToFileURL(join(folder, 'package.json')) }
    const { code, stdout, stderr } = await cli(['eval'], { files: installed })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('--input FILE.jsonl is needed')
  })
})

test('a table for people', async () => {
  const { code, stdout, stderr } = await cli(['eval', '--input', '-'], { stdin: jsonLines(lines) })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '3 evaluated\n' })
  expect(stdout).toMatch(/^default .*, on standard input: 3 queries\n/)
  expect(stdout).toMatch(/^primary capability right +[01]\.\d{3} +[01]\.\d{3} to [01]\.\d{3}$/m)
  expect(stdout).toMatch(/^with multilingual +1 /m)
  expect(stdout).toMatch(/^multilingual +1 /m)
  expect(stdout).toMatch(/^other +2 /m)
  expect(stdout).toContain('Only figures of the same queries can be compared')
  expect(stdout).toMatch(/^MiniLM, frozen \(the seed's design\) +dev +0\.703 +0\.303 +0\.610 +0\.610$/m)
  expect(stdout).not.toContain('written differently')
})

test('the same as data', async () => {
  const { stdout } = await report(jsonLines(lines))
  const { model, input, figures, recordedElsewhere, ...rest } = JSON.parse(stdout)
  expect(model).toMatchObject({ name: expect.any(String), version: expect.any(String), rubric: expect.any(String) })
  expect(input).toEqual({ name: 'standard input', queries: 3, skipped: 0 })
  expect(Object.keys(figures)).toEqual(['overall', 'intervals', 'english', 'nonEnglish', 'byCapability', 'byLanguage'])
  expect(figures.overall.n).toBe(3)
  expect(figures.nonEnglish).toMatchObject({ n: 1, skill: null, difficultyRho: null, multilingualFirstInLabels: 1 })
  expect(Object.keys(figures.byCapability)).toEqual(['knowledge', 'multilingual', 'simple'])
  expect(recordedElsewhere.baselines.length).toBeGreaterThanOrEqual(4)
  expect(rest).toEqual({})
})

test('--robustness adds how often decisions flip', async () => {
  const { robustness } = JSON.parse((await report(jsonLines(lines), '--robustness')).stdout)
  expect(robustness.byKind.whiteSpace).toEqual({ n: 3, modelFlips: 0, capabilityFlips: 0, difficultyShift: 0 })
  // Of the two that are English: one says so, the other's label does.
  expect(robustness.byKind.please.n).toBe(2)
  const kinds = Object.values(robustness.byKind) as { n: number }[]
  expect(robustness.overall.n).toBe(kinds.reduce((sum, { n }) => sum + n, 0))
  const { stdout } = await cli(['eval', '--input', '-', '--robustness'], { stdin: jsonLines(lines) })
  expect(stdout).toMatch(/^extra white space +3 +0\.0 % +0\.0 % +0\.000$/m)
})

test('--split and --limit choose lines', async () => {
  const input = async (...options: string[]) => JSON.parse((await report(jsonLines(lines), ...options)).stdout).input
  expect(await input('--split', 'dev')).toEqual({ name: 'standard input', split: 'dev', queries: 2, skipped: 0 })
  expect(await input('--limit', '1')).toMatchObject({ queries: 1 })
  expect(await input('--limit', '10')).toMatchObject({ queries: 3 })
  const { code, stderr } = await report(jsonLines(lines), '--split', 'test')
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: standard input holds no labelled query of split test to use.\n',
  })
})

test('a gzipped file is unpacked; one that is not gzipped says so', async () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'good.jsonl.gz'), gzipSync(jsonLines(lines)))
  const { code, stdout } = await cli(['eval', '--input', 'good.jsonl.gz', '--json'], { cwd })
  expect(code).toBe(0)
  expect(JSON.parse(stdout).input).toEqual({ name: 'good.jsonl.gz', queries: 3, skipped: 0 })
  writeFileSync(join(cwd, 'plain.jsonl.gz'), jsonLines(lines))
  writeFileSync(join(cwd, 'cut.jsonl.gz'), gzipSync(jsonLines(lines)).subarray(0, -12))
  for (const input of ['plain.jsonl.gz', 'cut.jsonl.gz']) {
    const result = await cli(['eval', '--input', input], { cwd })
    expect(result).toMatchObject({ code: 1, stdout: '' })
    expect(result.stderr).toContain('error: cannot go on reading the input: it is not gzipped, or damaged')
  }
})

test('bad lines are said with their number and passed over, and the exit code is 1', async () => {
  const [good] = lines
  const input = [
    JSON.stringify(good),
    'secret words',
    JSON.stringify({ ...good, text: undefined }),
    JSON.stringify({ ...good, weights: undefined }),
    JSON.stringify({ ...good, weights: { maths: 1 } }),
    JSON.stringify({ ...good, difficulty: 7 }),
    JSON.stringify({ ...good, length: 'lang' }),
    '',
    JSON.stringify(good),
  ].join('\n')
  const { code, stdout, stderr } = await report(input)
  expect(code).toBe(1)
  expect(JSON.parse(stdout).input).toMatchObject({ queries: 2, skipped: 6 })
  expect(stderr.trimEnd().split('\n')).toEqual([
    'line 2 is not JSON',
    'line 3 has no "text"',
    'line 4 cannot be used: weights must be an object of capability weights, not undefined.',
    expect.stringContaining('line 5 cannot be used: weights has an unknown key "maths". Did you mean "math"?'),
    'line 6 cannot be used: difficulty must be a finite number from 1 to 5, not 7.',
    expect.stringContaining('line 7 cannot be used: length does not know "lang". Did you mean "long"?'),
    '2 evaluated, 6 skipped',
  ])
})

test('a folder that is named is what is measured', async () => {
  const model = fileURLToPath(files.model)
  const { stdout } = await report(jsonLines(lines), '--model', model)
  expect(JSON.parse(stdout).figures.overall.n).toBe(3)
  const { code, stderr } = await report(jsonLines(lines), '--model', temporaryFolder())
  expect(code).toBe(1)
  expect(stderr).toContain('a model folder holds one')
})

test('an encoder of the hub and its head are measured by what transformers.js makes of them', async () => {
  const model = fileURLToPath(files.model)
  const long = { ...lines[1], text: `Explain this. ${'The quick brown fox jumps over the lazy dog. '.repeat(60)}Why?` }
  const input = jsonLines([...lines, long])
  const ours = JSON.parse((await report(input)).stdout)
  const theirs = JSON.parse((await report(input, '--encoder', model, '--head', model)).stdout)
  expect(theirs.figures).toEqual(ours.figures)
})

test('an encoder whose floats do not fit the head, or that is not there, is said', async () => {
  const model = fileURLToPath(files.model)
  const head = temporaryFolder()
  copyFileSync(join(model, 'head.onnx'), join(head, 'head.onnx'))
  const manifest = JSON.parse(readFileSync(join(model, 'manifest.json'), 'utf8'))
  writeFileSync(join(head, 'manifest.json'), JSON.stringify({ ...manifest, hiddenSize: 768 }))
  const wide = await report(jsonLines(lines), '--encoder', model, '--head', head)
  expect(wide).toMatchObject({ code: 1, stdout: '' })
  expect(wide.stderr).toContain('gives 384 floats and the head default takes 768')
  const missing = await report(jsonLines(lines), '--encoder', temporaryFolder(), '--head', model)
  // Any of the files that it lacks.
  expect(missing.stderr).toMatch(/(config|tokenizer|tokenizer_config)\.json does not exist/)
})

test('an interrupted run prints no figures', async () => {
  const interrupt = new AbortController()
  async function* endless() {
    for (let count = 0; ; count++) {
      if (count === 3) interrupt.abort()
      yield jsonLines(lines)
    }
  }
  const stdin = Readable.from(endless())
  const { code, stdout } = await cli(['eval', '--input', '-'], { stdin, interrupt: interrupt.signal })
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
})

test.each([
  [['eval', 'x'], 'eval takes no text: its queries come from --input FILE.jsonl'],
  [['eval', '--limit', '0'], '--limit takes how many queries to use, a whole number of at least 1'],
  [['eval', '--limit', '1.5'], '--limit takes how many'],
  [['eval', '--encoder', 'x'], '--encoder and --head go together'],
  [['eval', '--head', 'x'], '--encoder and --head go together'],
  [['eval', '--head', 'x', '--encoder', 'x', '--model', 'x'], '--model names a whole model'],
  [['classify', 'x', '--encoder', 'x'], 'classify has no option "--encoder"'],
  [['eval', '--output', 'x'], 'eval has no option "--output"'],
  [['classify', 'x', '--robustness'], 'classify has no option "--robustness"'],
])('%j exits with 2 and says why', async (argv, message) => {
  const result = await cli(argv)
  expect(result.stderr).toContain(message)
  expect(result).toMatchObject({ code: 2, stdout: '' })
})
