/** The models of the options, each checked and in its long form. */
import { aBoolean, aText, type Check, refuse } from '../../core/checks.ts'
import { checkOptions, isPlainObject } from '../../core/options.ts'
import { quote } from '../../core/wording.ts'
import type { OpenAIClient } from './contracts.ts'

export interface Member {
  readonly modelId: string
  readonly client: OpenAIClient | undefined
  readonly askForUsage: boolean
}

export const aClient: Check<OpenAIClient> = (value, path, code) => {
  const { chat, responses } = (value ?? {}) as OpenAIClient
  return typeof chat?.completions?.create === 'function' || typeof responses?.create === 'function'
    ? (value as OpenAIClient)
    : // What stands there by mistake may be a key, and is not shown.
      refuse(code, path, 'an OpenAI client (new OpenAI({ … }))', {})
}

const SPEC = { modelId: aText, askForUsage: aBoolean }

/** Throws `invalid-option`. What is no object of models at all is left to the pool's own check. */
export function readMembers(where: string, models: unknown, withClients: boolean): Readonly<Record<string, Member>> {
  if (!isPlainObject(models)) return models as Readonly<Record<string, Member>>
  const read = ([name, model]: [string, unknown]) => [name, readMember(`${where}.models[${quote(name)}]`, model)]
  const readMember = (path: string, model: unknown): Member => {
    if (typeof model === 'string') {
      return { modelId: aText(model, path, 'invalid-option'), client: undefined, askForUsage: true }
    }
    if (!isPlainObject(model)) refuse('invalid-option', path, 'what the API calls the model, or { modelId }', model)
    const checked = checkOptions(path, model, withClients ? { ...SPEC, client: aClient } : SPEC)
    const { modelId, askForUsage = true, client } = checked as Partial<Member>
    if (modelId === undefined) refuse('invalid-option', `${path}.modelId`, 'what the API calls the model', modelId)
    return { modelId, client, askForUsage }
  }
  return Object.fromEntries(Object.entries(models).map(read))
}
