/** The README's code does what its comments say. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { transformWithOxc } from 'vite'
import { bundleCode } from './bundle.ts'
import { expect, PACKAGE, repository, test } from './fixtures.ts'
import { type MockProvider, type Script, startMockProvider } from './mock-provider.ts'
import { answers, type StaticServer } from './server.ts'

const readme = readFileSync(join(repository, 'README.md'), 'utf8')

const STACKS = ['AI SDK', 'OpenAI', 'OpenAI Agents', 'LangChain.js', 'WebLLM']

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

/** What code logs in a page that imports as the browser does, once it has ended without an error. */
async function logOf(tab: Page, server: StaticServer, code: string): Promise<string[]> {
  const transformed = await transformWithOxc(code, 'readme.ts')
  server.answer('readme.html', answers.body(page(transformed.code), 'text/html; charset=utf-8'))
  return logAt(tab, server, '/some/where/readme.html')
}

/** The same of code that an app's bundler has put together with the packages it names. */
async function logOfBundle(tab: Page, server: StaticServer, name: string, code: string): Promise<string[]> {
  server.answer(`${name}.js`, answers.body(await bundleCode(name, code), 'text/javascript; charset=utf-8'))
  const html = `<!doctype html><meta charset="utf-8"><title>${name}</title><script type="module">
import './${name}.js'
globalThis.finished = true
</script>`
  server.answer(`${name}.html`, answers.body(html, 'text/html; charset=utf-8'))
  return logAt(tab, server, `${PACKAGE}${name}.html`)
}

async function logAt(tab: Page, server: StaticServer, address: string): Promise<string[]> {
  const logged: string[] = []
  const errors: string[] = []
  tab.on('console', message => {
    if (message.type() === 'log') logged.push(message.text())
    else if (message.type() === 'error') errors.push(message.text())
  })
  tab.on('pageerror', error => errors.push(error.message))
  server.answer('favicon.ico', answers.body('', 'image/x-icon'))
  await tab.goto(server.origin + address)
  await expect
    .poll(() => errors.length > 0 || tab.evaluate(() => 'finished' in globalThis), { timeout: 80_000 })
    .toBe(true)
  expect(errors).toEqual([])
  return logged
}

/** Runs code in a page and compares what it logs with what its comments say. */
async function expectToLog(code: string, run: (code: string) => Promise<string[]>): Promise<void> {
  const expected = [...code.matchAll(/console\.log\(.*\)\s*;?\s*\/\/ ?(.*)$/gm)].map(([, comment]) => comment!.trim())
  expect(expected.length, 'it logs something').toBeGreaterThan(0)
  expect(expected, 'every console.log says what it prints').toHaveLength(code.match(/console\.log\(/g)!.length)
  const logged = await run(code)
  expect(logged.map(unquoted)).toEqual(expected.map(unquoted))
}

test('the first example logs what its comments say', async ({ page: tab, server }) => {
  const example = blocksOf(readme).find(block => block.includes('loadPretrained')) ?? ''
  expect(example, 'README.md has a block of code with loadPretrained').not.toBe('')
  await expectToLog(example, code => logOf(tab, server, code))
})

test('the client’s examples do, as printed, with the providers’ addresses led to a server that speaks for them', async ({
  page: tab,
  server,
}) => {
  const blocks = blocksOf(/^## Client\n[\s\S]*?(?=^##)/m.exec(readme)?.[0] ?? '')
  expect(blocks.length).toBeGreaterThan(4)
  const mock = await startMockProvider()
  mock.say('llama3.1:8b', { text: ['4'], usage: { input: 40, output: 1 } })
  await leadTo(mock, tab)
  await tab.route('https://openrouter.ai/api/v1/auth/keys', route =>
    route.fulfill({ json: { key: 'sk-or-v1-users-own' }, headers: { 'access-control-allow-origin': '*' } }),
  )
  await expectToLog(blocks.join('\n'), code => logOf(tab, server, code))
  await mock.close()
})

test('the example of models on the device does too, with an Ollama that has one of them', async ({
  page: tab,
  server,
}) => {
  const mock = await startMockProvider()
  mock.say('llama3.2:3b', { text: ['4'] })
  await leadTo(mock, tab)
  await tab.route('http://localhost:11434/api/tags', route =>
    route.fulfill({ json: { models: [{ name: 'llama3.2:3b' }] }, headers: { 'access-control-allow-origin': '*' } }),
  )
  const example = blocksOf(/^### Models on the device\n[\s\S]*?(?=^##)/m.exec(readme)?.[0] ?? '').join('\n')
  await expectToLog(example, code => logOf(tab, server, code))
  await mock.close()
})

/** The providers' addresses lead to a server that speaks for them. */
async function leadTo(mock: MockProvider, tab: Page): Promise<void> {
  for (const origin of ['https://api.openai.com', 'http://localhost:11434']) {
    await tab.route(`${origin}/**`, async route => {
      const { pathname, search } = new URL(route.request().url())
      await route.fulfill({ response: await route.fetch({ url: mock.origin + pathname + search }) })
    })
  }
}

const stacks = [
  ...(/^## In your stack\n[\s\S]*?(?=^## )/m.exec(readme)?.[0] ?? '').matchAll(
    /^### (.*)\n([\s\S]*?)(?=^### |$(?![\s\S]))/gm,
  ),
]

/** What the model says where it is not a greeting. */
const ANSWERS: Readonly<Record<string, Script>> = {
  OpenAI: { text: ['4'], usage: { input: 40, output: 1 } },
  'LangChain.js': { text: ['4'] },
}

test('there is an example for each stack', () => {
  expect(stacks.map(([, title]) => title)).toEqual(STACKS)
})

for (const [, title, part] of stacks) {
  test(`the example for ${title} does too, with the real packages`, async ({ page: tab, server }) => {
    const mock = await startMockProvider()
    await leadTo(mock, tab)
    const name = title!.toLowerCase().replaceAll(/\W+/g, '-')
    mock.say('gpt-4o-mini', ANSWERS[title!] ?? {})
    // The one package that cannot run here: no graphics card, no gigabytes.
    const engine = join(repository, 'e2e/pages/web-llm-stand-in.ts')
    await expectToLog(blocksOf(part!).join('\n'), code =>
      logOfBundle(tab, server, name, code.replace("'@mlc-ai/web-llm'", `'${engine}'`)),
    )
    await mock.close()
  })
}

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
