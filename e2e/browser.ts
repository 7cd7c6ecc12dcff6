/** The Chromium all browser tests run in, and the flags it runs with. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const finder = fileURLToPath(new URL('../scripts/install-browser.js', import.meta.url))

/** Asked once: Playwright's worker processes inherit the answer. */
export function browserPath(): string {
  process.env.CHROMIUM_PATH ??= execFileSync(process.execPath, [finder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim()
  return process.env.CHROMIUM_PATH
}

/** A host name that leads to this machine and yet is no secure context, as a page on plain http is. */
export const PLAIN_HTTP_HOST = 'plain.test'

/** Nothing but our own traffic. Without more there is no graphics adapter: WASM answers. */
export const WASM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--host-resolver-rules=MAP ${PLAIN_HTTP_HOST} 127.0.0.1`,
]

/** Adds the software adapter that Chromium carries along. */
export const WEBGPU_FLAGS: readonly string[] = [...WASM_FLAGS, '--enable-unsafe-webgpu']
