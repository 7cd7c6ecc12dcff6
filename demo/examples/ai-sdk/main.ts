/** The AI SDK: a model that routes, a tool it may call, and an answer of a given shape. */
import { createOpenAI } from '@ai-sdk/openai'
import { generateText, isStepCount, Output, streamText, tool } from 'ai'
import { loadPretrained } from 'greenrouting'
import { type RoutingFacts, routedModel } from 'greenrouting/ai-sdk'
import { z } from 'zod'
import { onQuestion } from '../page.ts'
import { baseURL } from '../practice.ts'

// zod tries whether it may compile code, which this page's policy forbids.
z.config({ jitless: true })

const router = await loadPretrained({ energyModel: '2026-11' })
const openai = createOpenAI({ baseURL, apiKey: 'none-needed-here' })
const model = routedModel({
  router,
  models: { 'gpt-4o-mini': openai.chat('gpt-4o-mini'), 'gpt-4o': openai.chat('gpt-4o') },
})

const time = tool({
  description: 'The time of day in a time zone.',
  inputSchema: z.object({ zone: z.enum(['Europe/Oslo', 'Asia/Tokyo', 'America/New_York']) }),
  execute: ({ zone }) => new Date().toLocaleTimeString('en-GB', { timeZone: zone, timeStyle: 'short' }),
})
const note = z.object({ title: z.string(), keywords: z.array(z.string()) })

onQuestion(['What time is it in Tokyo?', 'Prove that there are infinitely many primes.'], async (question, page) => {
  const result = streamText({ model, prompt: question, tools: { time }, stopWhen: isStepCount(3) })
  for await (const part of result.stream) {
    if (part.type === 'text-delta') page.write(part.text)
    if (part.type === 'tool-result') page.note(`time(${JSON.stringify(part.input)}) gave ${part.output}`)
    if (part.type === 'error') throw part.error
  }
  // Each step of the loop is decided by itself.
  for (const step of await result.steps) page.by(step.providerMetadata?.greenrouting as RoutingFacts | undefined)

  const filed = await generateText({
    model,
    instructions: 'Give the question a title and keywords.',
    prompt: question,
    output: Output.object({ schema: note }),
  })
  page.note(`Filed as “${filed.output.title}”, under ${filed.output.keywords.join(', ')}`)
  page.by(filed.finalStep.providerMetadata?.greenrouting as RoutingFacts | undefined)
})
