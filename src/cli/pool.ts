/** The models to choose from: by name, or those of a file. */
import { isGreenRoutingError, ModelRegistry } from '../core/index.ts'
import { defaultRegistry } from '../core/internal.ts'
import { Failure } from './failure.ts'
import { parseJson, readTextFile } from './text-file.ts'

/** `seed`, `catalog` or a file; `seed` without any. */
export async function readPool(name: string | undefined, cwd: string): Promise<ModelRegistry> {
  if (name === undefined || name === 'seed') return defaultRegistry()
  if (name === 'catalog') {
    const { getCatalog } = await import('../catalog/index.ts')
    return new ModelRegistry(getCatalog().models)
  }
  const text = await readTextFile(name, cwd, 'a pool is a JSON file, or seed or catalog')
  const registry = parse(text, name)
  if (registry.size === 0) throw new Failure(`${name} holds no model to choose from.`)
  return registry
}

function parse(text: string, path: string): ModelRegistry {
  try {
    return ModelRegistry.fromConfig(parseJson(text, path))
  } catch (cause) {
    throw isGreenRoutingError(cause) ? new Failure(`${path}: ${cause.message}`, 1, cause) : cause
  }
}
