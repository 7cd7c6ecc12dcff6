/** The ledger of the demo: what counts, against what, where, and where it is kept. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { EnergyTracker, GRID_CARBON, parseLedgerCsv } from '../src/core/index.ts'
import { openDemo, watchPage } from './demo-page.ts'
import { expect, test } from './fixtures.ts'

test.describe.configure({ timeout: 180_000 })

const rows = (page: Page) => page.locator('#ledger-models tbody tr')

async function ask(page: Page, question: string): Promise<void> {
  const before = await questionsIn(page)
  await page.locator('#query').fill(question)
  await page.locator('#query').press('Enter')
  await expect.poll(() => questionsIn(page)).toBe(before + 1)
}

/** As the table counts them. */
async function questionsIn(page: Page): Promise<number> {
  const counts = await rows(page).locator('td:last-child').allTextContents()
  return counts.reduce((sum, count) => sum + Number(count), 0)
}

async function saved(page: Page, button: string): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).click()
  return readFileSync((await (await download).path())!, 'utf8')
}

test('counts what is asked, not what is typed, with a range and a basis', async ({ page, server }) => {
  const watched = watchPage(page, server)
  await openDemo(page, server, 'wasm')
  await expect(page.locator('#ledger-empty')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save as JSON' })).toBeDisabled()

  await page.locator('#query').fill('What is 2+2?')
  await expect(page.locator('#model')).not.toBeEmpty()
  await expect(page.locator('#ledger-empty')).toBeVisible()
  await page.locator('#ask button[type=submit]').click()
  await expect.poll(() => questionsIn(page)).toBe(1)
  await page.locator('#examples button').nth(2).click()
  await expect.poll(() => questionsIn(page)).toBe(2)

  await expect(page.locator('#ledger-used')).toContainText(/[\d.]+ Wh.*range [\d.]+ to [\d.]+ Wh, basis: declared/)
  await expect(page.locator('#ledger-saved')).toContainText(/% (less|more)/)
  await expect(page.locator('#ledger-routing')).toContainText(/range .* basis: bytes of its model/)
  await expect(page.locator('#energy')).toContainText(/Wh.*range [\d.]+ to [\d.]+ Wh.*basis: /)
  await expect(page.locator('#ranking tbody tr').first()).toContainText(/Wh.*\([\d.]+ to [\d.]+ Wh, declared\)/)
  // Two significant digits, wherever watt-hours are shown.
  const shown = await page.locator('#energy, #savings, .ledger dd, main td').allTextContents()
  const figures = shown.join(' ').match(/[\d.]+(?= k?Wh)/g)!
  expect(figures.length).toBeGreaterThan(20)
  for (const figure of figures.filter(text => text.includes('.'))) {
    expect(figure.replace(/^0\.0*/, '').replace('.', '').length, figure).toBeLessThanOrEqual(2)
  }
  expect(watched).toEqual({ elsewhere: [], complaints: [] })
})

test('another model to compare with holds for the decision and for all that was asked', async ({ page, server }) => {
  await openDemo(page, server, 'wasm')
  await ask(page, 'What is 2+2?')
  await ask(page, 'Prove the Cauchy-Schwarz inequality')
  const picker = page.getByLabel('Compared with always using')
  await expect(page.locator('#savings')).toContainText('against always using gpt-4o, the most capable of your pool')
  await expect(page.locator('#ledger-baseline')).toContainText('against always using gpt-4o, the most capable')

  await picker.selectOption('claude-opus')
  await expect(page.locator('#savings')).toContainText('claude-opus takes 0.30 Wh (0.15 to 1.8 Wh, declared)')
  await expect(page.locator('#ledger-baseline')).toContainText('0.60 Wh')
  await expect(page.locator('#ledger-baseline')).toContainText('against always using claude-opus')
  await expect(page.locator('#ledger-models th.other')).toHaveText('Had claude-opus answered')
  expect(await questionsIn(page)).toBe(2)

  // A small one: then it took more.
  await picker.selectOption('llama-3.1-8b')
  await expect(page.locator('#ledger-saved')).toContainText(/% more|^0 % less/)
  await picker.selectOption('')
  await expect(page.locator('#ledger-baseline')).toContainText('against always using gpt-4o, the most capable')
})

test('grid, files and clearing', async ({ page, server }) => {
  await openDemo(page, server, 'wasm')
  await ask(page, 'What is 2+2?')
  await ask(page, 'Implement an LRU cache')
  const zone = page.getByLabel('Where the models run')
  await zone.selectOption('POL')
  await expect(page.locator('#ledger-carbon')).toContainText(`Poland ${GRID_CARBON.POL.gramsPerKWh} g a kWh`)
  const dirty = await page.locator('#ledger-carbon strong').textContent()
  await zone.selectOption('NOR')
  await expect(page.locator('#ledger-carbon')).toContainText('Norway 31 g a kWh')
  expect(await page.locator('#ledger-carbon strong').textContent()).not.toBe(dirty)

  const json = EnergyTracker.fromJSON(JSON.parse(await saved(page, 'Save as JSON')))
  expect(json.report()).toMatchObject({ queries: 2, comparedQueries: 2, routing: { downloads: 1, decisions: 2 } })
  const csv = EnergyTracker.fromJSON(parseLedgerCsv(await saved(page, 'Save as CSV')))
  expect(csv.report()).toMatchObject({ queries: 2, usedUsd: json.report().usedUsd })

  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(page.locator('#ledger-empty')).toBeVisible()
  await expect(page.locator('#ledger-status')).toHaveText('Cleared.')
  await ask(page, 'hi')
  expect(await questionsIn(page)).toBe(1)
})

test('kept on the device if wanted, for all tabs, and deleted there if not', async ({ context, server }) => {
  const page = await context.newPage()
  await openDemo(page, server, 'wasm')
  await ask(page, 'What is 2+2?')
  await page.getByLabel('Keep the ledger on this device').check()
  await expect(page.locator('#ledger-status')).toContainText('Kept')
  await page.reload()
  await expect(page.locator('#status')).toHaveAttribute('data-state', 'ready')
  await expect.poll(() => questionsIn(page)).toBe(1)
  await expect(page.getByLabel('Keep the ledger on this device')).toBeChecked()

  const other = await context.newPage()
  await openDemo(other, server, 'wasm')
  await expect.poll(() => questionsIn(other)).toBe(1)
  await ask(other, 'Implement an LRU cache')
  await ask(page, 'hi')
  for (const tab of [page, other]) {
    await tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect.poll(() => questionsIn(tab)).toBe(3)
  }

  // No word of a question is kept.
  const kept = await page.evaluate(
    () =>
      new Promise<string>(resolve => {
        indexedDB.open('greenrouting-ledger-default').onsuccess = event => {
          const store = (event.target as IDBOpenDBRequest).result.transaction('rows').objectStore('rows')
          store.getAll().onsuccess = found => resolve(JSON.stringify((found.target as IDBRequest).result))
        }
      }),
  )
  expect(kept).toContain('llama-3.1-8b')
  expect(kept).not.toMatch(/LRU|2\+2/)

  await page.getByLabel('Keep the ledger on this device').uncheck()
  await expect(page.locator('#ledger-status')).toContainText('Deleted')
  // What was asked since the page was opened still counts.
  await expect.poll(() => questionsIn(page)).toBe(1)
  await page.reload()
  await expect(page.locator('#ledger-empty')).toBeVisible()
  // The other tab notices, also before it re-reads what it asked against another model.
  await other.getByLabel('Compared with always using').selectOption('claude-opus')
  await expect(other.locator('#ledger-empty')).toBeVisible()
})

test('where nothing can be kept it says so, and counts in memory', async ({ page, server }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError')
    }
  })
  await openDemo(page, server, 'wasm')
  await ask(page, 'What is 2+2?')
  const keep = page.getByLabel('Keep the ledger on this device')
  await keep.click()
  await expect(page.locator('#ledger-status')).toContainText('IndexedDB')
  await expect(keep).not.toBeChecked()
  expect(await questionsIn(page)).toBe(1)
})

test('by keyboard alone, on a small screen', async ({ page, server }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await openDemo(page, server, 'wasm')
  await ask(page, 'What is 2+2?')
  await page.getByLabel('Compared with always using').focus()
  await page.keyboard.press('End')
  await expect(page.locator('#ledger-baseline')).toContainText('against always using mistral-small')

  const reached: string[] = []
  await page.getByLabel('Where the models run').focus()
  for (let step = 0; step < 4; step++) {
    await page.keyboard.press('Tab')
    reached.push(await page.evaluate(() => document.activeElement!.id))
  }
  expect(reached).toEqual(['export-json', 'export-csv', 'ledger-clear', 'keep'])
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.locator('#ledger-empty')).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'Cleared.' })).toBeVisible()
  // The page itself never scrolls sideways.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
})
