/** Asks one model, whichever way it is asked. */
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import type { ProviderAnswer, ProviderRequest } from '../providers/contracts.ts'
import { fetchAnswer } from '../providers/fetch-answer.ts'
import { orAborted } from './abort.ts'
import { isKey } from './checks.ts'
import { completionAnswer } from './completion.ts'
import type { ApiKey } from './contracts.ts'
import { problemsError } from './member-problems.ts'
import type { Member } from './members.ts'

/** What a call adds to a model's own settings. */
export type MemberRequest = Pick<ProviderRequest, 'messages' | 'maxOutputTokens' | 'temperature' | 'body'>

export async function* ask(member: Member, call: MemberRequest, signal: AbortSignal): ProviderAnswer {
  const { profile, modelId, effort, way } = member
  const request = { ...call, modelId, effort, body: { ...member.body, ...call.body } }
  if (way.kind === 'function') return yield* completionAnswer(way.completionFn, profile.name, request, signal)
  if (way.kind === 'problem') throw problemsError([member])
  const { endpoint, apiKey } = way
  const key = await orAborted(readKey(apiKey, profile.name, endpoint.label), signal)
  yield* fetchAnswer(endpoint, request, { key, signal })
}

async function readKey(apiKey: ApiKey | undefined, model: string, label: string): Promise<string | undefined> {
  if (typeof apiKey !== 'function') return apiKey
  const fail = (why: string, cause?: unknown) =>
    new GreenRoutingError('missing-key', `The apiKey function for ${label} ${why}.`, { details: { model }, cause })
  let key: unknown
  try {
    key = await apiKey()
  } catch (error) {
    throw isGreenRoutingError(error) ? error : fail('failed', error)
  }
  const trimmed = typeof key === 'string' ? key.trim() : ''
  if (!isKey(trimmed)) throw fail('returned no key of visible ASCII characters')
  return trimmed
}
