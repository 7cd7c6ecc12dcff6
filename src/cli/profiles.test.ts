import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ModelRegistry } from '../core/index.ts'
import {
  hfLeaderboard,
  liveBenchCategories,
  liveBenchCsv,
  modelsDevApi,
  openRouter,
} from '../importers/documents.fixture.ts'
import { cli, temporaryFolder } from './harness.fixture.ts'

function folderWith(files: Record<string, unknown>): string {
  const cwd = temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(cwd, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return cwd
}

describe('profiles list', () => {
  test('shows a pool as a table: prices for a million tokens, sizes, what each can do', async () => {
    const { code, stdout, stderr } = await cli(['profiles', 'list', '--pool', 'catalog'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^model +provider +\$\/Mtok in +out +context +size B +released +reaso/)
    expect(stdout).toMatch(/^deepseek-v4-flash:high +deepseek +0\.14 +0\.28 +1000k +284\/13 +2026-04-24 +0\.8\d/m)
    expect(stdout).toMatch(/^gpt-4o +openai +2\.5 +10 +128k +440\/76\.2\? /m)
  })

  test('is the seed’s pool without a name, and JSON that a pool can be read from', async () => {
    const { stdout } = await cli(['profiles', 'list', '--json'])
    expect(ModelRegistry.fromConfig(JSON.parse(stdout)).size).toBe(11)
  })
})

describe('profiles import', () => {
  test('writes a pool of today’s prices with the catalogue’s scores, for route to use', async () => {
    const cwd = folderWith({ 'api.json': modelsDevApi })
    const { code, stdout, stderr } = await cli(['profiles', 'import', 'models.dev', 'api.json', '--out', 'pool.json'], {
      cwd,
    })
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: '5 models from 2 rows of models.dev; 2 ignored, 0 skipped\n',
    })
    const written = JSON.parse(readFileSync(join(cwd, 'pool.json'), 'utf8'))
    expect(written.source).toMatchObject({ source: 'models.dev', licence: 'MIT' })
    const registry = ModelRegistry.fromConfig(written)
    expect(registry.get('openai/gpt-4.1').benchmarkScores).toHaveProperty('gpqa_diamond', 0.663)
    expect(registry.names.slice(1)).toEqual(
      ['none', 'low', 'medium', 'high'].map(effort => `openai/gpt-5.4-mini:${effort}`),
    )
    const routed = await cli(['route', 'What is 2+2?', '--pool', 'pool.json', '--json'], { cwd })
    expect(registry.names).toContain(JSON.parse(routed.stdout).selectedModel)
  })

  test('says where a row is not in order, and exits with 1', async () => {
    const cwd = folderWith({ 'models.json': openRouter })
    const { code, stdout, stderr } = await cli(['profiles', 'import', 'openrouter', 'models.json'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain('data[2].pricing.prompt: is no price')
    expect(stderr).toContain('0 ignored, 1 skipped')
    expect(ModelRegistry.fromConfig(JSON.parse(stdout)).has('meta-llama/llama-3.1-8b-instruct')).toBe(true)
  })

  test('adds scores to the models of a pool, and names those without a price', async () => {
    const cwd = folderWith({
      'table.csv': liveBenchCsv,
      'categories.json': liveBenchCategories,
      'board.json': hfLeaderboard,
    })
    const argv = ['table.csv', '--categories', 'categories.json', '--release', '2026-06-25', '--out', 'pool.json']
    const live = await cli(['profiles', 'import', 'livebench', ...argv], { cwd })
    expect(live.code).toBe(0)
    expect(live.stderr).toContain(
      "no price is known for 3 models, left out: gpt-5.4-nano-xhigh, somebody's model, large",
    )
    const registry = ModelRegistry.fromConfig(JSON.parse(readFileSync(join(cwd, 'pool.json'), 'utf8')))
    expect(registry.get('gpt-5.5:high').benchmarkScores).toHaveProperty(['livebench_if@2026-06-25'])
    const board = await cli(
      ['profiles', 'import', 'huggingface', 'board.json', '--benchmark', 'TIGER-Lab/MMLU-Pro', '--pool', 'pool.json'],
      { cwd },
    )
    expect(board.code).toBe(0)
    expect(ModelRegistry.fromConfig(JSON.parse(board.stdout)).size).toBe(registry.size)
    expect(board.stderr).toContain('no price is known for 1 model, left out: somebody/a-model-nobody-knows')
  })

  test.each([
    [['openrouter', 'nowhere.json'], 1, 'cannot read nowhere.json: no such file'],
    [['openrouter', '.'], 1, 'cannot read .: it is a folder'],
    [['openrouter', 'text.txt'], 1, 'text.txt: The document of OpenRouter is not JSON'],
    [['openrouter', 'api.json'], 1, 'api.json: This is no document of OpenRouter: data must be an array of models'],
    [['litellm', 'api.json'], 1, 'each with a litellm_provider'],
    [['huggingface', 'api.json'], 2, 'huggingface needs --benchmark NAME'],
    [['huggingface', 'api.json', '--benchmark', 'gpqa-diamonds'], 1, 'knows no benchmark "gpqa-diamonds"'],
    [['livebench', 'text.txt'], 2, 'livebench needs --categories FILE'],
    [['models.dev', 'api.json', '--release', '2026-06-25'], 2, '--release goes with livebench, not models.dev'],
    [['models.dev', 'api.json', '--out', 'no/such/folder.json'], 1, 'cannot write no/such/folder.json'],
  ])('%j exits with %d and says why', async (argv, expected, message) => {
    const cwd = folderWith({ 'text.txt': 'a,b\n', 'api.json': modelsDevApi })
    const { code, stdout, stderr } = await cli(['profiles', 'import', ...argv], { cwd })
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' })
    expect(readdirSync(cwd).sort()).toEqual(['api.json', 'text.txt'])
  })

  test('a failed write leaves what was there', async () => {
    const cwd = folderWith({ 'api.json': modelsDevApi })
    mkdirSync(join(cwd, 'pool.json'))
    const { code, stderr } = await cli(['profiles', 'import', 'models.dev', 'api.json', '--out', 'pool.json'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain('cannot write pool.json')
    expect(readdirSync(cwd).sort()).toEqual(['api.json', 'pool.json'])
  })
})

describe('profiles diff', () => {
  const queries = [
    { id: 'a', text: 'Is 91 prime?', weights: { math: 1 }, difficulty: 2, length: 'short' },
    { id: 'b', text: 'Prove it.', weights: { math: 1 }, difficulty: 5, length: 'long' },
  ].map(row => JSON.stringify(row))
  const small = { name: 'small', energyPerQueryWh: 0.01, benchmarkScores: { gsm8k: 0.6 } }
  const pools = {
    'a.json': [small, { name: 'big', energyPerQueryWh: 1, benchmarkScores: { gsm8k: 0.95 } }],
    'b.json': [small],
  }

  test('says which queries go to another model, by their labels', async () => {
    const cwd = folderWith({ ...pools, 'queries.jsonl': `${queries.join('\n')}\n` })
    const argv = ['profiles', 'diff', 'a.json', 'b.json', '--queries', 'queries.jsonl', '--preset', 'maximum_green']
    const { code, stdout, stderr } = await cli(argv, { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '2 queries of queries.jsonl\n' })
    expect(stdout).toContain('1 of 2 queries (50.0 %) would go to another model.')
    expect(stdout).toMatch(/^big → small +1$/m)
    expect(stdout).toContain('removed: big')
    const json = JSON.parse((await cli([...argv, '--json'], { cwd })).stdout)
    expect(json).toMatchObject({ queries: 2, choices: [{ id: 'b', before: 'big', after: 'small' }] })
  })

  test('classifies what has no label, and passes over what cannot be read', async () => {
    const lines = [
      queries[0],
      '{"text": "Prove the Riemann hypothesis."}',
      'nonsense',
      '{"text":"x","weights":{"maths":1}}',
    ]
    const cwd = folderWith({ ...pools, 'queries.jsonl': lines.join('\n') })
    const { code, stdout, stderr } = await cli(['profiles', 'diff', 'a.json', 'a.json', '--queries', 'queries.jsonl'], {
      cwd,
    })
    expect(code).toBe(1)
    expect(stdout).toContain('0 of 2 queries (0.0 %) would go to another model.')
    expect(stderr).toContain('line 3 is not JSON')
    expect(stderr).toContain('line 4 cannot be used')
    expect(stderr).toContain('2 queries of queries.jsonl, 2 skipped')
  })

  test('asks the repository’s own set by default', async () => {
    const { code, stdout } = await cli(['profiles', 'diff', 'seed', 'catalog'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^703 of 703 queries/)
  })
})

test.each(['What is 2+2?', 'Write a short story with a twist', 'Translate this to Japanese'])(
  '%s, of the taxonomy, reaches a small model of the catalogue',
  async text => {
    const { stdout } = await cli(['route', text, '--pool', 'catalog', '--json'])
    const { costEstimate, selectedModel, ranking } = JSON.parse(stdout)
    expect(costEstimate, selectedModel).toBeLessThan(0.001)
    expect(ranking[0].qualified).toBe(true)
  },
)
