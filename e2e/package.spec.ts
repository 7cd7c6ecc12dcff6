/** The package as npm would publish it, in an app outside this repository: it needs no argument and no third party. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import type { BrowserContext, Page } from '@playwright/test'
import { getKnownProfiles } from '../src/core/index.ts'
import { expect, repository, test } from './fixtures.ts'

const run = promisify(execFile)

test.describe.configure({ timeout: 240_000 })

let app: string
const servers: ChildProcess[] = []

test.beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), 'consumer-'))
  cpSync(join(repository, 'e2e/consumer'), app, { recursive: true })
  await run('npm', ['pack', '--pack-destination', app], { cwd: repository })
  const tarball = readdirSync(app).find(name => name.endsWith('.tgz'))!
  const version = (name: string): string =>
    (JSON.parse(readFileSync(join(repository, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
      .version
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({
      private: true,
      type: 'module',
      dependencies: { greenrouting: `file:./${tarball}` },
      devDependencies: { vite: version('vite'), typescript: version('typescript') },
    }),
  )
  await run('npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: app })
})

test.afterAll(async () => {
  await Promise.all(servers.map(stop))
  rmSync(app, { recursive: true, force: true })
})

test('the tarball holds what is needed and nothing besides', async () => {
  const folder = join(app, 'node_modules/greenrouting')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
  for (const needed of [
    'LICENSE',
    'README.md',
    'dist/index.js',
    'dist/core.js',
    'dist/catalog.js',
    'dist/importers.js',
    'dist/client.js',
    'dist/cli.js',
    'dist/types/index.d.ts',
    'dist/types/client.d.ts',
    'dist/model/manifest.json',
  ]) {
    expect(files).toContain(needed)
  }
  expect(files.filter(file => /\.(test|spec|fixture)\.|\.map$|\.tsbuildinfo$|\/\.[^/]*$/.test(file))).toEqual([])
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies?: object }
  expect(dependencies).toBeUndefined()
  // Nothing tells where it was built.
  for (const file of files.filter(file => /\.(js|json|ts|txt|md)$/.test(file))) {
    expect(readFileSync(join(folder, file), 'utf8').includes(repository), file).toBe(false)
  }
})

for (const resolution of ['bundler', 'nodenext'] as const) {
  test(`the declarations resolve under moduleResolution ${resolution}`, async () => {
    const options = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--target',
      'es2022',
      '--lib',
      'es2022,dom',
    ]
    const module = resolution === 'bundler' ? 'esnext' : 'nodenext'
    const compiler = 'node_modules/typescript/bin/tsc'
    const { stdout } = await run(
      process.execPath,
      [compiler, ...options, '--module', module, '--moduleResolution', resolution, '--types', '', 'types.ts'],
      { cwd: app },
    ).catch((failed: { stdout: string }) => failed)
    expect(stdout).toBe('')
  })
}

test('the command line runs from the installed package, and ends', async () => {
  const { stdout } = await run('npx', ['--no-install', 'greenrouting', 'route', 'What is 2+2?'], {
    cwd: app,
    // It must end by itself.
    timeout: 60_000,
  })
  expect(Object.keys(getKnownProfiles()).filter(name => stdout.includes(name))).not.toEqual([])
})

for (const how of ['dev', 'build and preview'] as const) {
  test(`vite ${how}, and a second visit without the model`, async ({ context }) => {
    if (how !== 'dev') await run(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], { cwd: app })
    const address = await serve(how === 'dev' ? 'dev' : 'preview')
    const { downloadedBytes } = await expectToRoute(context, address)
    expect(downloadedBytes).toBeGreaterThan(1_000_000)

    let blocked = 0
    await context.route(/\.onnx|tokenizer|manifest/, route => {
      blocked++
      return route.abort()
    })
    const second = await expectToRoute(context, address)
    expect(second).toMatchObject({ downloadedBytes: 0, cachedBytes: downloadedBytes, storage: 'indexeddb' })
    expect(blocked).toBe(0)

    // The block does hold: without what was kept, the same page fails.
    const page = await context.newPage()
    await page.goto(address)
    await expect(page.locator('#answer')).not.toBeEmpty()
    await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const request = indexedDB.open('greenrouting')
          request.onerror = reject
          request.onsuccess = () => {
            const transaction = request.result.transaction('files', 'readwrite')
            transaction.objectStore('files').clear()
            transaction.oncomplete = resolve
          }
        }),
    )
    await page.reload()
    expect(JSON.parse(await answerOf(page))).toMatchObject({ code: 'fetch-failed' })
    expect(blocked).toBeGreaterThan(0)
  })
}

for (const how of ['dev', 'build and preview'] as const) {
  test(`vite ${how}: an encoder of the hub without its library, then with it`, async ({ context }) => {
    const serveAnew = async (): Promise<string> => {
      if (how !== 'dev') await run(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], { cwd: app })
      return `${await serve(how === 'dev' ? 'dev' : 'preview')}#hub`
    }
    cpSync(join(repository, 'models/default'), join(app, 'public/encoder'), { recursive: true })
    const page = await context.newPage()
    await page.goto(await serveAnew())
    expect(JSON.parse(await answerOf(page))).toMatchObject({
      code: 'peer-missing',
      message: expect.stringContaining('npm install @huggingface/transformers'),
    })
    await page.close()

    const library = join(app, 'node_modules/@huggingface/transformers')
    mkdirSync(dirname(library), { recursive: true })
    symlinkSync(join(repository, 'node_modules/@huggingface/transformers'), library, 'junction')
    try {
      await expectToRoute(context, await serveAnew())
    } finally {
      rmSync(library)
    }
  })
}

/** Opens the app in a new page and returns what its router says of itself. */
async function expectToRoute(context: BrowserContext, address: string) {
  const page = await context.newPage()
  const elsewhere: string[] = []
  const origin = new URL(address).origin
  const note = (request: { url(): string }): void => {
    const url = new URL(request.url())
    if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.origin !== origin) elsewhere.push(url.href)
  }
  context.on('request', note)
  const complaints: string[] = []
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  await page.goto(address)
  const answer = JSON.parse(await answerOf(page)) as {
    selectedModel: string
    content: string
    info: { downloadedBytes: number; cachedBytes: number; storage: string; integrity: string }
  }
  expect(answer).toMatchObject({ info: { integrity: 'verified' } })
  expect(Object.keys(getKnownProfiles())).toContain(answer.selectedModel)
  expect(answer.content).toBe(`${answer.selectedModel} says 4`)
  expect(elsewhere).toEqual([])
  expect(complaints).toEqual([])
  context.off('request', note)
  await page.close()
  return answer.info
}

async function answerOf(page: Page): Promise<string> {
  const answer = page.locator('#answer')
  await expect(answer).not.toBeEmpty()
  return (await answer.textContent())!
}

/** Starts Vite and resolves to the address it prints. */
async function serve(what: 'dev' | 'preview'): Promise<string> {
  const server = spawn(process.execPath, ['node_modules/vite/bin/vite.js', what, '--host', '127.0.0.1'], { cwd: app })
  servers.push(server)
  let output = ''
  return new Promise((resolve, reject) => {
    const read = (part: Buffer): void => {
      output += stripVTControlCharacters(part.toString())
      const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(output)
      if (address) resolve(address[0])
    }
    server.stdout.on('data', read)
    server.stderr.on('data', read)
    server.on('exit', () => reject(new Error(`vite ${what} ended:\n${output}`)))
  })
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill()
  await ended
}
