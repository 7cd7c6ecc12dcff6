/** A model that Ollama runs on the user's machine, at its own port: asked over its OpenAI format like any other server. */
import { aText } from '../core/checks.ts'
import { checkOptions } from '../core/options.ts'
import { abortError } from '../providers/abort-error.ts'
import { readApiBase } from '../providers/address.ts'
import { list, record, text } from '../providers/loose.ts'
import type { Availability, DownloadOptions, OnDeviceModel, OnDeviceProfile } from './contracts.ts'
import { readDownload, rising } from './download.ts'
import { readLines } from './json-lines.ts'
import { aProfile, notOnDevice, profileOf } from './profile.ts'

const WHERE = 'ollamaModel'
const DEFAULT_ADDRESS = 'http://localhost:11434'

/** A server on this machine answers at once or is not there. */
const PATIENCE_MS = 3000

export interface OllamaOptions {
  /** Its `modelId` is Ollama's: `llama3.2:3b`. */
  readonly profile: OnDeviceProfile
  /** Default `http://localhost:11434`. */
  readonly address?: string | undefined
}

/** Throws `invalid-option` and `invalid-model`. */
export function ollamaModel(options: OllamaOptions): OnDeviceModel {
  const spec = { profile: aProfile, address: aText }
  const { profile, address = DEFAULT_ADDRESS } = checkOptions(WHERE, options, spec)
  const base = readApiBase(address, `${WHERE}.address`).replace(/\/+$/, '')
  const config = profileOf(WHERE, profile, 'ollama')
  const { name, modelId = name } = config
  let isPulling = false

  /** Undefined where nothing answers. */
  const models = async (): Promise<readonly string[] | undefined> => {
    try {
      const response = await fetch(`${base}/api/tags`, { signal: AbortSignal.timeout(PATIENCE_MS) })
      if (!response.ok) return undefined
      return list(record(await response.json()).models).map(model => text(record(model).name))
    } catch {
      return undefined
    }
  }

  return {
    config: { ...config, modelId, apiBase: `${base}/v1` },
    async availability(): Promise<Availability> {
      const there = await models()
      if (there === undefined) return 'unavailable'
      if (there.some(found => found === modelId || found === `${modelId}:latest`)) return 'available'
      return isPulling ? 'downloading' : 'downloadable'
    },
    async download(given?: DownloadOptions) {
      const { signal, onProgress } = readDownload(WHERE, given)
      const report = rising(onProgress)
      isPulling = true
      try {
        const body = JSON.stringify({ model: modelId, stream: true })
        const response = await fetch(`${base}/api/pull`, { method: 'POST', body, signal: signal ?? null })
        let isPulled = false
        for await (const line of readLines(response)) {
          const { error, total, completed, status } = record(line)
          if (error !== undefined) throw notOnDevice(name, `Ollama could not fetch it (${text(error).slice(0, 200)}).`)
          if (typeof total === 'number' && typeof completed === 'number' && total > 0) report(completed / total)
          isPulled ||= status === 'success'
        }
        if (!isPulled) throw notOnDevice(name, `what answers at ${base} (status ${response.status}) did not fetch it.`)
        report(1)
      } catch (error) {
        if (signal?.aborted) throw abortError(signal)
        if (!(error instanceof TypeError)) throw error
        const why = `Ollama does not answer at ${base}, or does not let this page in: start it with OLLAMA_ORIGINS=${globalThis.location?.origin ?? '*'}, and allow the page to reach local devices where the browser asks.`
        throw notOnDevice(name, why, error)
      } finally {
        isPulling = false
      }
    },
    // Ollama frees a model's memory by itself.
    dispose: async () => undefined,
  }
}
