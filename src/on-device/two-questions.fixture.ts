/** Two questions at once to a model on the device, on a clock that the test moves. Whoever calls it restores the mocks. */
import { expect, vi } from 'vitest'
import type { AnswerFacts } from '../client/contracts.ts'
import { GreenRoutingClient } from '../client/greenrouting-client.ts'
import { testRouter } from '../client/harness.fixture.ts'
import type { OnDeviceModel } from './contracts.ts'

/** `gate`: what loading and answering wait for. `ask`: what the client tells of both answers, once `hasBegun` has seen the model load. */
export function twoQuestions() {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const gates: (() => void)[] = []
  const gate = () => new Promise<void>(resolve => void gates.push(resolve))

  const ask = async (config: OnDeviceModel['config'], hasBegun: () => void): Promise<AnswerFacts[]> => {
    const told: AnswerFacts[] = []
    const tracker = { record: (_: unknown, facts: AnswerFacts) => void told.push(facts), report: () => ({}) as never }
    const router = testRouter()
    const client = new GreenRoutingClient({ router, models: [config], tracker })
    const first = client.chat('One?')
    await vi.waitFor(hasBegun)
    const second = client.chat('Two?')
    await vi.waitFor(() => expect(router.queries).toHaveLength(2))
    // Until it stands in line.
    await new Promise(resolve => setTimeout(resolve, 50))
    // Half a second to load, two to answer the first, one to answer the second.
    for (const [index, ms] of [500, 2000, 1000].entries()) {
      await vi.waitFor(() => expect(gates).toHaveLength(index + 1))
      now += ms
      gates[index]!()
    }
    await Promise.all([first, second])
    return told
  }
  return { gate, ask }
}
