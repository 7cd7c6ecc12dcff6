/** Whether the models are such as can be asked, told when they are handed over and not with the first question. */
import { refuse } from '../../core/checks.ts'
import { quote } from '../../core/wording.ts'
import type { RoutableModel } from './contracts.ts'

/** Throws `invalid-option`, also for names as `createAgent` takes: to load what they mean takes LangChain itself. */
export function checkMembers(where: string, models: Readonly<Record<string, unknown>>): void {
  for (const [name, model] of Object.entries(models)) {
    if (typeof (model as RoutableModel | null | undefined)?.invoke === 'function') continue
    const expected = "a chat model of LangChain (new ChatOpenAI({ model: 'gpt-4o-mini' }))"
    refuse('invalid-option', `${where}.models[${quote(name)}]`, expected, model)
  }
}
