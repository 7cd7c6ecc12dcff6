/** The models to choose from: the known ones, or those of a file. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { getKnownProfiles, isGreenRoutingError, ModelRegistry } from '../core/index.ts'
import { Failure, fileFailure } from './failure.ts'

export async function readPool(path: string | undefined, cwd: string): Promise<ModelRegistry> {
  if (path === undefined) return new ModelRegistry(Object.values(getKnownProfiles()))
  const text = await readFile(resolve(cwd, path), 'utf8').catch(cause => {
    throw fileFailure('read', path, cause)
  })
  const registry = parse(text.replace(/^\uFEFF/, ''), path)
  if (registry.size === 0) throw new Failure(`${path} holds no model to choose from.`)
  return registry
}

function parse(text: string, path: string): ModelRegistry {
  try {
    return ModelRegistry.fromConfig(JSON.parse(text))
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Failure(`${path} is not JSON: ${cause.message}`, 1, cause)
    throw isGreenRoutingError(cause) ? new Failure(`${path}: ${cause.message}`, 1, cause) : cause
  }
}
