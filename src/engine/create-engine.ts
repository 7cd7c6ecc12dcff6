/** The engine itself: loads a model once, then answers jobs one at a time. The same in a worker and in place. */
import { GreenRoutingError } from '../core/errors.ts'
import { createEncoder, type Encoder } from './encoder.ts'
import type { FetchBytes } from './fetch-bytes.ts'
import { createHead, type Head } from './head.ts'
import type { Device } from './manifest.ts'
import type { FileCache, FileShelf } from './model-cache.ts'
import { loadModelFiles } from './model-files.ts'
import type { Engine, EngineInfo, LoadProgress, LoadRequest, Reply } from './protocol.ts'
import type { CreateRuntime } from './runtime.ts'
import { createTokenizer, type QueryTokenizer, type Tokens } from './tokenizer.ts'
import { toWire } from './wire-error.ts'

export interface EngineParts {
  readonly device: Device
  readonly createRuntime: CreateRuntime
  readonly fetchBytes: FetchBytes
  readonly openCache: (persist: boolean, memory: FileShelf) => FileCache
}

interface LoadedModel {
  readonly tokenizer: QueryTokenizer
  readonly encoder: Encoder
  readonly head: Head
  readonly info: EngineInfo
}

/** Any sentence will do: it makes the runtime compile what it compiles on a first run. */
const WARM_UP = 'Which language model should answer this?'

/** Milliseconds between two signs of life. */
const TICK = 5_000

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
    read: (model: LoadedModel, tokens: Tokens) => Promise<T>,
  ): Promise<Reply<T[]>> {
    wanted.set(job, true)
    return reply(async () => {
      const results: T[] = []
      try {
        if (!model) throw new GreenRoutingError('internal', 'The engine has no model yet: load one first.')
        for (const text of texts) {
          if (!wanted.get(job)) throw new GreenRoutingError('aborted', 'The call was cancelled.')
          results.push(await read(model, model.tokenizer.encode(text)))
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
        model = await loadModel(parts, request, onProgress, memory)
        return model.info
      }),
    classify: (job, texts) =>
      eachText(job, texts, async (model, { ids, count }) => {
        const profile = await model.head.predict(await model.encoder.encode(ids))
        return Object.freeze({ ...profile, inputTokens: count })
      }),
    embed: (job, texts) => eachText(job, texts, (model, { ids }) => model.encoder.encode(ids)),
    cancel: job => void (wanted.has(job) && wanted.set(job, false)),
  }
}

async function loadModel(
  parts: EngineParts,
  request: LoadRequest,
  onProgress: (progress: LoadProgress) => void,
  memory: FileShelf,
): Promise<LoadedModel> {
  const cache = parts.openCache(request.persist, memory)
  let total = 0
  const files = await loadModelFiles(
    request.source,
    parts.device,
    { cache, fetchBytes: parts.fetchBytes },
    (loaded, needed) => {
      total = needed
      onProgress({ status: 'download', loaded, total })
    },
  )
  const compiling = (): void => onProgress({ status: 'compile', loaded: total, total })
  compiling()
  const { manifest, contents } = files
  const tokenizer = parseTokenizer(contents.get(manifest.tokenizer)!, manifest.truncation)
  const runtime = parts.createRuntime(request.runtimeUrl)
  // The first session brings the runtime's own download, which says nothing of itself: an event loop that ticks is alive.
  const ticking = setInterval(compiling, TICK)
  const head = await runtime
    .createSession(contents.get(manifest.head)!, 'cpu')
    .then(session => createHead(session, manifest))
    .finally(() => clearInterval(ticking))
  const encoderBytes = contents.get(manifest.encoders[parts.device])!
  const encoder = createEncoder(await runtime.createSession(encoderBytes, 'device'), manifest.hiddenSize)
  await head.predict(await encoder.encode(tokenizer.encode(WARM_UP).ids))
  onProgress({ status: 'ready', loaded: total, total })
  return {
    tokenizer,
    encoder,
    head,
    info: {
      device: parts.device,
      model: { name: manifest.name, version: manifest.version, rubric: manifest.rubric },
      downloadedBytes: files.downloadedBytes,
      cachedBytes: files.cachedBytes,
      storage: cache.storage,
      integrity: files.integrity,
    },
  }
}

function parseTokenizer(bytes: Uint8Array, truncation: { maxTokens: number; headTokens: number }): QueryTokenizer {
  try {
    return createTokenizer(bytes, truncation)
  } catch (cause) {
    throw new GreenRoutingError('model-invalid', `The tokenizer cannot be used: ${(cause as Error).message}.`, {
      cause,
    })
  }
}
