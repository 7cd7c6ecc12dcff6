/** The least an app can write: no argument, no configuration of its bundler. With #hub, an encoder of another library. */
import { loadPretrained } from 'greenrouting'
import { GreenRoutingClient } from 'greenrouting/client'

const answer = document.querySelector('#answer')
try {
  const router = await loadPretrained(
    location.hash === '#hub' ? { encoder: '/encoder/', head: '/encoder/head.onnx' } : undefined,
  )
  const { selectedModel } = await router.route('What is 2+2?')
  const completionFn = model => `${model} says 4`
  const client = new GreenRoutingClient({ models: router.registry.names, router, completionFn })
  const { content } = await client.chat('What is 2+2?')
  answer.value = JSON.stringify({ selectedModel, content, info: router.engine.info })
} catch (error) {
  answer.value = JSON.stringify({ code: error.code, message: error.message })
}
