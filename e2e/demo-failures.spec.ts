/** What the demo says and offers when something is missing. */
import { openDemo, watchPage } from './demo-page.ts'
import { expect, MODEL_FILES, SITE, test } from './fixtures.ts'
import { answers } from './server.ts'

test('without a graphics adapter it says why WASM answers', async ({ page, server }) => {
  const watched = watchPage(page, server)
  await openDemo(page, server)
  await expect(page.locator('#backend')).toContainText('no graphics adapter')
  expect(watched).toEqual({ elsewhere: [], complaints: [] })
})

test('a download that fails can be tried again', async ({ page, server }) => {
  const repair = server.answer(/\.onnx$/, answers.status(503))
  await page.goto(`${server.origin}${SITE}?device=wasm`)
  const status = page.locator('#status')
  await expect(status).toHaveAttribute('data-state', 'error')
  await expect(status).toHaveAttribute('data-code', 'fetch-failed')
  await expect(status).toContainText('503')
  repair()
  await page.locator('#retry').click()
  await expect(status).toHaveAttribute('data-state', 'ready')
})

test('a download can be given up', async ({ page, server }) => {
  const repair = server.answer(/\.onnx$/, answers.silence())
  await page.goto(`${server.origin}${SITE}?device=wasm`)
  await page.locator('#cancel').click()
  await expect(page.locator('#status')).toHaveAttribute('data-state', 'error')
  await expect.poll(() => page.workers().length).toBe(0)
  repair()
  await page.locator('#retry').click()
  await expect(page.locator('#status')).toHaveAttribute('data-state', 'ready')
})

test('a device that does not exist', async ({ page, server }) => {
  await page.goto(`${server.origin}${SITE}?device=toaster`)
  await expect(page.locator('#status')).toHaveAttribute('data-state', 'error')
  await expect(page.locator('#status')).toContainText('toaster')
  expect(server.asked(MODEL_FILES)).toEqual([])
})
