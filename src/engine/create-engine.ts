/** The engine itself: loads a model once, then answers jobs one at a time. The same in a worker and in place. */
import { GreenRoutingError } from '../core/errors.ts'
import type { FetchBytes } from './fetch-bytes.ts'
import { type LoadContext, type LoadedModel, type LoadHubModel, loadModel } from './load-model.ts'
import type { Device } from './manifest.ts'
import type { FileCache, FileShelf } from './model-cache.ts'
import type { Engine, ModelSource, Reply } from './protocol.ts'
import type { CreateRuntime } from './runtime.ts'
import { toWire } from './wire-error.ts'

export interface EngineParts {
  readonly device: Device
  readonly createRuntime: CreateRuntime
  readonly fetchBytes: FetchBytes
  readonly openCache: (persist: boolean, memory: FileShelf) => FileCache
  /** Handed in by whoever wants it: it knows of a library that the others should not carry. */
  readonly loadHubModel?: LoadHubModel
}

export function createEngine(parts: EngineParts): Engine {
  let model: LoadedModel | undefined
  let queue: Promise<unknown> = Promise.resolve()
  /** Jobs not yet answered, and whether someone still wants the answer. */
  const wanted = new Map<number, boolean>()

  /** Runs `task` after everything before it, and turns what it throws into a reply. */
  function reply<T>(task: () => Promise<T>): Promise<Reply<T>> {
    const result = queue.then(task).then(
      (value): Reply<T> => ({ ok: true, value }),
      (error): Reply<T> => ({ ok: false, error: toWire(error) }),
    )
    queue = result
    return result
  }

  function eachText<T>(
    job: number,
    texts: readonly string[],
    read: (model: LoadedModel, text: string) => Promise<T>,
  ): Promise<Reply<T[]>> {
    wanted.set(job, true)
    return reply(async () => {
      const results: T[] = []
      try {
        if (!model) throw new GreenRoutingError('internal', 'The engine has no model yet: load one first.')
        for (const text of texts) {
          if (!wanted.get(job)) throw new GreenRoutingError('aborted', 'The call was cancelled.')
          results.push(await read(model, text))
        }
      } finally {
        wanted.delete(job)
      }
      return results
    })
  }

  return {
    load: (request, onProgress, memory) =>
      reply(async () => {
        // Built whole before it replaces anything, so that a failed load leaves the old model answering.
        model = await load(parts, request.source, {
          device: parts.device,
          runtime: parts.createRuntime(request.runtimeUrl),
          cache: parts.openCache(request.persist, memory),
          fetchBytes: parts.fetchBytes,
          onProgress,
        })
        return model.info
      }),
    classify: (job, texts) =>
      eachText(job, texts, async (model, text) => {
        const { floats, inputTokens } = await model.embed(text)
        const profile = await model.head.predict(floats)
        return inputTokens === undefined ? profile : Object.freeze({ ...profile, inputTokens })
      }),
    embed: (job, texts) => eachText(job, texts, async (model, text) => (await model.embed(text)).floats),
    cancel: job => void (wanted.has(job) && wanted.set(job, false)),
  }
}

function load({ loadHubModel }: EngineParts, source: ModelSource, context: LoadContext): Promise<LoadedModel> {
  if (source.kind !== 'hub') return loadModel(source, context)
  if (loadHubModel) return loadHubModel(source, context)
  throw new GreenRoutingError('internal', 'This engine was built without the way to encoders of the hub.')
}
