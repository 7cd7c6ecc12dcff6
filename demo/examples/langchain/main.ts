/** LangChain.js: an agent with a tool, each call of whose model is decided by a middleware. */
import { ChatOpenAI } from '@langchain/openai'
import { loadPretrained } from 'greenrouting'
import { type RoutingFacts, routingMiddleware } from 'greenrouting/langchain'
import { AIMessage, AIMessageChunk, createAgent, ToolMessage, tool } from 'langchain'
import { z } from 'zod'
import { onQuestion } from '../page.ts'
import { baseURL } from '../practice.ts'

// zod tries whether it may compile code, which this page's policy forbids.
z.config({ jitless: true })

const configuration = { baseURL, dangerouslyAllowBrowser: true }
const ask = (model: string) => new ChatOpenAI({ model, apiKey: 'none-needed-here', configuration })
const models = { 'gpt-4o-mini': ask('gpt-4o-mini'), 'gpt-4o': ask('gpt-4o') }

const time = tool(({ zone }) => new Date().toLocaleTimeString('en-GB', { timeZone: zone, timeStyle: 'short' }), {
  name: 'time',
  description: 'The time of day in a time zone.',
  schema: z.object({ zone: z.enum(['Europe/Oslo', 'Asia/Tokyo', 'America/New_York']) }),
})

const router = await loadPretrained({ energyModel: '2026-11' })
const agent = createAgent({
  model: models['gpt-4o'],
  tools: [time],
  middleware: [routingMiddleware({ router, models })],
})

onQuestion(['What time is it in Tokyo?', 'Prove that there are infinitely many primes.'], async (question, page) => {
  const messages = [{ role: 'user' as const, content: question }]
  for await (const [mode, data] of await agent.stream({ messages }, { streamMode: ['messages', 'updates'] })) {
    if (mode === 'messages') {
      if (data[0] instanceof AIMessageChunk) page.write(data[0].text)
      continue
    }
    // Each call of the model is decided by itself.
    for (const message of Object.values(data).flatMap(({ messages }) => messages ?? [])) {
      if (message instanceof ToolMessage) page.note(`time gave ${message.text}`)
      if (message instanceof AIMessage) page.by(message.response_metadata.greenrouting as RoutingFacts)
    }
  }
})
