import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cli, files } from './harness.fixture.ts'

describe('a command line that makes no sense', () => {
  test.each([
    [['rout', 'x'], 'unknown command "rout". Did you mean "route"?'],
    [['route', 'x', '--presett', 'balanced'], 'no option "--presett". Did you mean "--preset"?'],
    [['--presett', 'balanced', 'route', 'x'], 'unknown command "balanced"'],
    [['classify', 'x', '--preset', 'balanced'], 'classify has no option "--preset". Known: --model, --input'],
    [['assets', 'x', '--json'], 'assets has no option "--json"'],
    [['route', '-5+3'], 'Put -- before a text that begins with a dash.'],
    [['route', 'x', '--preset', 'ballanced'], '--preset does not know "ballanced". Did you mean "balanced"?'],
    [['route', 'x', '--preset', 'balanced', '--quality', '1'], '--preset and --quality exclude each other'],
    [
      ['route', 'x', '--quality', '1.5'],
      '--quality takes a number from 0 (least energy) to 1 (best answers), not "1.5"',
    ],
    [['route', 'x', '--quality', ''], '--quality takes a number'],
    [['route', 'x', '--quality'], '--quality needs a value: a number from 0 (least energy) to 1'],
    [['route', 'x', '--preset'], '--preset needs a value: quality_first, balanced or maximum_green'],
    [['route', 'x', '--energy-model'], '--energy-model needs a value: seed, 2026-11 or a JSON file of coefficients.'],
    [
      ['route', 'x', '--energy-model', '--json'],
      '--energy-model takes seed, 2026-11 or a JSON file of coefficients, not',
    ],
    [['eval', '--encoder'], '--encoder needs a value: the folder of an encoder (--head goes with it).'],
    [
      ['eval', '--encoder', '--head', 'x'],
      '--encoder takes the folder of an encoder (--head goes with it), not "--head".',
    ],
    [['eval', '--encoder', 'x', '--head'], '--head needs a value: the folder of the head that goes with the encoder.'],
    [['eval', '--head', '--json'], '--head takes the folder of the head that goes with the encoder, not "--json".'],
    [['route', 'x', '--quality', '-1'], '--quality takes a number from 0 (least energy) to 1 (best answers), not "-1"'],
    [['eval', '--limit', '-1'], '--limit takes how many queries to use, a whole number of at least 1, not "-1"'],
    [['eval', '--limit=-1'], '--limit takes how many queries to use, a whole number of at least 1, not "-1"'],
    [['profiles'], 'profiles needs one of import, list, diff'],
    [['profiles', 'lst'], 'profiles does not know "lst". Did you mean "list"?'],
    [['profiles', 'list', 'x'], 'use it as: greenrouting profiles list [--pool POOL]'],
    [['profiles', 'list', '--out', 'x'], 'profiles list has no option "--out". Known: --pool, --json'],
    [['profiles', 'diff', 'seed'], 'use it as: greenrouting profiles diff POOL POOL'],
    [
      ['profiles', 'import', 'open-router', 'x.json'],
      'profiles import does not know "open-router". Did you mean "openrouter"?',
    ],
    [['route'], 'route needs a text (in quotes), or --input FILE'],
    [['route', 'What', 'is', 'this?'], 'takes one text, not 3: put it in quotes'],
    [['route', 'x', '--input', 'a.jsonl'], 'a text or --input, not both'],
    [['classify', 'x', '--output', 'a.jsonl'], '--output goes with --input'],
    [['route', 'x', '--energy-model', '2026-12'], '--energy-model does not know "2026-12". Did you mean "2026-11"?'],
    [['energy', 'x'], 'energy takes no text'],
    [['assets'], 'assets takes one folder'],
    [[], 'which command? One of route, classify, assets, eval, energy, profiles'],
  ])('%j exits with 2 and says why', async (argv, message) => {
    const result = await cli(argv)
    expect(result.stderr).toContain(message)
    expect(result).toMatchObject({ code: 2, stdout: '' })
  })
})

test('--help and --version answer, whatever else is missing', async () => {
  const { version } = JSON.parse(readFileSync(files.packageJson, 'utf8'))
  expect(await cli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  for (const argv of [['--help'], ['-h'], ['route', '--help']]) {
    const { code, stdout } = await cli(argv)
    expect(code).toBe(0)
    expect(stdout).toContain('greenrouting classify --input FILE.jsonl')
  }
})
