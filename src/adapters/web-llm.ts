/** WebLLM: an engine that decides, question by question, which of its models answers, and loads it where that is worth it. */
import { aFunction, anything, aText, type Check, oneOf, refuse, withMethods } from '../core/checks.ts'
import { checkOptions, isPlainObject } from '../core/options.ts'
import { quote } from '../core/wording.ts'
import type { CallOptions, EngineOptions, RoutableEngine, RoutedEngine } from './web-llm/contracts.ts'
import { inTurn, routedChat } from './web-llm/routed-chat.ts'

export type { AnswerTracker } from './contracts.ts'
export type {
  CallOptions,
  ChatOptions,
  EngineOptions,
  RoutableEngine,
  RoutedEngine,
  WithOptions,
} from './web-llm/contracts.ts'

const WHERE = 'wrapEngine'

const anEngine = withMethods<RoutableEngine>(
  "an engine of WebLLM (await CreateMLCEngine('…'))",
  'chatCompletion',
  'getMessage',
  'interruptGenerate',
  'reload',
  'unload',
)

const ids: Check<Readonly<Record<string, string>>> = (value, path, code) => {
  if (!isPlainObject(value)) refuse(code, path, 'an object of WebLLM’s model ids by name', value)
  for (const [name, id] of Object.entries(value)) aText(id, `${path}[${quote(name)}]`, code)
  return value as Readonly<Record<string, string>>
}

/** The rest is checked where it is used. */
const SPEC = {
  router: anything,
  models: ids,
  tracker: anything,
  onDecision: aFunction,
  fallback: anything,
  reload: oneOf(['when-needed', 'always', 'never']),
  load: aFunction,
}

/**
 * The engine with another `chat.completions.create`: `wrapEngine(engine, { router, models: { 'llama-3.1-8b':
 * 'Llama-3.1-8B-Instruct-q4f16_1-MLC', … } })`. Where `model` is `'auto'`, the user's last message decides, tools and
 * pictures leave only the models that can do with them, and a model in memory that is good enough is preferred to a load
 * (`reload`). Any other `model` goes to the engine as it is. Both take `{ signal }` as a second argument.
 *
 * Answers, embeddings and loads of one engine come one after another, since a load ends what runs, and an interrupt ends
 * whatever runs; a stream takes its turn when it is first read, and gives it back at its end or when its reader leaves.
 * `interruptGenerate`, `unload` and the rest of the engine are as they were. A load that fails is followed by the next
 * model of the ranking; an error of an answer is the caller's. What was decided is told to `onDecision`, with what is in
 * memory taken into account. Throws `invalid-option`, and `unknown-model` for a name that the router never chooses.
 */
export function wrapEngine<Engine extends RoutableEngine>(
  engine: Engine,
  options: EngineOptions,
): RoutedEngine<Engine> {
  anEngine(engine, `${WHERE}(engine)`, 'invalid-option')
  checkOptions(WHERE, options, SPEC)
  const chatCompletion = routedChat(engine, options)
  const queued =
    (method: 'completion' | 'embedding') =>
    async (request: unknown, options?: CallOptions): Promise<unknown> =>
      inTurn(engine, () => engine[method](request), request, options)
  const completion = queued('completion')
  const embedding = queued('embedding')
  const ours: Readonly<Record<PropertyKey, unknown>> = {
    chat: { completions: { create: chatCompletion } },
    chatCompletion,
    completions: { create: completion },
    completion,
    embeddings: { create: embedding },
    embedding,
    reload: (...args: Parameters<RoutableEngine['reload']>) => inTurn(engine, () => engine.reload(...args), undefined),
  }
  const proxy = new Proxy(engine, {
    get(target, key) {
      if (Object.hasOwn(ours, key)) return ours[key]
      const value: unknown = Reflect.get(target, key)
      // The engine's own methods must see the engine.
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return proxy as RoutedEngine<Engine>
}
