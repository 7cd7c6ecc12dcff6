import { defineConfig } from '@playwright/test'
import { browserPath, WASM_FLAGS, WEBGPU_FLAGS } from './e2e/browser.ts'
import type { DeviceOptions } from './e2e/fixtures.ts'

/** Subjects in which the device makes a difference; the others run once, on WASM. */
const ON_BOTH = /(routing|life|demo)\.spec\.ts/
const ON_WEBGPU_ONLY = /(parity|webgpu)\.spec\.ts/

const executablePath = browserPath()

export default defineConfig<DeviceOptions>({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Two cores and a software graphics adapter: one browser at a time.
  workers: 1,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  // Shaders are compiled on the CPU here, which takes seconds on each page that uses WebGPU.
  timeout: 90_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  projects: [
    {
      name: 'wasm',
      testIgnore: ON_WEBGPU_ONLY,
      use: { device: 'wasm', launchOptions: { executablePath, args: [...WASM_FLAGS] } },
    },
    {
      name: 'webgpu',
      testMatch: [ON_BOTH, ON_WEBGPU_ONLY],
      use: { device: 'webgpu', launchOptions: { executablePath, args: [...WEBGPU_FLAGS] } },
    },
  ],
})
