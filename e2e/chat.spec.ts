/** The chat page: answers come as they are written, a broken one gives way to the next model, and nothing typed is lost. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { practiceServer } from '../demo/practice.ts'
import { expect, SITE, test } from './fixtures.ts'
import type { StaticServer } from './server.ts'

test.describe.configure({ timeout: 120_000 })

interface Models {
  /** `http://127.0.0.1:port/v1` */
  readonly base: string
  kill(): Promise<void>
}

async function startModels(): Promise<Models> {
  const answer = practiceServer()
  const server: Server = createServer((incoming, response) => {
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', '*, authorization')
    if (incoming.method === 'OPTIONS') response.writeHead(204).end()
    else void answer(incoming, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    kill: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function openChat(page: Page, server: StaticServer, base: string): Promise<void> {
  await page.goto(`${server.origin}${SITE}chat/index.html`)
  await page.locator('#base').fill(base)
  await page.getByRole('button', { name: 'Add it' }).click()
  await expect(page.locator('#query')).toBeEnabled({ timeout: 60_000 })
}

async function ask(page: Page, question: string): Promise<void> {
  await page.locator('#query').fill(question)
  await page.locator('#query').press('Enter')
}

const last = (page: Page, part: string) => page.locator('.answer').last().locator(part)

test('an answer grows as it comes, and says who gave it, what it takes and why', async ({ page, server }) => {
  const models = await startModels()
  await openChat(page, server, models.base)
  // A static host has no practice server.
  await expect(page.locator('#practice')).toBeHidden()
  await expect(page.locator('#models')).toContainText('gpt-4o-mini')
  await ask(page, 'What is 2+2?')
  await expect(last(page, '.answer-text')).toContainText('This is a practice')
  await expect(page.locator('.answer')).toHaveAttribute('aria-busy', 'true')
  await expect(page.locator('#send')).toBeDisabled()
  await expect(page.locator('.answer')).toHaveAttribute('aria-busy', 'false')
  await expect(last(page, '.answer-text')).toContainText('You asked: “What is 2+2?”')
  await expect(last(page, '.answer-energy')).toContainText(/[\d.]+ Wh.*\([\d.]+ to [\d.]+ Wh, .+\)/)
  await last(page, 'summary').click()
  await expect(last(page, '.story li')).toHaveCount(2)
  await expect(page.locator('#totals')).toContainText(/One answer: about [\d.]+ Wh .* an estimate/)
  await ask(page, 'And times three?')
  await expect(page.locator('#totals')).toContainText('2 answers')
  await models.kill()
})

test('an answer that breaks off steps aside for another model’s', async ({ page, server }) => {
  const models = await startModels()
  await openChat(page, server, models.base)
  await ask(page, 'Prove that there are infinitely many primes, and please break off')
  await expect(last(page, '.dropped-why')).toContainText(/failed: .* broke off .* begins anew/)
  await expect(last(page, '.dropped blockquote')).toHaveText(/^This is a practice/)
  await expect(last(page, '.answer-text')).toContainText('Nothing was sent anywhere.')
  const [before, after] = await Promise.all([
    last(page, '.dropped-why').textContent(),
    last(page, '.answer-model').textContent(),
  ])
  expect(before!.split(' failed')[0]).not.toBe(after)
  await models.kill()
})

async function add(page: Page, base: string): Promise<void> {
  await page.locator('#base').fill(base)
  await page.getByRole('button', { name: 'Add it' }).click()
  await expect(page.locator('#servers')).toContainText(base)
  await expect(page.locator('#query')).toBeEnabled({ timeout: 60_000 })
}

test('where one of two servers is killed in mid-answer, the other answers', async ({ page, server }) => {
  const [first, second] = [await startModels(), await startModels()]
  await openChat(page, server, first.base)
  await add(page, second.base)
  await ask(page, 'Explain rainbows to a child')
  await expect(last(page, '.answer-text')).toContainText('This is a practice')
  await first.kill()
  await expect(last(page, '.dropped blockquote')).toHaveText(/^This is a practice/)
  await expect(last(page, '.answer-text')).toContainText('You asked: “Explain rainbows to a child”')
  await expect(page.locator('.answer')).toHaveAttribute('aria-busy', 'false')
  await expect(last(page, '.answer-model')).toContainText(new URL(second.base).host)
  await second.kill()
})

test('the only server killed in mid-answer is named, the question comes back, and another server answers it', async ({
  page,
  server,
}) => {
  const first = await startModels()
  await openChat(page, server, first.base)
  await ask(page, 'Explain rainbows to a child')
  await expect(last(page, '.answer-text')).toContainText('This is a practice')
  await first.kill()
  await expect(page.locator('.answer')).toHaveClass(/failed/)
  await expect(last(page, '.answer-note')).toContainText(/127\.0\.0\.1/)
  await expect(page.locator('#query')).toHaveValue('Explain rainbows to a child')

  await page.getByRole('button', { name: `Remove ${first.base}` }).click()
  await expect(page.locator('#query')).toBeDisabled()
  const second = await startModels()
  await add(page, second.base)
  await page.locator('#query').press('Enter')
  await expect(last(page, '.answer-text')).toContainText('You asked: “Explain rainbows to a child”')
  await second.kill()
})

test('stopping keeps what came and gives the question back', async ({ page, server }) => {
  const models = await startModels()
  await openChat(page, server, models.base)
  await ask(page, 'Tell me about tides')
  await expect(last(page, '.answer-text')).toContainText('This is a practice')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(last(page, '.answer-note')).toHaveText('Stopped.')
  await expect(page.locator('#query')).toHaveValue('Tell me about tides')
  await expect(page.locator('#send')).toBeEnabled()
  await models.kill()
})

test('an address where nothing answers is said, with what to check', async ({ page, server }) => {
  await page.goto(`${server.origin}${SITE}chat/index.html`)
  await page.locator('#base').fill('http://127.0.0.1:9/v1')
  await page.getByRole('button', { name: 'Add it' }).click()
  await expect(page.locator('#server-state')).toContainText(
    /127\.0\.0\.1:9\/v1\/models does not answer.*OLLAMA_ORIGINS/,
  )
  await expect(page.locator('#query')).toBeDisabled()
})
