/** Prints the original project's five example queries with its answers beside ours, as a Markdown table. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './stale.js'

/** GreenRouting 0.2.0 (Python), README, "Measured Energy Savings": query, model, Wh. */
const SEED = [
  ['What is 2+2?', 'llama-3.1-8b', 0.005],
  ['Explain quantum entanglement', 'gemini-2.0-flash', 0.015],
  ['Write a binary search in Python', 'gpt-4o-mini', 0.008],
  ['Prove the Cauchy-Schwarz inequality', 'gemini-2.0-flash', 0.015],
  ['Solve a differential equation in Python', 'gpt-4o-mini', 0.008],
]

const run = (script, ...args) =>
  execFileSync(process.execPath, [join(root, script), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] })

run('scripts/build.js', '--if-stale', '--library')
console.log(
  '| Query | GreenRouting (Python) | This package | Energy, Wh (range) | Estimated, less than the pool’s largest (middle figures) |',
)
console.log('| --- | --- | --- | --- | --- |')
for (const [query, model] of SEED) {
  const decision = JSON.parse(run('dist/cli.js', 'route', query, '--json'))
  const { energy } = decision
  const range = `${energy.midWh} (${energy.lowWh.toPrecision(2)}–${energy.highWh.toPrecision(2)})`
  const same = decision.selectedModel === model ? '' : ' *'
  console.log(
    `| ${query} | ${model} | ${decision.selectedModel}${same} | ${range} | ${(100 * decision.energySavingsVsMax).toFixed(1)} % |`,
  )
}
