/** What goes wrong between the page and its files: a typed error that names the address, and a retry that works. */
import { built, expect, flipOneByte, load, MODEL_FILES, openPageWithRouter, PACKAGE, test } from './fixtures.ts'
import { type Answer, answers } from './server.ts'

/** A folder of the user's own: the same model under another address. */
const FOLDER = `${PACKAGE}model/`

interface Failure {
  readonly source?: 'package' | 'folder'
  readonly file: string
  readonly answer: Answer | (() => Answer)
  readonly code: string
  /** What the message says besides the address. */
  readonly says?: string | RegExp
}

const changed = (file: string): Answer => answers.body(flipOneByte(built(`model/${file}`)), 'application/octet-stream')
const manifest = (change: (manifest: Record<string, unknown>) => void): Answer => {
  const contents = JSON.parse(built('model/manifest.json').toString()) as Record<string, unknown>
  change(contents)
  return answers.body(JSON.stringify(contents), 'application/json')
}

const FAILURES: Readonly<Record<string, Failure>> = {
  'one wrong byte in the head': {
    file: 'head.onnx',
    answer: () => changed('head.onnx'),
    code: 'file-corrupt',
    says: 'digest',
  },
  'one wrong byte in the encoder': {
    file: 'onnx/model_quantized.onnx',
    answer: () => changed('onnx/model_quantized.onnx'),
    code: 'file-corrupt',
    says: 'digest',
  },
  'a file cut short': {
    file: 'tokenizer.json',
    answer: answers.body('{"version"', 'application/json'),
    code: 'file-corrupt',
    says: '10 bytes',
  },
  'an empty file': {
    file: 'head.onnx',
    answer: answers.body('', 'application/octet-stream'),
    code: 'file-corrupt',
    says: '0 bytes',
  },
  'a file that never ends being sent': {
    file: 'head.onnx',
    answer: () => answers.body(new Uint8Array(built('model/head.onnx').length + 1), 'application/octet-stream'),
    code: 'file-corrupt',
  },
  'HTML instead of ONNX': {
    file: 'onnx/model_quantized.onnx',
    answer: answers.html(),
    code: 'file-corrupt',
    says: 'HTML page',
  },
  '404 for the encoder': {
    file: 'onnx/model_quantized.onnx',
    answer: answers.status(404),
    code: 'file-not-found',
    says: '404',
  },
  '403 for the tokenizer': { file: 'tokenizer.json', answer: answers.status(403), code: 'file-not-found', says: '403' },
  '503 for the tokenizer': { file: 'tokenizer.json', answer: answers.status(503), code: 'fetch-failed', says: '503' },
  'a connection that breaks': {
    file: 'onnx/model_quantized.onnx',
    answer: answers.hangUp(),
    code: 'fetch-failed',
    says: 'network',
  },
  '404 for the runtime': { file: 'ort-wasm-simd-threaded.wasm', answer: answers.status(404), code: 'worker-failed' },
  'HTML instead of the runtime': { file: 'ort-wasm-simd-threaded.wasm', answer: answers.html(), code: 'worker-failed' },
  'a folder without a manifest': {
    source: 'folder',
    file: 'manifest.json',
    answer: answers.status(404),
    code: 'file-not-found',
    says: '404',
  },
  'a manifest that is an HTML page': {
    source: 'folder',
    file: 'manifest.json',
    answer: answers.html(),
    code: 'manifest-invalid',
    says: 'HTML page',
  },
  'a manifest that is not JSON': {
    source: 'folder',
    file: 'manifest.json',
    answer: answers.body('{"format": 1,', 'application/json'),
    code: 'manifest-invalid',
    says: 'JSON',
  },
  'a manifest without digests': {
    source: 'folder',
    file: 'manifest.json',
    answer: () => manifest(contents => Object.assign(contents, { files: { 'head.onnx': { bytes: 1 } } })),
    code: 'manifest-invalid',
    says: 'sha256',
  },
  'a manifest of a later format': {
    source: 'folder',
    file: 'manifest.json',
    answer: () => manifest(contents => Object.assign(contents, { format: 2 })),
    code: 'manifest-invalid',
    says: 'format',
  },
  'a manifest that leaves its folder': {
    source: 'folder',
    file: 'manifest.json',
    answer: () =>
      manifest(contents =>
        Object.assign(contents, { files: { '../../secret': { bytes: 1, sha256: '0'.repeat(64) } } }),
      ),
    code: 'manifest-invalid',
    says: 'leaves the folder',
  },
}

/** What a load that meets no failure answers. */
let healthy: string

test.beforeAll(async ({ browser, runningServer }) => {
  const page = await openPageWithRouter(browser, runningServer, 'wasm')
  healthy = await page.evaluate(() => router.route('What is 2+2?').then(({ selectedModel }) => selectedModel))
  await page.close()
})

for (const [what, { source = 'package', file, answer, code, says }] of Object.entries(FAILURES)) {
  test(`${what}: ${code}, and a retry in the same page works`, async ({ bare, server }) => {
    const model = source === 'folder' ? FOLDER : undefined
    const repair = server.answer(file, answer.length === 0 ? (answer as () => Answer)() : (answer as Answer))
    const failed = await load(bare, model)
    expect(failed).toMatchObject({ ok: false, typed: true, code })
    if (failed.ok) return
    expect(failed.details.url).toBe(server.origin + PACKAGE + (code === 'worker-failed' ? file : `model/${file}`))
    expect(failed.message).toContain(failed.details.url)
    if (says !== undefined) expect(failed.message).toMatch(says)
    // Nothing is left running for a load that failed.
    await expect.poll(() => bare.workers().length).toBe(0)

    repair()
    expect(await load(bare, model)).toMatchObject({ ok: true, value: healthy })
  })
}

test('bytes that have the right digest but are no model: model-invalid', async ({ bare, server }) => {
  const bytes = new TextEncoder().encode('this is not a graph')
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const sha256 = Buffer.from(digest).toString('hex')
  server.answer(
    'manifest.json',
    manifest(contents => Object.assign(contents.files as object, { 'head.onnx': { bytes: bytes.length, sha256 } })),
  )
  server.answer('head.onnx', answers.body(bytes, 'application/octet-stream'))
  expect(await load(bare, FOLDER)).toMatchObject({ ok: false, typed: true, code: 'model-invalid' })
  expect(await load(bare)).toMatchObject({ ok: false, code: 'file-corrupt' })
})

test('a worker script that is not there, and a retry', async ({ bare, server }) => {
  const repair = server.answer('worker-wasm.js', answers.status(404))
  const failed = await load(bare)
  expect(failed).toMatchObject({ ok: false, typed: true, code: 'worker-failed', details: { device: 'wasm' } })
  repair()
  expect(await load(bare)).toMatchObject({ ok: true, value: healthy })
})

test('a worker script of a folder of assets is named in the error', async ({ bare, server }) => {
  server.answer('worker-wasm.js', answers.status(404))
  const failed = await bare.evaluate(
    folder => outcome(greenrouting.loadPretrained({ device: 'wasm', assets: folder })),
    PACKAGE,
  )
  expect(failed).toMatchObject({
    ok: false,
    typed: true,
    code: 'worker-failed',
    details: { url: `${server.origin}${PACKAGE}worker-wasm.js` },
  })
})

test('a folder whose server goes away is loaded from the cache', async ({ bare, server }) => {
  expect(await load(bare, FOLDER)).toMatchObject({ ok: true })
  server.answer(MODEL_FILES, answers.hangUp())
  expect(await load(bare, FOLDER)).toMatchObject({ ok: true, value: healthy })
})
