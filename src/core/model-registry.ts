import { anything, aText, type Check, refuse } from './checks.ts'
import { GreenRoutingError } from './errors.ts'
import { ModelProfile, type ModelProfileInput } from './model-profile.ts'
import { checkOptions, isPlainObject } from './options.ts'
import { quote, remedy } from './wording.ts'

/** A registry as JSON: what `toConfig` writes and `fromConfig` reads. */
export interface RegistryConfig {
  readonly models: readonly ModelProfileInput[]
}

const tagList: Check<readonly string[]> = (value, path, code) =>
  Array.isArray(value)
    ? value.map((tag: unknown, index) => aText(tag, `${path}[${index}]`, code))
    : refuse(code, path, 'an array of tags', value)

/** The models there are to choose from, in the order they were registered, which is also how equal models are told apart. */
export class ModelRegistry implements Iterable<ModelProfile> {
  readonly #models = new Map<string, ModelProfile>()

  /** All or nothing: one bad model and nothing is registered. */
  constructor(models: Iterable<ModelProfileInput> = []) {
    if (
      typeof (models as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] !== 'function' ||
      typeof models === 'string'
    ) {
      refuse('invalid-model', 'models', 'an array of models (ModelRegistry.fromConfig reads a file)', models)
    }
    let index = 0
    for (const model of models) this.#add(model, `models[${index++}]`)
  }

  /**
   * Reads parsed JSON: an array of models, `{ models: […] }`, or the seed's `{ profiles: […], source }`. Keys in our
   * spelling or in the seed's snake_case. Throws `invalid-model` or `duplicate-model`; nothing is ever half-read.
   */
  static fromConfig(config: unknown): ModelRegistry {
    if (Array.isArray(config)) return new ModelRegistry(config)
    if (!isPlainObject(config)) {
      refuse(
        'invalid-model',
        'registry',
        'an array of models or an object with "models" (parsed, not JSON text)',
        config,
      )
    }
    const spec = { models: anything, profiles: anything, source: anything }
    const { models, profiles } = checkOptions('registry', config, spec, 'invalid-model')
    if (models !== undefined && profiles !== undefined) {
      throw new GreenRoutingError('invalid-model', 'registry has both "models" and "profiles": keep one.')
    }
    const list = models ?? profiles
    if (!Array.isArray(list))
      refuse('invalid-model', `registry.${profiles === undefined ? 'models' : 'profiles'}`, 'an array', list)
    return new ModelRegistry(list)
  }

  /** Plain data that `fromConfig` reads back to an equal registry. */
  toConfig(): RegistryConfig {
    return {
      // A profile holds nothing but what JSON holds, so this is a deep copy.
      models: [...this].map(model => JSON.parse(JSON.stringify(model)) as ModelProfile),
    }
  }

  /** Adds a model at the end and returns its checked profile. Throws `duplicate-model` for a name that is taken. */
  register(model: ModelProfileInput): ModelProfile {
    return this.#add(model, 'model')
  }

  /** Takes a model out and returns it. Throws `unknown-model`. */
  unregister(name: string): ModelProfile {
    const model = this.get(name)
    this.#models.delete(name)
    return model
  }

  /** Throws `unknown-model`, naming the nearest and those that exist; ask `has` first where absence is normal. */
  get(name: string): ModelProfile {
    const model = this.#models.get(name)
    if (model !== undefined) return model
    if (typeof name !== 'string') refuse('unknown-model', 'model name', 'a text', name)
    throw new GreenRoutingError('unknown-model', `No model is called ${quote(name)}${remedy(name, this.names)}`, {
      details: { model: name, known: this.names },
    })
  }

  has(name: string): boolean {
    return this.#models.has(name)
  }

  get names(): readonly string[] {
    return [...this.#models.keys()]
  }

  get size(): number {
    return this.#models.size
  }

  /** The models that carry every one of the tags; all of them without tags. */
  list(options: { readonly tags?: readonly string[] } = {}): readonly ModelProfile[] {
    const { tags = [] } = checkOptions('ModelRegistry.list', options, { tags: tagList })
    return [...this].filter(model => tags.every(tag => model.tags.includes(tag)))
  }

  [Symbol.iterator](): IterableIterator<ModelProfile> {
    return this.#models.values()
  }

  #add(input: ModelProfileInput, path: string): ModelProfile {
    const model = ModelProfile.from(input, path)
    if (this.#models.has(model.name)) {
      throw new GreenRoutingError(
        'duplicate-model',
        `${path}: a model called ${quote(model.name)} is already registered. Unregister it first, or give this one another name.`,
        { details: { path, model: model.name } },
      )
    }
    this.#models.set(model.name, model)
    return model
  }
}
