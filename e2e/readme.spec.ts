/** The README's code does what its comments say. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { transformWithOxc } from 'vite'
import { expect, repository, test } from './fixtures.ts'
import { startMockProvider } from './mock-provider.ts'
import { answers, type StaticServer } from './server.ts'

const readme = readFileSync(join(repository, 'README.md'), 'utf8')

/** The blocks of code of a part of the README. */
const blocksOf = (part: string): string[] =>
  [...part.matchAll(/^```(?:ts|js|typescript|javascript)\n([\s\S]*?)^```/gm)].map(([, block]) => block!)

const { exports } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  exports: Record<string, { default?: string }>
}

/** `greenrouting/client` → `./dist/client.js`, for all that the package offers. */
const imports = Object.fromEntries(
  Object.entries(exports).flatMap(([path, { default: file }]) =>
    file ? [[`greenrouting${path.slice(1)}`, file]] : [],
  ),
)

/** Knows the package by its name, as any app with a bundler does. */
const page = (code: string): string => `<!doctype html>
<meta charset="utf-8">
<title>The README's example</title>
<script type="importmap">
${JSON.stringify({ imports })}
</script>
<script type="module">
${code}
;globalThis.finished = true
</script>`

/** What code logs in a page, once it has ended without an error. */
async function logOf(tab: Page, server: StaticServer, code: string): Promise<string[]> {
  const logged: string[] = []
  const errors: string[] = []
  tab.on('console', message => {
    if (message.type() === 'log') logged.push(message.text())
    else if (message.type() === 'error') errors.push(message.text())
  })
  tab.on('pageerror', error => errors.push(error.message))
  const transformed = await transformWithOxc(code, 'readme.ts')
  server.answer('readme.html', answers.body(page(transformed.code), 'text/html; charset=utf-8'))
  server.answer('favicon.ico', answers.body('', 'image/x-icon'))
  await tab.goto(`${server.origin}/some/where/readme.html`)
  await expect
    .poll(() => errors.length > 0 || tab.evaluate(() => 'finished' in globalThis), { timeout: 80_000 })
    .toBe(true)
  expect(errors).toEqual([])
  return logged
}

/** Runs code in a page and compares what it logs with what its comments say. */
async function expectToLog(tab: Page, server: StaticServer, code: string): Promise<void> {
  const expected = [...code.matchAll(/console\.log\(.*\)\s*;?\s*\/\/ ?(.*)$/gm)].map(([, comment]) => comment!.trim())
  expect(expected.length, 'it logs something').toBeGreaterThan(0)
  expect(expected, 'every console.log says what it prints').toHaveLength(code.match(/console\.log\(/g)!.length)
  const logged = await logOf(tab, server, code)
  expect(logged.map(unquoted)).toEqual(expected.map(unquoted))
}

test('the first example logs what its comments say', async ({ page: tab, server }) => {
  const example = blocksOf(readme).find(block => block.includes('loadPretrained')) ?? ''
  expect(example, 'README.md has a block of code with loadPretrained').not.toBe('')
  await expectToLog(tab, server, example)
})

test('the client’s examples do, as printed, with the providers’ addresses led to a server that speaks for them', async ({
  page: tab,
  server,
}) => {
  const blocks = blocksOf(/^## Client\n[\s\S]*?(?=^## )/m.exec(readme)?.[0] ?? '')
  expect(blocks.length).toBeGreaterThan(4)
  const mock = await startMockProvider()
  mock.say('llama3.1:8b', { text: ['4'], usage: { input: 40, output: 1 } })
  for (const origin of ['https://api.openai.com', 'http://localhost:11434']) {
    await tab.route(`${origin}/**`, async route => {
      const { pathname, search } = new URL(route.request().url())
      await route.fulfill({ response: await route.fetch({ url: mock.origin + pathname + search }) })
    })
  }
  await tab.route('https://openrouter.ai/api/v1/auth/keys', route =>
    route.fulfill({ json: { key: 'sk-or-v1-users-own' }, headers: { 'access-control-allow-origin': '*' } }),
  )
  await expectToLog(tab, server, blocks.join('\n'))
  await mock.close()
})

test('the ledger example adds up', async ({ page: tab, server }) => {
  const example = blocksOf(/^## Ledger\n[\s\S]*?(?=^## )/m.exec(readme)?.[0] ?? '')[0]!
  const [report, grams] = await logOf(tab, server, example)
  expect(report).toContain('1 query: about 0.0050 Wh (0.0025 to 0.030 Wh)')
  expect(report).toContain('Compared against always using gpt-4o: about 0.20 Wh')
  expect(report).toContain('Routing itself: about ')
  expect(Number(grams)).toBeCloseTo((0.005 * 342.1) / 1000, 9)
})

/** A comment may show a text as code spells it. */
function unquoted(text: string): string {
  return /^(['"`])(.*)\1$/s.exec(text)?.[2] ?? text
}
