import { describe, expect, test } from 'vitest'
import { aBoolean, aNumber, aText, oneOf } from './checks.ts'
import { checkOptions, isPlainObject } from './options.ts'

const SPEC = {
  device: oneOf(['auto', 'webgpu', 'wasm']),
  retries: aNumber({ min: 0, max: 5, integer: true }),
  cache: aBoolean,
  folder: aText,
}
const check = (value: unknown) => checkOptions('load', value, SPEC)

describe('checkOptions', () => {
  test('reads what is known, and takes undefined for absent', () => {
    expect(check({ device: 'wasm', retries: 2, cache: false, folder: './m/' })).toEqual({
      device: 'wasm',
      retries: 2,
      cache: false,
      folder: './m/',
    })
    expect(check({ device: undefined })).toEqual({})
    expect(check(undefined)).toEqual({})
    expect(check(Object.assign(Object.create(null), { cache: true }))).toEqual({ cache: true })
  })

  test.each([
    [
      { devcie: 'wasm' },
      'load has an unknown key "devcie". Did you mean "device"? Known: device, retries, cache, folder.',
    ],
    [{ zzzzzzzz: 1 }, 'load has an unknown key "zzzzzzzz". Known: device, retries, cache, folder.'],
    [{ device: 'web-gpu' }, 'load.device does not know "web-gpu". Did you mean "webgpu"? Known: auto, webgpu, wasm.'],
    [{ device: 1 }, 'load.device must be one of auto, webgpu, wasm, not 1.'],
    [{ retries: '2' }, 'load.retries must be an integer from 0 to 5, not "2".'],
    [{ retries: 1.5 }, 'load.retries must be an integer from 0 to 5, not 1.5.'],
    [{ cache: null }, 'load.cache must be true or false, not null.'],
    [{ folder: ' ' }, 'load.folder must be a text that is not empty, not " ".'],
    [[], 'load must be a plain object, not an array.'],
    ['wasm', 'load must be a plain object, not "wasm".'],
    [new Map([['device', 'wasm']]), 'load must be a plain object, not an object.'],
  ])('refuses %j by name', (value, message) => {
    expect(() => check(value)).toThrow(expect.objectContaining({ code: 'invalid-option', message }))
  })

  test('never follows the prototype', () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(() => check(JSON.parse(`{"${key}": {"device": "wasm"}}`)), key).toThrow(new RegExp(`"${key}"`))
    }
    const inherited: unknown = Object.create(Object.assign(Object.create(null), { device: 'nonsense' }))
    expect(check(inherited)).toEqual({})
  })

  test('shows neither the content of objects nor the whole of a long text', () => {
    expect(() => check({ folder: { apiKey: 'sk-secret' } })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    )
    const long = 'x'.repeat(1_000_000)
    expect(() => check({ [long]: 1 })).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{0,200}$/) }),
    )
  })

  test('a plain object of another realm is plain, an instance is not', () => {
    expect(isPlainObject(Object.create(Object.create(null)))).toBe(true)
    expect(isPlainObject(new (class Options {})())).toBe(false)
    expect(isPlainObject(new Date())).toBe(false)
  })
})
