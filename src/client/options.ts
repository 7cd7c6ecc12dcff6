/** Reads the client's options and those of one call. */
import {
  aBoolean,
  aFunction,
  aNumber,
  anything,
  aSignal,
  type Check,
  oneOf,
  refuse,
  withMethods,
} from '../core/checks.ts'
import type { Router, RoutingDecision } from '../core/contracts.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { checkOptions, isPlainObject } from '../core/options.ts'
import type { Timeouts } from '../providers/contracts.ts'
import { someFields, someTimeouts } from './checks.ts'
import type {
  AnswerCheck,
  ChatOptions,
  ClientOptions,
  CompletionFn,
  DecisionTracker,
  EscalationOptions,
  Watcher,
} from './contracts.ts'
import { someProviders } from './model-config.ts'
import { WATCHERS } from './watchers.ts'

/** Generous: a server may load a model first, and a reasoning model thinks before it says anything. */
const TIMEOUTS: Timeouts = { connectMs: 60_000, firstByteMs: 120_000, betweenBytesMs: 60_000 }

const someWatchers: Check<readonly Watcher[]> = (value, path, code) =>
  Array.isArray(value)
    ? Array.from(value, (name: unknown, index) => oneOf(WATCHERS)(name, `${path}[${index}]`, code))
    : refuse(code, path, `an array of ${WATCHERS.join(', ')}`, value)

const aHold: Check<number | 'until-verified'> = (value, path, code) =>
  value === 'until-verified' || (typeof value === 'number' && value >= 0 && value <= 1e6)
    ? value
    : refuse(code, path, "a number of tokens or 'until-verified'", value)

const aSchema: Check<NonNullable<EscalationOptions['schema']>> = (value, path, code) =>
  // Those of arktype are functions.
  isPlainObject(value) || (value as { '~standard'?: unknown } | null)?.['~standard'] !== undefined
    ? (value as NonNullable<EscalationOptions['schema']>)
    : refuse(code, path, 'a JSON Schema or a Standard Schema', value)

const ESCALATION_SPEC = {
  on: someWatchers,
  schema: aSchema,
  check: aFunction as Check<AnswerCheck>,
  hold: aHold,
  maxEscalations: aNumber({ min: 1, max: 10, integer: true }),
}

const escalation: Check<boolean | EscalationOptions> = (value, path, code) =>
  typeof value === 'boolean' ? value : checkOptions(path, value ?? null, ESCALATION_SPEC, code)

const compression: Check<boolean | { readonly holdOut: number }> = (value, path, code) => {
  if (typeof value === 'boolean') return value
  const { holdOut = 0 } = checkOptions(path, value ?? null, { holdOut: aNumber({ min: 0, max: 1 }) }, code)
  return { holdOut }
}

const aDecision: Check<RoutingDecision> = (value, path, code) =>
  isPlainObject(value) &&
  isPlainObject(value.profile) &&
  Array.isArray(value.ranking) &&
  value.ranking.every(entry => isPlainObject(entry) && typeof entry.model === 'string')
    ? (value as unknown as RoutingDecision)
    : refuse(code, path, 'a decision, as from classify', value)

/** What is in it `loadPretrained` checks; a typo is found here. */
const LOAD_SPEC = { model: anything, device: anything, assets: anything, cache: anything, onProgress: anything }

const loading: Check<ClientOptions['load']> = (value, path, code) =>
  checkOptions(path, value ?? null, LOAD_SPEC, code) as ClientOptions['load']

const CLIENT_SPEC = {
  models: anything,
  router: withMethods<Router>('a router, as from loadPretrained', 'route'),
  // One of the router's; looked into when that is loaded, which costs nothing yet.
  scoring: someFields,
  load: loading,
  providers: someProviders,
  completionFn: aFunction as Check<CompletionFn>,
  dangerouslyAllowBrowser: aBoolean,
  compress: compression,
  escalate: escalation,
  fallback: aBoolean,
  maxRetries: aNumber({ min: 0, max: 10, integer: true }),
  maxRetryWaitMs: aNumber({ min: 0, max: 600_000 }),
  timeouts: someTimeouts,
  tracker: withMethods<DecisionTracker>('an EnergyTracker', 'record', 'report'),
  fetch: aFunction as Check<typeof fetch>,
}

export function readClientOptions(options: ClientOptions) {
  if (options === undefined) refuse('invalid-option', 'GreenRoutingClient', 'given an object with models', undefined)
  const read = checkOptions('GreenRoutingClient', options, CLIENT_SPEC)
  for (const key of ['scoring', 'load'] as const) {
    if (read.router === undefined || read[key] === undefined) continue
    throw new GreenRoutingError(
      'invalid-option',
      `GreenRoutingClient takes router or ${key}, not both: a router that is given has its own.`,
      { details: { path: `GreenRoutingClient.${key}` } },
    )
  }
  return {
    models: read.models,
    router: read.router,
    scoring: read.scoring as ClientOptions['scoring'],
    load: read.load,
    providers: read.providers ?? {},
    completionFn: read.completionFn,
    dangerouslyAllowBrowser: read.dangerouslyAllowBrowser ?? false,
    compress: read.compress ?? true,
    escalate: read.escalate ?? false,
    fallback: read.fallback ?? true,
    maxRetries: read.maxRetries ?? 2,
    maxRetryWaitMs: read.maxRetryWaitMs ?? 10_000,
    timeouts: { ...TIMEOUTS, ...read.timeouts },
    tracker: read.tracker,
    // Looked up at each request, as a page's own code would.
    fetch: read.fetch ?? ((input: RequestInfo | URL, init?: RequestInit) => globalThis.fetch(input, init)),
  }
}

export type ReadClientOptions = ReturnType<typeof readClientOptions>

const CHAT_SPEC = {
  signal: aSignal,
  decision: aDecision,
  // Looked into by code that few callers need.
  needs: anything as Check<ChatOptions['needs']>,
  compress: aBoolean,
  escalate: escalation,
  maxOutputTokens: aNumber({ min: 1, max: 10_000_000, integer: true }),
  temperature: aNumber({ min: 0, max: 2 }),
  body: someFields,
}

export const readChatOptions = (where: string, options: ChatOptions | undefined) =>
  checkOptions(where, options, CHAT_SPEC)

/** The settings to watch by: those of the call over the client's; undefined when neither asks. */
export function chooseEscalation(
  client: boolean | EscalationOptions = false,
  call: boolean | EscalationOptions = client,
): EscalationOptions | undefined {
  if (call === false) return undefined
  if (call !== true) return call
  return typeof client === 'object' ? client : {}
}
