/** The code in docs/ledger.md runs, and prints what the page says. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as api from '@opentelemetry/api'
import { expect, test } from 'vitest'
import * as core from './core/index.ts'

const page = readFileSync(fileURLToPath(new URL('../docs/ledger.md', import.meta.url)), 'utf8')
const blocks = [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, language, text]) => ({
  language,
  text: text!,
}))
// `openLedger` needs a browser: e2e/readme.spec.ts runs it there.
const code = blocks.filter(({ language, text }) => language === 'ts' && !text.includes('openLedger'))
const modules: Readonly<Record<string, unknown>> = { 'greenrouting/core': core, '@opentelemetry/api': api }

test('the examples run one after the other', async () => {
  expect(code.length).toBe(4)
  const logged: unknown[][] = []
  const body = code
    .map(({ text }) => text.replaceAll(/import \{(.*?)\} from '(.*?)'/g, "const {$1} = modules['$2']"))
    // Each has its imports, all share what they declare.
    .join('\n')
  const run = new Function('modules', 'console', `return (async () => {${body}})()`) as (
    modules: unknown,
    console: unknown,
  ) => Promise<void>
  await run(modules, { log: (...values: unknown[]) => logged.push(values) })
  const [report, carbon, sci, manifest] = logged
  expect(report![0]).toBe(blocks.find(({ language }) => language === '')!.text.trimEnd())
  expect(carbon).toEqual([
    expect.closeTo(0.00171, 5),
    expect.closeTo(0.000855, 6),
    expect.closeTo(0.01026, 5),
    core.GRID_CARBON_SOURCE.url,
  ])
  expect(sci![3]).toBe(1)
  expect(JSON.parse(manifest![0] as string)).toHaveProperty('tree.children')
})
