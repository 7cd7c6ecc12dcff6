/** A load that is given up, at whatever point, leaves nothing running and can be tried again. */
import { expect, load, test } from './fixtures.ts'
import { answers } from './server.ts'

for (const file of ['worker-wasm.js', 'ort-wasm-simd-threaded.wasm', 'head.onnx']) {
  test(`while ${file} is awaited`, async ({ bare, server }) => {
    const repair = server.answer(file, answers.silence())
    const asked = server.nextRequest(file)
    const aborted = bare.evaluate(async () => {
      const controller = new AbortController()
      globalThis.abort = () => controller.abort(new Error('enough'))
      return outcome(greenrouting.loadPretrained({ device: 'wasm', signal: controller.signal }))
    })
    await asked
    await bare.evaluate(() => globalThis.abort())
    expect(await aborted).toMatchObject({ ok: false, typed: true, code: 'aborted', name: 'AbortError' })
    await expect.poll(() => bare.workers().length).toBe(0)
    repair()
    expect(await load(bare)).toMatchObject({ ok: true, value: expect.any(String) })
  })
}

test('before it begins: nothing is asked for', async ({ bare, server }) => {
  const before = server.requests.length
  const aborted = await bare.evaluate(() =>
    outcome(greenrouting.loadPretrained({ device: 'wasm', signal: AbortSignal.abort() })),
  )
  expect(aborted).toMatchObject({ ok: false, typed: true, code: 'aborted' })
  expect(server.requests).toHaveLength(before)
})

declare global {
  var abort: () => void
}
