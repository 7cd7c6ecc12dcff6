/** Pages of other kinds: plain http, isolated, with a security policy, with the package's files elsewhere, without a network. */
import { PLAIN_HTTP_HOST } from './browser.ts'
import { BARE_PAGE, built, expect, load, MOUNTS, openBarePage, PACKAGE, test } from './fixtures.ts'
import { type StaticServer, startServer } from './server.ts'

test('on plain http it routes, and says that digests went unchecked', async ({ page, server }) => {
  await openBarePage(page, server, PLAIN_HTTP_HOST)
  expect(await page.evaluate(() => isSecureContext)).toBe(false)
  expect(page.url()).toBe(`http://${PLAIN_HTTP_HOST}:${server.port}${BARE_PAGE}`)
  const { info, attempts, model } = await page.evaluate(async () => {
    const router = await greenrouting.loadPretrained()
    const { selectedModel } = await router.route('What is 2+2?')
    return { info: router.engine.info, attempts: router.engine.attempts, model: selectedModel }
  })
  expect(model).toBeTruthy()
  expect(info).toMatchObject({ device: 'wasm', integrity: 'unchecked' })
  expect(attempts).toMatchObject([
    { device: 'webgpu', ok: false, reason: expect.stringContaining('WebGPU') },
    { device: 'wasm', ok: true },
  ])
})

test('files from a folder by option', async ({ bare }) => {
  const model = await bare.evaluate(
    async folder => {
      const router = await greenrouting.loadPretrained({ device: 'wasm', assets: folder, cache: false })
      return (await router.route('What is 2+2?')).selectedModel
    },
    PACKAGE.slice(0, -1),
  )
  expect(model).toBeTruthy()
})

test('a page whose security policy forbids WebAssembly: worker-failed, and the message names the policy', async ({
  page,
  server,
}) => {
  server.answer('worker-wasm.js', (_request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/javascript', 'content-security-policy': "script-src 'self'" })
      .end(built('worker-wasm.js')),
  )
  await openBarePage(page, server)
  const failed = await load(page)
  expect(failed).toMatchObject({
    ok: false,
    typed: true,
    code: 'worker-failed',
    message: expect.stringContaining('wasm-unsafe-eval'),
  })
})

test('without a network: a typed error, and the same page loads once it is back', async ({ bare, context }) => {
  await context.setOffline(true)
  expect(await load(bare)).toMatchObject({
    ok: false,
    typed: true,
    code: expect.stringMatching(/^(fetch|worker)-failed$/),
  })
  await context.setOffline(false)
  expect(await load(bare)).toMatchObject({ ok: true })
})

test('a page isolated from other origins, where threads would be possible', async ({ page }) => {
  const server = await startServer(MOUNTS, {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  })
  try {
    await openBarePage(page, server)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    expect(await load(page)).toMatchObject({ ok: true })
  } finally {
    await server.close()
  }
})

test.describe('the package on another origin', () => {
  let other: StaticServer

  test.beforeAll(async () => {
    other = await startServer(MOUNTS, { 'access-control-allow-origin': '*' })
  })
  test.afterAll(() => other.close())

  test('its worker may not be started from there: worker-failed', async ({ bare }) => {
    const result = await bare.evaluate(async address => {
      const elsewhere = (await import(address)) as typeof greenrouting
      return outcome(elsewhere.loadPretrained({ device: 'wasm' }))
    }, `${other.origin}${PACKAGE}index.js`)
    expect(result).toMatchObject({ ok: false, typed: true, code: 'worker-failed' })
  })

  test('with its address as assets it routes', async ({ bare, server }) => {
    const before = server.requests.length
    const { model, info } = await bare.evaluate(async folder => {
      const router = await greenrouting.loadPretrained({ device: 'wasm', assets: folder })
      const { selectedModel } = await router.route('What is 2+2?')
      await router.dispose()
      return { model: selectedModel, info: router.engine.info }
    }, `${other.origin}${PACKAGE}`)
    expect(model).toBeTruthy()
    expect(info).toMatchObject({ integrity: 'verified', cachedBytes: 0 })
    expect(server.requests).toHaveLength(before)
    expect(other.asked('.wasm')).toHaveLength(1)
  })

  test('a model folder there', async ({ bare }) => {
    expect(await load(bare, `${other.origin}${PACKAGE}model`)).toMatchObject({ ok: true })
  })
})
