/** The demo page, with an ear on what it asks for and what it complains about. */
import { expect, type Page } from '@playwright/test'
import { SITE } from './fixtures.ts'
import type { StaticServer } from './server.ts'

export interface Watched {
  /** Addresses outside the demo's own folder. */
  readonly elsewhere: string[]
  /** Errors in the console, and those nobody caught. */
  readonly complaints: string[]
}

/** To be called before the page is opened; what it returns fills up later. */
export function watchPage(page: Page, server: StaticServer): Watched {
  const watched: Watched = { elsewhere: [], complaints: [] }
  page.context().on('request', request => {
    const url = request.url()
    if (!url.startsWith(server.origin + SITE) && !/^(data|blob):/.test(url)) watched.elsewhere.push(url)
  })
  page.on('console', message => message.type() === 'error' && watched.complaints.push(message.text()))
  page.on('pageerror', error => watched.complaints.push(error.message))
  return watched
}

export async function openDemo(page: Page, server: StaticServer, device?: string): Promise<void> {
  await page.goto(`${server.origin}${SITE}${device === undefined ? '' : `?device=${device}`}`)
  await expect(page.locator('#status')).toHaveAttribute('data-state', 'ready')
}
