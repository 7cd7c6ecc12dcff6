/** Where electricity is used and how much CO2 equivalent it stands for there. */

import { noonOf } from './calendar-day.ts'
import { aFunction, anything, aText, refuse, withMethods } from './checks.ts'
import { GreenRoutingError } from './errors.ts'
import {
  type CarbonTableSource,
  DEVICE_PROVIDERS,
  GRID_CARBON,
  GRID_CARBON_SOURCE,
  type GridZone,
  PROVIDER_ZONES,
} from './grid-carbon.ts'
import type { ModelRegistry } from './model-registry.ts'
import { checkOptions } from './options.ts'
import { quote, remedy } from './wording.ts'

/**
 * gCO2e a kilowatt-hour in a zone, location-based. `at` is noon of the day the electricity was used, absent where the day was
 * not kept: a source that knows hours gives that day's mean.
 */
export type CarbonSource = (zone: string, at?: Date) => number | Promise<number>

export interface CarbonOptions {
  /** A zone of the table, for every model and the device alike, or a source of your own; default the table. */
  readonly carbon?: string | CarbonSource | undefined
  /**
   * Where models run: one zone, or a function of a model's name. Default where its vendor is taken to run it, known only
   * with a registry; else `WORLD`. Not with a `carbon` that is a zone.
   */
  readonly zone?: string | ((model: string) => string) | undefined
  /** Where the page runs, and with it the router and models on the device; default `WORLD`. */
  readonly deviceZone?: string | undefined
  /** Knows the vendor of each model; default the tracker's own, if it has one. */
  readonly registry?: Pick<ModelRegistry, 'has' | 'get'> | undefined
}

export interface Carbon {
  /** Where a model runs. */
  zoneOf(model: string): string
  readonly deviceZone: string
  /** gCO2e a kilowatt-hour on a day. Asked once a zone and day. */
  intensity(zone: string, day: string | null): number | Promise<number>
  /** Null for a source of the caller's. */
  readonly source: CarbonTableSource | null
}

const TABLE: Readonly<Record<string, GridZone>> = GRID_CARBON

/** The table's figure. Throws `unknown-zone`, naming the nearest. */
export function gridCarbon(zone: string): GridZone {
  const found = typeof zone === 'string' && Object.hasOwn(TABLE, zone) ? TABLE[zone] : undefined
  if (found !== undefined) return found
  if (typeof zone !== 'string') refuse('unknown-zone', 'zone', 'a text', zone)
  const known = Object.keys(TABLE)
  throw new GreenRoutingError('unknown-zone', `The table has no zone ${quote(zone)}${remedy(zone, known)}`, {
    details: { zone, known },
  })
}

const aRegistry = withMethods<NonNullable<CarbonOptions['registry']>>('a ModelRegistry', 'has', 'get')

export const CARBON_SPEC = { carbon: anything, zone: anything, deviceZone: aText, registry: aRegistry }

/** Throws `invalid-option` or `unknown-zone`. */
export function readCarbon(where: string, options: CarbonOptions): Carbon {
  const code = 'invalid-option'
  const read = checkOptions(where, options, CARBON_SPEC)
  const { carbon = gridIntensity, zone, registry } = read as CarbonOptions
  if (typeof carbon === 'string' && zone !== undefined) {
    refuse(code, where, 'given either a zone as carbon or a zone beside a source', zone)
  }
  const everywhere = typeof carbon === 'string' ? carbon : undefined
  const source = everywhere === undefined ? (aFunction(carbon, `${where}.carbon`, code) as CarbonSource) : gridIntensity
  const deviceZone = read.deviceZone ?? everywhere ?? 'WORLD'
  if (zone !== undefined && typeof zone !== 'function') aText(zone, `${where}.zone`, code)
  if (source === gridIntensity) {
    for (const named of [everywhere, zone, deviceZone]) if (typeof named === 'string') gridCarbon(named)
  }
  const known = new Map<string, number | Promise<number>>()
  return {
    zoneOf(model) {
      if (everywhere !== undefined) return everywhere
      if (typeof zone === 'function') return aText(zone(model), `${where}.zone(${quote(model)})`, code)
      return zone ?? vendorZone(model, registry, deviceZone)
    },
    deviceZone,
    intensity(zone, day) {
      const key = JSON.stringify([zone, day])
      let found = known.get(key)
      if (found === undefined) {
        const answer = day === null ? source(zone) : source(zone, noonOf(day))
        found =
          typeof answer === 'number' ? anIntensity(answer, zone) : Promise.resolve(answer).then(anIntensityOf(zone))
        known.set(key, found)
      }
      return found
    },
    source: source === gridIntensity ? GRID_CARBON_SOURCE : null,
  }
}

const gridIntensity: CarbonSource = zone => gridCarbon(zone).gramsPerKWh

function vendorZone(model: string, registry: CarbonOptions['registry'], deviceZone: string): string {
  const provider = registry?.has(model) ? registry.get(model).provider : undefined
  if (provider === undefined) return 'WORLD'
  if (DEVICE_PROVIDERS.includes(provider)) return deviceZone
  return Object.hasOwn(PROVIDER_ZONES, provider) ? PROVIDER_ZONES[provider]! : 'WORLD'
}

/** Above any grid there is: oil and brown coal stay under 1,300. A figure in kilograms or in grams a megawatt-hour is caught. */
const MOST_GRAMS = 5000

function anIntensity(grams: unknown, zone: string): number {
  return typeof grams === 'number' && grams >= 0 && grams <= MOST_GRAMS
    ? grams
    : refuse('invalid-option', `carbon source for ${quote(zone)}`, `gCO2e a kWh from 0 to ${MOST_GRAMS}`, grams)
}

const anIntensityOf = (zone: string) => (grams: unknown) => anIntensity(grams, zone)
