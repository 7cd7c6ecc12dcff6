/** Encoders of the hub behind the same interface: transformers.js runs them, on files and on a runtime that it is given. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, openBarePage, repository, test } from './fixtures.ts'
import { startServer, type StaticServer, answers } from './server.ts'
import { MOUNTS } from './fixtures.ts'

test('quick', async ({ page }) => {
  const server = await startServer({ ...MOUNTS, '/models/': join(repository, 'models'), '/library/': join(repository, 'node_modules/@huggingface/transformers/dist') })
  page.on('console', m => console.log(m.text()))
  await openBarePage(page, server)
  const r = await page.evaluate(async () => {
    const out: unknown[] = []
    for (const options of [
      { device: 'wasm' },
      { device: 'wasm', encoder: { url: '/models/default', library: '/library/transformers.min.js' }, head: '/models/default' },
      { device: 'wasm', encoder: { url: '/models/baseline', library: '/library/transformers.min.js' }, head: '/models/baseline/head.onnx' },
    ]) {
      const o = await outcome(greenrouting.loadPretrained(options as object))
      if (!o.ok) { out.push(o); continue }
      const router = o.value
      const d = await router.route('Write a binary search in Python')
      out.push([router.engine.info, d.selectedModel, d.profile])
      await router.dispose()
    }
    return out
  })
  console.log(JSON.stringify(r, null, 1))
  console.log(server.requests.map(r => r.path))
  await server.close()
})
