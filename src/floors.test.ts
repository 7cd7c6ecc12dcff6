/** The floors hold: imports go down only, no floor knows more of the platform than it should, and each library has its door. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const repository = fileURLToPath(new URL('..', import.meta.url))

describe('the type checker refuses', () => {
  let copy: string

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'floors-'))
    for (const part of ['src', 'tsconfig.base.json', 'package.json']) {
      cpSync(join(repository, part), join(copy, part), { recursive: true, filter: path => !path.endsWith('.test.ts') })
    }
    mkdirSync(join(copy, 'models/default'), { recursive: true })
    // Only its type is looked at, and that is unknown.
    writeFileSync(join(copy, 'models/default/manifest.json'), '{}')
    symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'), 'dir')
  })

  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  /** What `tsc` says about the copy with one more file in it; empty when it is content. */
  function complaints(file?: string, contents = ''): string {
    const path = file && join(copy, file)
    if (path) writeFileSync(path, contents)
    const compiler = join(repository, 'node_modules/typescript/bin/tsc')
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        compiler,
        '-b',
        'src/core',
        'src/training',
        'src/catalog',
        'src/importers',
        'src/providers',
        'src/engine',
        'src',
      ],
      {
        cwd: copy,
        encoding: 'utf8',
      },
    )
    if (path) rmSync(path)
    expect(stderr).toBe('')
    expect(status === 0).toBe(stdout === '')
    return stdout
  }

  test('nothing in the tree as it is', () => {
    expect(complaints()).toBe('')
  })

  test.each([
    ['document', 'export const title: string = document.title\n'],
    ['window', 'export const here: unknown = window\n'],
    ['console', "console.log('core does not speak')\n"],
    ['fetch', "export const answer: unknown = fetch('/')\n"],
    ['process', 'export const environment: unknown = process.env\n'],
    ['indexedDB', 'export const storage: unknown = indexedDB\n'],
  ])('%s in the core', (name, contents) => {
    expect(complaints('src/core/throw-away.ts', contents)).toMatch(
      new RegExp(`src/core/throw-away\\.ts.*Cannot find name '${name}'`),
    )
  })

  test.each([
    ['document', 'export const title: string = document.title\n'],
    ['console', "console.log('training does not speak')\n"],
    ['process', 'export const environment: unknown = process.env\n'],
  ])('%s in training', (name, contents) => {
    expect(complaints('src/training/throw-away.ts', contents)).toMatch(
      new RegExp(`src/training/throw-away\\.ts.*Cannot find name '${name}'`),
    )
  })

  test.each([
    ['document', 'export const title: string = document.title\n'],
    ['process', 'export const environment: unknown = process.env\n'],
  ])('%s in the providers', (name, contents) => {
    expect(complaints('src/providers/throw-away.ts', contents)).toMatch(
      new RegExp(`src/providers/throw-away\\.ts.*Cannot find name '${name}'`),
    )
  })

  test('document in the engine, which lives in a worker', () => {
    expect(complaints('src/engine/throw-away.ts', 'export const title: string = document.title\n')).toMatch(
      /src\/engine\/throw-away\.ts.*Cannot find name 'document'/,
    )
  })

  test.each([
    ['core', 'engine', 'src/core/throw-away.ts', "export { sha256 } from '../engine/digest.ts'\n"],
    ['core', 'the top', 'src/core/throw-away.ts', "export { loadPretrained } from '../load-pretrained.ts'\n"],
    ['core', 'engine (types)', 'src/core/throw-away.ts', "export type { EngineInfo } from '../engine/protocol.ts'\n"],
    ['core', 'training', 'src/core/throw-away.ts', "export { mean } from '../training/statistics.ts'\n"],
    ['catalog', 'importers', 'src/catalog/throw-away.ts', "export { mergeProfiles } from '../importers/merge.ts'\n"],
    ['importers', 'engine', 'src/importers/throw-away.ts', "export { sha256 } from '../engine/digest.ts'\n"],
    ['training', 'engine', 'src/training/throw-away.ts', "export { sha256 } from '../engine/digest.ts'\n"],
    ['providers', 'engine', 'src/providers/throw-away.ts', "export { sha256 } from '../engine/digest.ts'\n"],
    ['providers', 'the client', 'src/providers/throw-away.ts', "export { sleep } from '../client/abort.ts'\n"],
    ['engine', 'the top', 'src/engine/throw-away.ts', "export { loadPretrained } from '../load-pretrained.ts'\n"],
  ])('an import from %s up to %s', (_from, _to, file, contents) => {
    expect(complaints(file, contents)).toContain('throw-away.ts')
  })

  test('and `npm run check` asks it', () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    expect(scripts.check).toContain('npm run types')
    expect(scripts.types).toMatch(/^tsc -b$/)
    const { references } = JSON.parse(readFileSync(join(repository, 'tsconfig.json'), 'utf8')) as {
      references: { path: string }[]
    }
    const checked = references.map(({ path }) => path)
    for (const floor of [
      'src/core',
      'src/training',
      'src/catalog',
      'src/importers',
      'src/providers',
      'src/engine',
      'src',
    ])
      expect(checked).toContain(floor)
  })
})

interface Import {
  readonly file: string
  readonly from: string
  /** Leaves nothing behind when compiled. */
  readonly typesOnly: boolean
}

const sources = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.ts') && !/\.(test|test-d|fixture)\.ts$/.test(path))

const imports = sources.flatMap(file => importsOf(file, readFileSync(join(repository, 'src', file), 'utf8')))

function importsOf(file: string, code: string): Import[] {
  const statements = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g
  return [
    ...[...code.matchAll(statements)].map(([, type, from]) => ({ file, from: from!, typesOnly: type !== undefined })),
    ...[...code.matchAll(dynamic)].map(([, from]) => ({ file, from: from!, typesOnly: false })),
  ]
}

/** Which files may import a library's code; types may be named anywhere on a door's floor. */
const DOORS: Readonly<Record<string, RegExp>> = {
  'onnxruntime-web/wasm': /^engine\/ort-wasm\.ts$/,
  'onnxruntime-web/jspi': /^engine\/ort-webgpu\.ts$/,
  '@huggingface/tokenizers': /^engine\/tokenizer\.ts$/,
  '@huggingface/transformers': /^engine\/hub-encoder\.ts$/,
  comlink: /^engine\/(host|worker-(hub-)?(wasm|webgpu))\.ts$/,
  'idb-keyval': /^(engine\/model-cache|ledger-database)\.ts$/,
  // Text to text, no I/O: pure enough for the core.
  'd3-dsv': /^(core\/ledger-csv|importers\/csv)\.ts$/,
  'eventsource-parser': /^providers\/sse\.ts$/,
  'pkce-challenge': /^providers\/openrouter-sign-in\.ts$/,
  '@cfworker/json-schema': /^client\/json-schema\.ts$/,
}

describe('third-party doors', () => {
  const thirdParty = imports.filter(({ from }) => !from.startsWith('.') && !from.startsWith('node:'))

  test('the search finds what it should', () => {
    const example =
      "import { a } from 'x'\nimport type {\n  b,\n} from 'y'\nexport * from './z.ts'\nimport 'w'\nconst v = await import('v')\n"
    expect(importsOf('f', example)).toEqual([
      { file: 'f', from: 'x', typesOnly: false },
      { file: 'f', from: 'y', typesOnly: true },
      { file: 'f', from: './z.ts', typesOnly: false },
      { file: 'f', from: 'w', typesOnly: false },
      { file: 'f', from: 'v', typesOnly: false },
    ])
    for (const library of Object.keys(DOORS)) expect(thirdParty.map(({ from }) => from)).toContain(library)
  })

  test('only known libraries, none by its bare name where that is the wrong build', () => {
    expect([...new Set(thirdParty.map(({ from }) => from))].sort()).toEqual(Object.keys(DOORS).sort())
  })

  test.each(Object.entries(DOORS))('%s', (library, door) => {
    const users = thirdParty.filter(({ from }) => from === library)
    expect(users.filter(({ file, typesOnly }) => !typesOnly && !door.test(file))).toEqual([])
    const floor = /[a-z]+(?=\\\/)/.exec(door.source)![0]
    expect(users.filter(({ file }) => !door.test(file) && !file.startsWith(`${floor}/`))).toEqual([])
  })
})

describe('imports between files', () => {
  const FLOORS = ['core', 'training', 'catalog', 'importers', 'providers', 'engine', 'src', 'cli'] as const
  const floorOf = (file: string): number => {
    const folder = dirname(file).split('/')[0]!
    // Folders with the parts of files of the top.
    return folder === '.' || folder === 'client' || folder === 'adapters' || folder === 'on-device'
      ? FLOORS.indexOf('src')
      : FLOORS.indexOf(folder as 'core')
  }

  test('go down only', () => {
    const ours = imports.filter(({ from }) => from.startsWith('.'))
    expect(ours.length).toBeGreaterThan(100)
    const upward = ours.filter(({ file, from }) => {
      const target = relative('.', join(dirname(file), from)).replaceAll('\\', '/')
      // Outside src lies only the shipped model's manifest.
      if (target.startsWith('..')) return !(file === 'default-model.ts' && target === '../models/default/manifest.json')
      return floorOf(target) > floorOf(file)
    })
    expect(upward).toEqual([])
  })

  test('every file is on a known floor', () => {
    expect(sources.filter(file => floorOf(file) < 0)).toEqual([])
  })

  test("Node's modules stay in the command line", () => {
    expect(imports.filter(({ file, from }) => from.startsWith('node:') && !file.startsWith('cli/'))).toEqual([])
  })
})
