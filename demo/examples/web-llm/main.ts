/** WebLLM: models that run in this page, of which the router chooses and the visitor agrees to each download. */
import { MLCEngine, prebuiltAppConfig } from '@mlc-ai/web-llm'
import { loadPretrained, type RoutingDecision } from 'greenrouting'
import { getCatalog } from 'greenrouting/catalog'
import { wrapEngine } from 'greenrouting/web-llm'
import { askConsent } from '../consent.ts'
import { onQuestion, setStatus } from '../page.ts'

const models = {
  'llama-3.2-3b-instruct': 'Llama-3.2-3B-Instruct-q4f16_1-MLC',
  'llama-3.1-8b-instruct': 'Llama-3.1-8B-Instruct-q4f16_1-MLC',
}
/** Guesses for a laptop, until yours is measured. */
const tokensPerSecond: Record<string, number> = { 'llama-3.2-3b-instruct': 40, 'llama-3.1-8b-instruct': 20 }

const router = await loadPretrained({
  scoring: { preset: 'quality_first' },
  energyModel: '2026-11',
  pool: getCatalog().models.flatMap(profile => {
    const speed = tokensPerSecond[profile.name]
    // On this device an answer costs nothing but power, by default a laptop's.
    return speed ? [{ ...profile, costPer1kInput: 0, costPer1kOutput: 0, onDevice: { tokensPerSecond: speed } }] : []
  }),
})

let decision: RoutingDecision | undefined
const engine = wrapEngine(new MLCEngine({ initProgressCallback: ({ text }) => setStatus(text) }), {
  router,
  models,
  // A model that the visitor does not want is not followed by another.
  fallback: false,
  onDecision(made) {
    decision = made
  },
  async load(id, reload) {
    const gpu = (navigator as { readonly gpu?: { requestAdapter(): Promise<object | null> } }).gpu
    if (!(await gpu?.requestAdapter())) throw new Error('WebLLM needs WebGPU, which this browser does not offer here.')
    const megabytes = prebuiltAppConfig.model_list.find(({ model_id }) => model_id === id)?.vram_required_MB ?? 0
    const size = `${(megabytes / 1000).toFixed(1)} GB`
    const what = `${id} would answer this. It takes about ${size} of graphics memory, and nearly as much is downloaded from huggingface.co the first time; the browser keeps it.`
    if (!(await askConsent(what, `Load ${size}`))) throw new Error('Nothing was downloaded.')
    await reload()
  },
})

onQuestion(['What is 2+2?', 'Prove that there are infinitely many primes.'], async (question, page) => {
  const stream = await engine.chat.completions.create({
    model: 'auto',
    messages: [{ role: 'user', content: question }],
    stream: true,
  })
  for await (const { choices } of stream) page.write(choices[0]?.delta.content ?? '')
  if (decision) page.by({ model: decision.selectedModel, energy: decision.energy })
})
