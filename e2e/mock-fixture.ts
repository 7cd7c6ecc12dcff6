/** Tests with a provider to talk to: started once for a file, without memory at the start of each test. */
import { test as base } from './fixtures.ts'
import { type MockProvider, startMockProvider } from './mock-provider.ts'

export const test = base.extend<{ mock: MockProvider }, { runningMock: MockProvider }>({
  runningMock: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies from the pattern.
    async ({}, use) => {
      const mock = await startMockProvider()
      await use(mock)
      await mock.close()
    },
    { scope: 'worker' },
  ],
  mock: async ({ runningMock }, use) => {
    runningMock.forget()
    await use(runningMock)
  },
})
