/** The OpenAI Agents SDK: an agent that names no model is answered by whichever the router chooses. */
import { Agent, Runner } from '@openai/agents-core'
import { loadPretrained } from 'greenrouting'
import { type RoutingFacts, routedModelProvider } from 'greenrouting/openai-agents'
import { OpenAI } from 'openai'
import { onQuestion } from '../page.ts'
import { baseURL } from '../practice.ts'
import { ChatModel } from './chat-model.ts'

const openai = new OpenAI({ baseURL, apiKey: 'none-needed-here', dangerouslyAllowBrowser: true })
const modelProvider = routedModelProvider({
  router: await loadPretrained({ energyModel: '2026-11' }),
  models: { 'gpt-4o-mini': new ChatModel(openai, 'gpt-4o-mini'), 'gpt-4o': new ChatModel(openai, 'gpt-4o') },
})
const runner = new Runner({ modelProvider, tracingDisabled: true })
const agent = new Agent({ name: 'Helper', instructions: 'Be brief.' })

onQuestion(['What is 2+2?', 'Prove that there are infinitely many primes.'], async (question, page) => {
  const result = await runner.run(agent, question, { stream: true })
  for await (const event of result) {
    if (event.type !== 'raw_model_stream_event') continue
    if (event.data.type === 'output_text_delta') page.write(event.data.delta)
    // Each turn is decided by itself.
    if (event.data.type === 'response_done') {
      page.by(event.data.response.providerData?.greenrouting as RoutingFacts | undefined)
    }
  }
})
