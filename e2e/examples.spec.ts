/** The examples: each page's code as an app would copy it, with the real packages, against the practice server's formats. */
import type { Locator, Page } from '@playwright/test'
import { practiceServer } from '../demo/practice.ts'
import { watchPage } from './demo-page.ts'
import { expect, SITE, test } from './fixtures.ts'
import type { StaticServer } from './server.ts'

test.describe.configure({ timeout: 120_000 })

const MINI = 'gpt-4o-mini'

/** `gpt-4o-mini: about 0.0063 Wh (0.0013–0.033, fitted on a guessed size), an estimate` */
const line = (model: string): RegExp =>
  new RegExp(`^${model}: about [\\d.e-]+ Wh \\([\\d.e-]+–[\\d.e-]+, [a-z ’]+\\), an estimate$`)

interface Example {
  readonly page: Page
  readonly text: Locator
  readonly notes: Locator
  readonly models: Locator
  readonly complaints: readonly string[]
  /** Models asked so far. */
  readonly asked: readonly string[]
  ask(question: string): Promise<void>
}

async function open(page: Page, server: StaticServer, name: string): Promise<Example> {
  const asked: string[] = []
  const answer = practiceServer()
  server.answer(/^\/practice\//, (incoming, response) => void answer(incoming, response))
  page.on('request', request => {
    if (request.url().includes('/practice/') && request.method() === 'POST') asked.push(request.postDataJSON().model)
  })
  const { complaints, elsewhere } = watchPage(page, server)
  await page.goto(`${server.origin}${SITE}examples/${name}/index.html`)
  const submit = page.getByRole('button', { name: 'Ask', exact: true })
  await expect(submit).toBeEnabled({ timeout: 60_000 })
  expect(elsewhere.filter(url => !url.startsWith(`${server.origin}/practice/`))).toEqual([])
  return {
    page,
    text: page.locator('.answer-text'),
    notes: page.locator('.example-notes li'),
    models: page.locator('.example-models li'),
    complaints,
    asked,
    async ask(question) {
      await page.locator('#query').fill(question)
      await submit.click()
    },
  }
}

const done = (page: Page): Promise<void> =>
  expect(page.locator('.example-answer')).toHaveAttribute('aria-busy', 'false')

test('the list leads to every example, and each shows its code', async ({ page, server }) => {
  const { complaints } = watchPage(page, server)
  await page.goto(`${server.origin}${SITE}examples/index.html`)
  const links = await page.locator('main a').evaluateAll(all => all.map(link => (link as HTMLAnchorElement).href))
  expect(links.length).toBeGreaterThan(5)
  for (const link of links) {
    await page.goto(link)
    await page.getByText('The code of this page').click()
    await expect(page.locator('pre')).toContainText(`} from 'greenrouting/`)
  }
  // What is not there is the practice server.
  expect(complaints.filter(complaint => !complaint.includes('404'))).toEqual([])
  await expect(page).toHaveURL(links.at(-1)!)
})

test('without a practice server the page says how to get one', async ({ page, server }) => {
  await page.goto(`${server.origin}${SITE}examples/openai/index.html`)
  await expect(page.locator('.notice')).toContainText('npm start')
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(page.locator('.example-status')).toHaveAttribute('data-state', 'error')
  await expect(page.locator('.example-status')).toContainText('404')
})

for (const name of ['client', 'openai', 'openai-agents']) {
  test(`${name}: an answer as it comes, who gave it and what that takes`, async ({ page, server }) => {
    const { ask, text, models, asked, complaints } = await open(page, server, name)
    await ask('What is 2+2?')
    await expect(text).toContainText('This is a practice')
    await expect(page.locator('.example-answer')).toHaveAttribute('aria-busy', 'true')
    await done(page)
    await expect(text).toContainText(`in the name of ${MINI}. You asked: “What is 2+2?”`)
    await expect(models).toHaveText([line(MINI)])
    expect(asked).toEqual([MINI])
    expect(complaints).toEqual([])
  })
}

test('client: an answer that breaks off is taken back, and the next model begins anew', async ({ page, server }) => {
  const { ask, text, notes, models, asked } = await open(page, server, 'client')
  await ask('Explain rainbows, and please break off')
  await done(page)
  await expect(notes).toHaveText([/failed: .* broke off/])
  expect(asked).toHaveLength(2)
  expect(new Set(asked)).toEqual(new Set([MINI, 'gpt-4o']))
  await expect(text).toHaveText(new RegExp(`^This is a practice answer, .* in the name of ${asked[1]}\\.`))
  await expect(models).toHaveText([line(asked[1]!)])
})

/** What the tool gives: the time of day, as this machine's clock has it. */
async function timeIn(page: Page, zone: string): Promise<RegExp> {
  const times = await page.evaluate(
    zone =>
      [0, 60_000].map(later =>
        new Date(Date.now() - later).toLocaleTimeString('en-GB', { timeZone: zone, timeStyle: 'short' }),
      ),
    zone,
  )
  return new RegExp(times.join('|'))
}

test('ai-sdk: a tool, the answer from what it gave, and an answer of a given shape', async ({ page, server }) => {
  const { ask, text, notes, models, asked, complaints } = await open(page, server, 'ai-sdk')
  await ask('What time is it in Tokyo?')
  await expect(models).toHaveCount(3)
  await done(page)
  await expect(notes.first()).toContainText('time({"zone":"Asia/Tokyo"}) gave ')
  await expect(notes.first()).toContainText(await timeIn(page, 'Asia/Tokyo'))
  await expect(text).toHaveText(/in the name of gpt-4o.*: the tool says \d\d:\d\d\.$/)
  await expect(notes.last()).toHaveText('Filed as “What time is it in Tokyo?”, under Tokyo')
  expect(asked).toHaveLength(3)
  await expect(models).toHaveText(asked.map(line))
  expect(complaints).toEqual([])
})

test('langchain: an agent’s tool, and the answer from what it gave', async ({ page, server }) => {
  const { ask, text, notes, models, asked, complaints } = await open(page, server, 'langchain')
  await ask('What time is it in New York?')
  await expect(models).toHaveCount(2)
  await done(page)
  await expect(notes).toHaveText([/^time gave \d\d:\d\d$/])
  await expect(notes).toContainText([await timeIn(page, 'America/New_York')])
  await expect(text).toHaveText(/^A practice answer in the name of gpt-4o.*: the tool says \d\d:\d\d\.$/)
  await expect(models).toHaveText(asked.map(line))
  expect(complaints).toEqual([])
})

test('web-llm: says the size and asks before anything is downloaded', async ({ page, server }) => {
  // As on a machine with graphics; the page asks no more of it before the visitor agreed.
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: async () => ({}) } })
  })
  const elsewhere: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(server.origin)) elsewhere.push(request.url())
  })
  const { ask, models } = await open(page, server, 'web-llm')
  await ask('What is 2+2?')
  const consent = page.getByRole('group', { name: 'Before anything is downloaded' })
  await expect(consent).toContainText(/Llama-3\.\d-\dB-Instruct.* about [\d.]+ GB .*huggingface\.co/)
  await expect(consent.getByRole('button', { name: /^Load [\d.]+ GB$/ })).toBeVisible()
  await consent.getByRole('button', { name: 'Not now' }).click()
  await expect(page.locator('.example-status')).toContainText('Nothing was downloaded.')
  await expect(consent).toBeHidden()
  await expect(models).toHaveCount(0)
  expect(elsewhere.filter(url => !/^(data|blob):/.test(url))).toEqual([])
})

test('web-llm: without WebGPU it says so instead of asking', async ({ page, server }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'gpu', { value: undefined }))
  const { ask } = await open(page, server, 'web-llm')
  await ask('What is 2+2?')
  await expect(page.locator('.example-status')).toContainText('needs WebGPU')
  await expect(page.getByRole('group', { name: 'Before anything is downloaded' })).toHaveCount(0)
})

/** A Prompt API as the browsers have it, whose model would have to be downloaded, and which remembers whether it was asked for. */
const withPromptApi = (page: Page) =>
  page.addInitScript(() => {
    const api = { created: 0, availability: async () => 'downloadable', create: async () => void api.created++ }
    Object.assign(globalThis, { LanguageModel: api })
  })

test('on-device: says the size and asks before the browser downloads its model; else a server’s answers', async ({
  page,
  server,
}) => {
  await withPromptApi(page)
  const { ask, notes, models } = await open(page, server, 'on-device')
  await ask('What is 2+2?')
  const consent = page.getByRole('group', { name: 'Before anything is downloaded' })
  await expect(consent).toContainText('about 4 GB')
  await consent.getByRole('button', { name: 'Not now' }).click()
  await expect(models).toHaveText([line(MINI)])
  await expect(notes).toHaveText(['The browser’s own model: downloadable'])
  expect(
    await page.evaluate(() => (globalThis as unknown as { LanguageModel: { created: number } }).LanguageModel.created),
  ).toBe(0)
})

test('on-device: where the browser has no model, says so and asks a server’s', async ({ page, server }) => {
  await page.addInitScript(() => Object.defineProperty(globalThis, 'LanguageModel', { value: undefined }))
  const { ask, notes, models } = await open(page, server, 'on-device')
  await ask('What is 2+2?')
  await expect(models).toHaveText([line(MINI)])
  await expect(notes).toHaveText(['The browser’s own model: unavailable'])
  await expect(page.getByRole('group', { name: 'Before anything is downloaded' })).toHaveCount(0)
})

test('on-device: once downloaded, the browser’s model answers what it is good enough for', async ({ page, server }) => {
  await page.addInitScript(() => {
    let state = 'downloadable'
    const promptStreaming = () =>
      new ReadableStream({
        start(controller) {
          for (const piece of ['Four, ', 'says the browser.']) controller.enqueue(piece)
          controller.close()
        },
      })
    const create = async () => {
      state = 'available'
      return { contextUsage: 0, promptStreaming, prompt: async () => 'Four.', destroy() {} }
    }
    Object.assign(globalThis, { LanguageModel: { availability: async () => state, create } })
  })
  const { ask, text, notes, models, asked } = await open(page, server, 'on-device')
  await ask('What is 2+2?')
  await page.getByRole('button', { name: 'Download about 4 GB' }).click()
  await expect(text).toHaveText('Four, says the browser.')
  await expect(notes).toHaveText(['The browser’s own model: available'])
  await expect(models).toHaveText([line('browser-model')])
  expect(asked).toEqual([])
})
