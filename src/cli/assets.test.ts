import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { parseManifest } from '../engine/manifest.ts'
import { folderAssets } from '../engine/package-assets.ts'
import { cli, files, type Overrides, temporaryFolder } from './harness.fixture.ts'

const code = temporaryFolder()
const withWorkers = { files: { ...files, code: pathToFileURL(`${code}/`) } }
const copy = (argv: readonly string[], overrides: Overrides) =>
  cli(['assets', ...argv], { ...withWorkers, ...overrides })

beforeAll(() => {
  // Stand-ins: the real ones exist only once the package is built.
  for (const entry of ['wasm', 'webgpu', 'hub-wasm', 'hub-webgpu'])
    writeFileSync(join(code, `worker-${entry}.js`), `// ${entry}`)
})

test('copies what loadPretrained({ assets }) reads, and says how to use it', async () => {
  const cwd = temporaryFolder()
  const result = await copy(['public/greenrouting'], { cwd })
  expect(result).toMatchObject({ code: 0, stderr: '' })
  expect(result.stdout).toContain("loadPretrained({ assets: '/greenrouting/' })")
  const folder = join(cwd, 'public/greenrouting')
  const manifest = parseManifest(JSON.parse(readFileSync(join(folder, 'model/manifest.json'), 'utf8')), 'copy')
  const assets = folderAssets(pathToFileURL(`${folder}/`).href)
  const source = assets.model(manifest)
  const wanted = source.kind === 'bundled' ? Object.values(source.urls) : []
  for (const url of [...wanted, assets.runtimeUrl('wasm'), assets.runtimeUrl('webgpu')]) {
    expect(readFileSync(new URL(url)).byteLength).toBeGreaterThan(0)
  }
  expect(readdirSync(folder).sort()).toEqual([
    'model',
    'ort-wasm-simd-threaded.jspi.wasm',
    'ort-wasm-simd-threaded.wasm',
    'worker-hub-wasm.js',
    'worker-hub-webgpu.js',
    'worker-wasm.js',
    'worker-webgpu.js',
  ])
  for (const [path, { bytes }] of Object.entries(manifest.files)) {
    expect(readFileSync(join(folder, 'model', path)).byteLength).toBe(bytes)
  }
})

test('may be run again after an update, and leaves other files alone', async () => {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, 'site'))
  writeFileSync(join(cwd, 'site/index.html'), 'mine')
  writeFileSync(join(cwd, 'site/worker-wasm.js'), 'old')
  for (const _ of [1, 2]) expect((await copy(['site'], { cwd })).code).toBe(0)
  expect(readFileSync(join(cwd, 'site/worker-wasm.js'), 'utf8')).toBe('// wasm')
  expect(readFileSync(join(cwd, 'site/index.html'), 'utf8')).toBe('mine')
})

test.each(['site', 'site/model'])('a file at %s is not replaced by a folder', async path => {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, path, '..'), { recursive: true })
  writeFileSync(join(cwd, path), 'mine')
  const { code, stderr } = await copy(['site'], { cwd })
  expect(code).toBe(1)
  expect(stderr).toContain(`${join(cwd, path)} is no folder: a file of that name is in the way`)
  expect(readFileSync(join(cwd, path), 'utf8')).toBe('mine')
})

test('a package that lacks a file says which', async () => {
  const cwd = temporaryFolder()
  const { code, stderr } = await copy(['site'], { cwd, files: { ...files, code: pathToFileURL(`${cwd}/`) } })
  expect(code).toBe(1)
  expect(stderr).toContain(`cannot copy ${join(cwd, 'worker-wasm.js')}: no such file or directory`)
})
