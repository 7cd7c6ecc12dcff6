/** What a question needs besides skill narrows the pool. */
import { expect, test } from 'vitest'
import { GreenRoutingClient } from './greenrouting-client.ts'
import { modelsAt, testRouter, useMock } from './harness.fixture.ts'

const mock = useMock()

function client(): GreenRoutingClient {
  const models = modelsAt(mock()).map(model => ({ ...model, tools: model.name !== 'small', inputModalities: ['text'] }))
  return new GreenRoutingClient({ models: models as never, router: testRouter() })
}

test('a model that can is asked, and no other when it fails', async () => {
  mock().say('medium', { respond: (_, response) => void response.writeHead(400).end() })
  const response = await client().chat('Question', { needs: { tools: true } })
  expect(response.routedTo).toBe('large')
  expect(response.decision.ranking.map(({ model }) => model)).toEqual(['medium', 'large'])
})

test('it holds for a decision at hand too', async () => {
  const asked = client()
  const decision = await asked.classify('Question')
  expect(decision.selectedModel).toBe('small')
  expect((await asked.chat('Question', { decision, needs: { tools: true } })).routedTo).toBe('medium')
})

test('where no model can, nobody is asked', async () => {
  await expect(client().chat('Question', { needs: { images: true } })).rejects.toMatchObject({ code: 'no-able-model' })
  expect(mock().requests).toEqual([])
})

test('a typo is found', async () => {
  await expect(client().chat('Question', { needs: { tool: true } as never })).rejects.toThrow(/Did you mean "tools"/)
})
