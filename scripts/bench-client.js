/**
 * How long a question takes from the call to the provider's request leaving, beside what its classification takes: in a
 * browser, with the shipped model, against a server on this machine. `npm run bench:client [-- --json]`.
 */
import { execFileSync } from 'node:child_process'
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { chromium } from '@playwright/test'
import { root } from './stale.js'

const RUNS = 200
const WARM_UP = 20
const QUERIES = [
  'What is 2+2?',
  'Write a binary search in Python',
  'Explain quantum entanglement to somebody who has never heard of physics, in two short paragraphs.',
  'Prove the Cauchy-Schwarz inequality',
]

execFileSync(process.execPath, [join(root, 'scripts/build.js'), '--if-stale', '--library'], { stdio: ['ignore', 2, 2] })
const CHROMIUM = execFileSync(process.execPath, [join(root, 'scripts/install-browser.js')], { encoding: 'utf8' }).trim()

const TYPES = {
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.html': 'text/html',
}
const ANSWER = 'data: {"choices":[{"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost')
  if (request.method === 'POST') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(ANSWER)
    return
  }
  const file = join(root, 'dist', normalize(pathname))
  if (pathname === '/' || !existsSync(file)) {
    response
      .writeHead(pathname === '/' ? 200 : 404, { 'content-type': 'text/html' })
      .end('<!doctype html><title>Bench</title>')
    return
  }
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
  createReadStream(file).pipe(response)
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const origin = `http://localhost:${server.address().port}`

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage()
  await page.goto(origin)
  const samples = await page.evaluate(measure, { origin, queries: QUERIES, runs: RUNS, warmUp: WARM_UP })
  const overhead = samples.map(({ toRequest, classification }) => toRequest - classification)
  const figures = {
    runs: samples.length,
    classificationMs: summary(samples.map(({ classification }) => classification)),
    callToRequestMs: summary(samples.map(({ toRequest }) => toRequest)),
    overheadMs: summary(overhead),
  }
  console.log(process.argv.includes('--json') ? JSON.stringify(figures) : table(figures))
} finally {
  await browser.close()
  server.close()
  server.closeAllConnections()
}

/** Runs in the page. The router is timed from outside, the request where `fetch` is called. */
async function measure({ origin, queries, runs, warmUp }) {
  const { loadPretrained } = await import(`${origin}/index.js`)
  const { GreenRoutingClient } = await import(`${origin}/client.js`)
  const router = await loadPretrained({ device: 'wasm' })
  let classification = 0
  let sentAt = 0
  const timed = {
    registry: router.registry,
    async route(...call) {
      const start = performance.now()
      const decision = await router.route(...call)
      classification = performance.now() - start
      return decision
    },
    routeMany: (...call) => router.routeMany(...call),
  }
  const client = new GreenRoutingClient({
    router: timed,
    models: router.registry.names.map(name => ({ name, apiBase: `${origin}/v1` })),
    fetch: (...call) => {
      sentAt = performance.now()
      return fetch(...call)
    },
  })
  const samples = []
  for (let run = 0; run < runs + warmUp; run++) {
    const start = performance.now()
    await client.chat(queries[run % queries.length])
    if (run >= warmUp) samples.push({ toRequest: sentAt - start, classification })
  }
  await router.dispose()
  return samples
}

function summary(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = share => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  return { median: at(0.5), p95: at(0.95) }
}

function table({ runs, ...rows }) {
  const row = ([name, { median, p95 }]) =>
    `${name.padEnd(18)} median ${median.toFixed(2)}  95th percentile ${p95.toFixed(2)}`
  return [`${runs} questions, milliseconds`, ...Object.entries(rows).map(row)].join('\n')
}
