/** The openai package: the same client, except that the model `auto` is whichever the router chooses. */
import { loadPretrained } from 'greenrouting'
import { routingOf, wrapOpenAI } from 'greenrouting/openai'
import { OpenAI } from 'openai'
import { onQuestion } from '../page.ts'
import { baseURL } from '../practice.ts'

const router = await loadPretrained({ energyModel: '2026-11' })
const openai = wrapOpenAI(new OpenAI({ baseURL, apiKey: 'none-needed-here', dangerouslyAllowBrowser: true }), {
  router,
  models: { 'gpt-4o-mini': 'gpt-4o-mini', 'gpt-4o': 'gpt-4o' },
})

onQuestion(['What is 2+2?', 'Prove that there are infinitely many primes.'], async (question, page) => {
  const stream = await openai.chat.completions.create({
    model: 'auto',
    messages: [{ role: 'user', content: question }],
    stream: true,
  })
  for await (const { choices } of stream) page.write(choices[0]?.delta.content ?? '')
  page.by(routingOf(stream))
})
