/** A client whose model `auto` is whichever the router chooses. */
import { record } from '../../providers/loose.ts'
import type { RoutingFacts } from '../contracts.ts'
import { ModelPool } from '../model-pool.ts'
import { CallRouter } from './call-router.ts'
import type { Api, OpenAIClient, WrapOpenAIOptions } from './contracts.ts'
import { isAuto } from './conversation.ts'
import { remember } from './facts.ts'
import { aClient, type Member, readMembers } from './members.ts'

type AnyMethod = (...args: unknown[]) => unknown

/** Methods that ask by way of the client's `create`, once or several times, and give a helper at once. */
const HELPERS = ['stream', 'runTools'] as const

/**
 * The same client, except that `chat.completions` and `responses` choose the model where it is called `auto`: `create`,
 * `parse`, `stream` and `runTools`. Every other model name, and all else of the client, is as before; the given client is
 * not changed. Each model is asked with its own client's retries; where it fails, the next one is.
 *
 * Throws a `GreenRoutingError` for options that cannot be meant. A routed call rejects with the client's own errors where
 * models fail or the signal aborts, and with a `GreenRoutingError` where there is nothing to route by or no able model.
 */
export function wrapOpenAI<Client extends OpenAIClient>(client: Client, options: WrapOpenAIOptions): Client {
  aClient(client, 'wrapOpenAI.client', 'invalid-option')
  const models = readMembers('wrapOpenAI', options?.models, true)
  return wrapped(client, new ModelPool<Member>('wrapOpenAI', { ...options, models }))
}

function wrapped<Client extends OpenAIClient>(client: Client, pool: ModelPool<Member>): Client {
  const router = new CallRouter(pool, client)
  const { chat, responses } = client
  const { withOptions } = client as { readonly withOptions?: (options: unknown) => Client }
  const replaced: Record<PropertyKey, unknown> = {
    ...(chat?.completions && { chat: under(chat, { completions: routed('chat', chat.completions, client, router) }) }),
    ...(responses && { responses: routed('responses', responses, client, router) }),
    ...(withOptions && { withOptions: (given: unknown) => wrapped(withOptions.call(client, given), pool) }),
  }
  return new Proxy(client, {
    get(target, key) {
      if (Object.hasOwn(replaced, key)) return replaced[key]
      const value: unknown = Reflect.get(target, key, target)
      // Methods reach for private fields, which only the client itself has.
      const isMethod = typeof value === 'function' && key !== 'constructor' && !Object.hasOwn(target, key)
      return isMethod ? (value as AnyMethod).bind(target) : value
    },
  })
}

/** The resource with its asking methods replaced. */
function routed(api: Api, resource: object, client: OpenAIClient, router: CallRouter): object {
  const own = resource as Readonly<Record<string, AnyMethod | undefined>>
  const asking = (method: 'create' | 'parse', onRouted?: (facts: RoutingFacts) => void): AnyMethod => {
    return (body, options) =>
      isAuto(body) ? router.start({ api, method, body: record(body), options, onRouted }) : own[method]!(body, options)
  }
  /** The client's own code, which then finds a client whose `create` is routed. */
  const helping = (method: AnyMethod): AnyMethod => {
    return (body, ...rest) => {
      const create = asking('create', facts => remember(helper, facts))
      const asker = under(resource, { create })
      const session = under(client, api === 'chat' ? { chat: { completions: asker } } : { responses: asker })
      const helper = method.call(
        isAuto(body) ? under(resource, { _client: session }) : resource,
        body,
        ...rest,
      ) as object
      return helper
    }
  }
  const methods: Record<string, AnyMethod> = { create: asking('create') }
  if (typeof own.parse === 'function') methods.parse = asking('parse')
  for (const name of HELPERS) if (typeof own[name] === 'function') methods[name] = helping(own[name])
  return under(resource, methods)
}

/** A layer over an object, which shows through. */
const under = <T extends object>(object: T, properties: Readonly<Record<string, unknown>>): T =>
  Object.create(object, Object.getOwnPropertyDescriptors(properties)) as T
