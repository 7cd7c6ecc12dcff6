import { expect, it } from 'vitest'
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { fromWire, toWire } from './wire-error.ts'

it('carries class, code, message, details and causes through a structured clone', () => {
  const cause = new TypeError('inner', { cause: new Error('innermost') })
  const error = new GreenRoutingError('file-corrupt', 'wrong bytes', { details: { url: 'x', bytes: 3 }, cause })
  const rebuilt = fromWire(structuredClone(toWire(error)))
  expect(isGreenRoutingError(rebuilt)).toBe(true)
  expect(rebuilt).toMatchObject({ code: 'file-corrupt', message: 'wrong bytes', details: { url: 'x', bytes: 3 } })
  expect(rebuilt.cause).toMatchObject({ name: 'TypeError', message: 'inner' })
  expect((rebuilt.cause as Error).cause).toMatchObject({ message: 'innermost' })
})

it('types what nobody typed, and survives causes that are no errors or go round in circles', () => {
  expect(toWire('thrown text')).toMatchObject({ code: 'internal', causes: [{ message: 'thrown text' }] })
  const circular = new Error('circle')
  circular.cause = circular
  expect(fromWire(structuredClone(toWire(circular))).code).toBe('internal')
})
