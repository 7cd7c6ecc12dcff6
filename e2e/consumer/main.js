/** The least an app can write: no argument, no configuration of its bundler. */
import { loadPretrained } from 'greenrouting'

const answer = document.querySelector('#answer')
try {
  const router = await loadPretrained()
  const { selectedModel } = await router.route('What is 2+2?')
  answer.value = JSON.stringify({ selectedModel, info: router.engine.info })
} catch (error) {
  answer.value = JSON.stringify({ code: error.code, message: error.message })
}
