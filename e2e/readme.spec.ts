/** The README's code does what its comments say. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { transformWithOxc } from 'vite'
import { expect, repository, test } from './fixtures.ts'
import { answers, type StaticServer } from './server.ts'

/** Knows the package by its name, as any app with a bundler does. */
const page = (code: string): string => `<!doctype html>
<meta charset="utf-8">
<title>The README's first example</title>
<script type="importmap">{ "imports": { "greenrouting": "./dist/index.js", "greenrouting/core": "./dist/core.js" } }</script>
<script type="module">
${code}
;globalThis.finished = true
</script>`

test('the first example logs what its comments say', async ({ page: tab, server }) => {
  const readme = readFileSync(join(repository, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/^```(?:ts|js|typescript|javascript)\n([\s\S]*?)^```/gm)].map(
    ([, block]) => block!,
  )
  const example = blocks.find(block => block.includes('loadPretrained')) ?? ''
  expect(example, 'README.md has a block of code with loadPretrained').not.toBe('')
  const expected = [...example.matchAll(/console\.log\(.*\)\s*;?\s*\/\/ ?(.*)$/gm)].map(([, comment]) =>
    comment!.trim(),
  )
  expect(expected.length, 'it logs something').toBeGreaterThan(0)
  expect(expected, 'every console.log says what it prints').toHaveLength(example.match(/console\.log\(/g)!.length)

  const logged = await logOf(tab, server, example)
  expect(logged.map(unquoted)).toEqual(expected.map(unquoted))
})

test('the ledger example adds up', async ({ page: tab, server }) => {
  const readme = readFileSync(join(repository, 'README.md'), 'utf8')
  const example = /^## Ledger[\s\S]*?^```ts\n([\s\S]*?)^```/m.exec(readme)![1]!
  const [report, grams] = await logOf(tab, server, example)
  expect(report).toContain('1 query: about 0.0050 Wh (0.0025 to 0.030 Wh)')
  expect(report).toContain('Compared against always using gpt-4o: about 0.20 Wh')
  expect(report).toContain('Routing itself: about 0.8')
  expect(Number(grams)).toBeCloseTo((0.005 * 342.1) / 1000, 9)
})

/** What an example logs, once it has ended without an error. */
async function logOf(tab: Page, server: StaticServer, example: string): Promise<string[]> {
  const logged: string[] = []
  const errors: string[] = []
  tab.on('console', message => {
    if (message.type() === 'log') logged.push(message.text())
    else if (message.type() === 'error') errors.push(message.text())
  })
  tab.on('pageerror', error => errors.push(error.message))
  const { code } = await transformWithOxc(example, 'readme.ts')
  server.answer('readme.html', answers.body(page(code), 'text/html; charset=utf-8'))
  server.answer('favicon.ico', answers.body('', 'image/x-icon'))
  await tab.goto(`${server.origin}/some/where/readme.html`)
  await expect.poll(() => errors.length > 0 || tab.evaluate(() => 'finished' in globalThis)).toBe(true)
  expect(errors).toEqual([])
  return logged
}

/** A comment may show a text as code spells it. */
function unquoted(text: string): string {
  return /^(['"`])(.*)\1$/s.exec(text)?.[2] ?? text
}
