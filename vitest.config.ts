import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.js'],
    testTimeout: 60_000,
    typecheck: { enabled: false },
  },
})
