/** The client of this package: one call from a question to the answer of the right model, with fallback and a story. */
import { loadPretrained } from 'greenrouting'
import { GreenRoutingClient } from 'greenrouting/client'
import { onQuestion } from '../page.ts'
import { baseURL } from '../practice.ts'

const client = new GreenRoutingClient({
  router: await loadPretrained({ energyModel: '2026-11' }),
  models: ['gpt-4o-mini', 'gpt-4o'],
  providers: { openai: { apiBase: baseURL } },
})

onQuestion(['What is 2+2?', 'Explain rainbows, and please break off'], async (question, page) => {
  for await (const part of client.stream([{ role: 'user', content: question }])) {
    if (part.type === 'text') page.write(part.text)
    if (part.type === 'restart') {
      page.clear()
      page.note(part.reason)
    }
    if (part.type === 'finish') page.by({ model: part.response.routedTo, energy: part.response.energy })
  }
})
