/**
 * How long a decision takes in a browser, beside the original's encoder: `npm run bench [-- --json] [-- --runs N --cold N]`.
 *
 * One page, one run, one WASM thread; the rivals take turns. Ratios first: they survive a busy machine, milliseconds do not.
 * The MiniLM is models/baseline where the recipe made it, else a graph of its shape with random weights.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { preview } from 'vite'
import { benchText } from './bench-text.js'
import { writeRandomMiniLm } from './random-minilm.js'
import { root } from './stale.js'

const LENGTHS = [8, 16, 64, 256]
const WARM_UP = 20
/** One token each for both tokenizers (checked in the page). */
const WORDS = 'the time people water house world school country city family story music light night'.split(' ')

const options = readOptions()
const folder = join(root, '.cache/bench')
const isReal = existsSync(join(root, 'models/baseline/manifest.json'))
const run = (script, ...args) =>
  execFileSync(process.execPath, [join(root, 'scripts', script), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
  })

run('build.js', '--if-stale', '--library')
const mounts = assemble()
const server = await preview({
  root: folder,
  configFile: false,
  logLevel: 'error',
  appType: 'mpa',
  build: { outDir: '.' },
  // Isolated, so that clocks are fine enough.
  preview: {
    host: '127.0.0.1',
    headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
  },
})
const origin = server.resolvedUrls.local[0]
const browser = await chromium.launch({ executablePath: run('install-browser.js').trim(), args: ['--no-sandbox'] })
try {
  const report = {
    browser: `Chromium ${browser.version()}`,
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    minilm: isReal ? 'models/baseline' : 'random weights',
    runs: options.runs,
    decisions: await timeDecisions(),
    coldStarts: await timeColdStarts(),
  }
  console.log(options.json ? JSON.stringify(report, null, 2) : benchText(report))
} finally {
  await browser.close()
  await server.close()
}

/** The folders the page asks, each under one address; returns them by address. */
function assemble() {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'models'), { recursive: true })
  const library = join(root, 'node_modules/@huggingface/transformers/dist')
  const found = {
    page: join(root, 'e2e/bench'),
    dist: join(root, 'dist'),
    ort: join(root, 'node_modules/onnxruntime-web/dist'),
    library,
    'library-runtime': dirname(createRequire(join(library, '/')).resolve('onnxruntime-web')),
    'models/minilm': join(root, isReal ? 'models/baseline' : '.cache/minilm-random'),
  }
  if (!isReal) writeRandomMiniLm(found['models/minilm'], WORDS)
  for (const [address, target] of Object.entries(found)) symlinkSync(target, join(folder, address), 'junction')
  return found
}

/** Medians in milliseconds and ratios of them, by length. */
async function timeDecisions() {
  const page = await openPage(browser)
  await page.evaluate(async given => Object.assign(globalThis, await import('/page/decision.js')).prepare(given), {
    withHead: isReal,
  })
  const rows = []
  for (const tokens of LENGTHS) {
    const text = Array.from({ length: tokens - 2 }, (_, at) => WORDS[at % WORDS.length]).join(' ')
    const seen = await page.evaluate(text => bench.count(text), text)
    if (seen.ours !== tokens || seen.minilm !== tokens) throw new Error(`${tokens} tokens are ${JSON.stringify(seen)}`)
    const times = await page.evaluate(
      ([text, how]) => measure(text, how),
      [text, { runs: options.runs, warmUp: WARM_UP }],
    )
    const ms = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))
    rows.push({
      tokens,
      oursSees: Math.min(tokens, await page.evaluate(() => bench.maxTokens)),
      ratios: {
        decisionToPipeline: ms.decision / ms.pipeline,
        decisionToMiniLmGraph: ms.decision / ms.minilmGraph,
        graphToMiniLmGraph: ms.graph / ms.minilmGraph,
        ...(ms.seedDecision && { decisionToSeedDecision: ms.decision / ms.seedDecision }),
      },
      ms,
    })
  }
  await page.context().close()
  return rows
}

/** From nothing in any cache to the first decision. */
async function timeColdStarts() {
  const ours = await coldStart({})
  if (!isReal) return { ours }
  const encoder = { url: '/models/minilm/', library: '/library/transformers.min.js' }
  return { ours, seedsDesign: await coldStart({ encoder, head: '/models/minilm/' }) }
}

async function coldStart(how) {
  const times = []
  let paths = new Set()
  for (let round = 0; round < options.cold; round++) {
    const page = await openPage(browser)
    const requests = []
    page.on('requestfinished', request => requests.push(request))
    times.push(
      await page.evaluate(async how => {
        const start = performance.now()
        const { loadPretrained } = await import('/dist/index.js')
        const router = await loadPretrained({ device: 'wasm', ...how })
        await router.route('What is 2+2?')
        return performance.now() - start
      }, how),
    )
    paths = new Set(requests.map(request => new URL(request.url()).pathname))
    await page.context().close()
  }
  const files = [...paths].map(path => {
    const content = contentOf(path)
    return { path, bytes: content.length, gzipBytes: gzipSync(content, { level: 9 }).length }
  })
  const sum = key => files.reduce((total, file) => total + file[key], 0)
  return { ms: median(times), bytes: sum('bytes'), gzipBytes: sum('gzipBytes'), files }
}

async function openPage(browser) {
  const context = await browser.newContext()
  const page = await context.newPage()
  page.setDefaultTimeout(0)
  await page.goto(`${origin}page/index.html`)
  return page
}

function contentOf(path) {
  const address = Object.keys(mounts).find(address => path.startsWith(`/${address}/`))
  return readFileSync(join(mounts[address], path.slice(address.length + 2)))
}

function median(values) {
  const ascending = [...values].sort((a, b) => a - b)
  const middle = ascending.length >> 1
  return ascending.length % 2 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      runs: { type: 'string', default: '30' },
      cold: { type: 'string', default: '3' },
    },
  })
  const count = name => {
    const value = Number(values[name])
    if (Number.isInteger(value) && value > 0) return value
    throw new Error(`--${name} takes how many, a whole number of at least 1.`)
  }
  return { json: values.json, runs: count('runs'), cold: count('cold') }
}
