/** Checks of the client's options that the core has no use for. */
import { aNumber, aText, type Check, oneOf, refuse } from '../core/checks.ts'
import { checkOptions, isPlainObject } from '../core/options.ts'
import { readApiBase } from '../providers/address.ts'
import type { ApiFormat, Timeouts } from '../providers/contracts.ts'
import type { ApiKey } from './contracts.ts'

/** Long enough for any model, short enough for a timer (2³¹ − 1 ms). */
export const aDuration = aNumber({ min: 1, max: 2_147_483_647 })

export const someTimeouts: Check<Partial<Timeouts>> = (value, path, code) =>
  checkOptions(path, value, { connectMs: aDuration, firstByteMs: aDuration, betweenBytesMs: aDuration }, code)

export const someFields: Check<Readonly<Record<string, unknown>>> = (value, path, code) =>
  isPlainObject(value) ? value : refuse(code, path, 'a plain object', value)

export const aFormat = oneOf<ApiFormat>(['openai', 'anthropic', 'google'])

export const anApiBase: Check<string> = (value, path, code) => {
  readApiBase(aText(value, path, code), path)
  return value as string
}

/** Neither the value nor any part of it is ever shown. */
export const anApiKey: Check<ApiKey> = (value, path, code) => {
  if (typeof value === 'function') return value as () => string
  return typeof value === 'string' && isKey(value.trim())
    ? value.trim()
    : refuse(code, path, 'a key of visible ASCII characters, or a function that returns one', {})
}

/** What a header can carry: a browser's own complaint would show the key. */
export const isKey = (key: string): boolean => /^[\x21-\x7e]+$/.test(key)

export const someHeaders: Check<Readonly<Record<string, string>>> = (value, path, code) => {
  if (!isPlainObject(value)) refuse(code, path, 'an object of texts', {})
  const entries = Object.keys(value).map(name => {
    const header = value[name]
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) refuse(code, path, 'keyed by names of headers', name)
    return typeof header === 'string' && /^[\x20-\x7e]*$/.test(header)
      ? [name.toLowerCase(), header]
      : refuse(code, `${path}.${name}`, 'a text of visible ASCII characters', {})
  })
  return Object.fromEntries(entries)
}
