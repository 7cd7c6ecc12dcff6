/** On the device: the browser's own model in a client's pool, asked where it is good enough and the visitor has agreed to its download. */
import { loadPretrained } from 'greenrouting'
import { GreenRoutingClient } from 'greenrouting/client'
import { promptApiModel } from 'greenrouting/on-device'
import { askConsent } from '../consent.ts'
import { onQuestion, setStatus } from '../page.ts'
import { baseURL } from '../practice.ts'

// Which model a browser brings differs; these scores are for this page's sake, yours are to be measured.
const local = promptApiModel({
  profile: { name: 'browser-model', estimatedParamsB: 4, benchmarkScores: { mmlu: 0.6, gsm8k: 0.6, humaneval: 0.45 } },
})
const router = await loadPretrained({ energyModel: '2026-11' })
// The router chooses among models that it knows.
const { completionFn, ...profile } = local.config
router.registry.register(profile)

onQuestion(['What is 2+2?', 'Prove that there are infinitely many primes.'], async (question, page) => {
  if ((await local.availability()) === 'downloadable') await offerDownload()
  const availability = await local.availability()
  page.note(`The browser’s own model: ${availability}`)
  // A server's models answer what is too hard for the browser's, or all where there is none.
  const client = new GreenRoutingClient({
    router,
    models: availability === 'available' ? [local.config, 'gpt-4o'] : ['gpt-4o-mini', 'gpt-4o'],
    providers: { openai: { apiBase: baseURL } },
  })
  for await (const part of client.stream([{ role: 'user', content: question }])) {
    if (part.type === 'text') page.write(part.text)
    if (part.type === 'restart') page.clear()
    if (part.type === 'finish') page.by({ model: part.response.routedTo, energy: part.response.energy })
  }
})

async function offerDownload(): Promise<void> {
  const what =
    'Your browser can bring a model of its own, which answers without a server. It downloads about 4 GB once, for all pages; the browser does not say how much exactly.'
  if (!(await askConsent(what, 'Download about 4 GB'))) return
  await local.download({ onProgress: share => setStatus(`Downloading … ${Math.round(share * 100)} %`) })
  setStatus('')
}
