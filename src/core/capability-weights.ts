import { CAPABILITIES, type Capability } from './capability.ts'
import { aNumber, refuse } from './checks.ts'
import { isPlainObject, refuseKey } from './options.ts'

const aWeight = aNumber({ min: 0 })

/** Checked weights, still on the caller's scale. May be empty. */
export function readWeights(value: unknown, path: string): Map<Capability, number> {
  if (!isPlainObject(value)) refuse('invalid-profile', path, 'an object of capability weights', value)
  for (const key of Object.keys(value)) {
    if (!CAPABILITIES.some(name => name === key)) refuseKey('invalid-profile', path, key, CAPABILITIES)
  }
  const weights = new Map<Capability, number>()
  for (const name of CAPABILITIES) {
    if (!Object.hasOwn(value, name) || value[name] === undefined) continue
    weights.set(name, aWeight(value[name], `${path}.${name}`, 'invalid-profile'))
  }
  return weights
}

/** The same proportions, sum 1, zeros dropped. Divides by the largest first, so that huge weights cannot overflow the sum. */
export function normaliseWeights(weights: Iterable<readonly [Capability, number]>): [Capability, number][] {
  const positive = [...weights].filter(([, weight]) => weight > 0)
  const largest = positive.reduce((most, [, weight]) => Math.max(most, weight), 0)
  const total = positive.reduce((sum, [, weight]) => sum + weight / largest, 0)
  return positive
    .map(([name, weight]): [Capability, number] => [name, weight / largest / total])
    .filter(([, w]) => w > 0)
}
