/** The demo as built, under a sub-path of a plain static server. */
import type { Page } from '@playwright/test'
import { openDemo, type Watched, watchPage } from './demo-page.ts'
import { expect, test } from './fixtures.ts'

const NAMES = { wasm: /WASM|WebAssembly/, webgpu: 'WebGPU' } as const

let watched: Watched

test.beforeEach(({ page, server }) => {
  watched = watchPage(page, server)
})

test('a typed query is routed', async ({ page, server, device }) => {
  await openDemo(page, server, device)
  await expect(page.locator('#backend')).toContainText(NAMES[device])
  await page.locator('#query').fill('What is 2+2?')
  await expect(page.locator('#model')).not.toBeEmpty()
  const chosen = await textOf(page, '#model')
  await expect(page.locator('#difficulty')).toContainText(/[1-5] of 5/)
  await expect(page.locator('#energy')).toContainText('Wh')
  await expect(page.locator('#savings')).toContainText('% less')
  await expect(page.locator('#reasoning')).toContainText(chosen)
  await expect(page.locator('#ranking tbody tr')).toHaveCount(11)
  await expect(page.locator('#ranking tbody tr').first()).toContainText(chosen)

  const weights = await weightsOf(page)
  expect(weights).toHaveLength(8)
  expect(weights.reduce((sum, [, weight]) => sum + weight, 0)).toBeCloseTo(1, 6)

  // Another query, by the form's own button.
  const code = 'Implement an LRU cache'
  await page.locator('#query').fill(code)
  await page.locator('#ask button[type=submit]').click()
  await expect.poll(() => heaviest(page)).toBe('code')

  // The dial works on what is shown, from one end to the other and back to where it began.
  const balanced = await textOf(page, '#model')
  const dial = page.locator('#quality')
  await dial.fill('1')
  await expect(page.locator('#model')).not.toHaveText(balanced)
  const best = await textOf(page, '#model')
  await dial.fill('0')
  await expect(page.locator('#model')).not.toHaveText(best)
  await page
    .locator('#presets button')
    .filter({ hasText: /balanced/i })
    .click()
  await expect(page.locator('#model')).toHaveText(balanced)

  await page.locator('#query').fill('')
  await expect(page.locator('#model')).toBeEmpty()
  expect(watched).toEqual({ elsewhere: [], complaints: [] })
})

test('the device can be changed in the page', async ({ page, server, device }) => {
  await openDemo(page, server, device === 'wasm' ? 'auto' : 'wasm')
  await page.locator('#query').fill('hi')
  await expect(page.locator('#model')).not.toBeEmpty()
  await page.locator('#device').selectOption(device)
  await expect(page.locator('#backend')).toContainText(NAMES[device])
  await expect(page.locator('#backend')).toContainText('asked for')
  await expect(page.locator('#status')).toHaveAttribute('data-state', 'ready')
  await expect(page.locator('#model')).not.toBeEmpty()
  expect(new URL(page.url()).searchParams.get('device')).toBe(device)
  expect(watched).toEqual({ elsewhere: [], complaints: [] })
})

async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).textContent())!
}

/** Each capability with its weight, as the bars show them. */
function weightsOf(page: Page): Promise<(readonly [string, number])[]> {
  return page
    .locator('#capabilities [data-capability]')
    .evaluateAll(bars =>
      (bars as HTMLElement[]).map(({ dataset }) => [dataset.capability!, Number(dataset.weight)] as const),
    )
}

async function heaviest(page: Page): Promise<string> {
  return (await weightsOf(page)).reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0]
}
