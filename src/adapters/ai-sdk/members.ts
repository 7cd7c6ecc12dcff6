/** Whether the models are such as can be asked, told when they are handed over and not with the first question. */
import { refuse } from '../../core/checks.ts'
import { GreenRoutingError } from '../../core/errors.ts'
import { quote } from '../../core/wording.ts'
import type { RoutableModel } from './contracts.ts'

/** Throws `invalid-option`: older versions of the interface write prompts and files in another way. */
export function checkMembers(where: string, models: Readonly<Record<string, RoutableModel>>): void {
  for (const [name, model] of Object.entries(models)) {
    const path = `${where}.models[${quote(name)}]`
    const { specificationVersion, doGenerate, doStream } = (model ?? {}) as Partial<RoutableModel>
    const version: unknown = specificationVersion
    if (version === 'v2' || version === 'v3') {
      throw new GreenRoutingError(
        'invalid-option',
        `${path} is a LanguageModel${version.toUpperCase()}. Hand over wrapLanguageModel({ model, middleware: [] }) of ` +
          `the package ai, which makes a LanguageModelV4 of it, or update its provider's package.`,
        { details: { path, version } },
      )
    }
    if (version !== 'v4' || typeof doGenerate !== 'function' || typeof doStream !== 'function') {
      refuse('invalid-option', path, "a LanguageModelV4 of the AI SDK (openai('gpt-4o-mini'))", model)
    }
  }
}
