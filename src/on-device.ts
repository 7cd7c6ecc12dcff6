/** Models on the user's own device as members of a client's pool: the public face of `greenrouting/on-device`. */

import type { ModelConfig } from './client/contracts.ts'
import { refuse } from './core/checks.ts'
import type { OnDeviceModel } from './on-device/contracts.ts'

export type { Availability, DownloadOptions, OnDeviceModel, OnDeviceProfile } from './on-device/contracts.ts'
export { type OllamaOptions, ollamaModel } from './on-device/ollama.ts'
export { type PromptApi, type PromptApiOptions, type PromptSession, promptApiModel } from './on-device/prompt-api.ts'
export { type Transformers, type TransformersOptions, transformersModel } from './on-device/transformers.ts'
export { type WebLlm, type WebLlmEngine, type WebLlmOptions, webLlmModel } from './on-device/web-llm.ts'

/** The configurations of those that can answer now, for `models`; none is downloaded for it. Never rejects for one that is not there. */
export async function availableModels(models: readonly OnDeviceModel[]): Promise<ModelConfig[]> {
  if (!Array.isArray(models)) refuse('invalid-option', 'availableModels', 'given an array of models', models)
  const states = await Promise.all(models.map(model => model.availability()))
  return models.filter((_, index) => states[index] === 'available').map(({ config }) => config)
}
