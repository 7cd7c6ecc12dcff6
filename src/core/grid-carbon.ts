/**
 * How much CO2 equivalent a kilowatt-hour from the grid stands for, by zone: location-based yearly averages over the life
 * cycle of the plants. Never a supplier's own, market-based figure, which counts what it bought instead of what ran.
 */

export interface CarbonTableSource {
  readonly name: string
  readonly url: string
  readonly licence: string
  /** The year the figures are of. */
  readonly year: number
  /** When they were read, and from where. */
  readonly retrieved: string
}

export interface GridZone {
  readonly name: string
  /** gCO2e a kilowatt-hour. */
  readonly gramsPerKWh: number
}

/** Ember's figures for 2024. Zones are ISO 3166-1 alpha-3 codes, `EU` and `WORLD`. Attribution: Ember, CC BY 4.0. */
export const GRID_CARBON_SOURCE: CarbonTableSource = Object.freeze({
  name: 'Ember, Yearly Electricity Data',
  url: 'https://ember-energy.org/data/yearly-electricity-data/',
  licence: 'CC BY 4.0',
  year: 2024,
  retrieved: 'November 2026, as carried by CO2.js 0.19 (The Green Web Foundation)',
})

const zone = (name: string, gramsPerKWh: number): GridZone => Object.freeze({ name, gramsPerKWh })

export const GRID_CARBON = Object.freeze({
  WORLD: zone('World', 472.9),
  EU: zone('European Union', 213.0),
  AUS: zone('Australia', 553.8),
  BRA: zone('Brazil', 106.1),
  CAN: zone('Canada', 185.0),
  CHN: zone('China', 557.5),
  DEU: zone('Germany', 342.1),
  FIN: zone('Finland', 72.3),
  FRA: zone('France', 44.2),
  GBR: zone('United Kingdom', 215.8),
  IND: zone('India', 709.0),
  IRL: zone('Ireland', 279.8),
  JPN: zone('Japan', 483.7),
  NLD: zone('Netherlands', 252.7),
  NOR: zone('Norway', 30.8),
  POL: zone('Poland', 615.0),
  SGP: zone('Singapore', 498.7),
  SWE: zone('Sweden', 35.9),
  USA: zone('United States', 383.6),
  ZAF: zone('South Africa', 713.9),
}) satisfies Readonly<Record<string, GridZone>>

export type GridZoneCode = keyof typeof GRID_CARBON

/**
 * Where vendors run their models, as EcoLogits 0.9.1 assumes it (https://ecologits.ai/): an assumption, since a request may
 * be served from anywhere. A vendor that is not here is taken to run on the world's average.
 */
export const PROVIDER_ZONES: Readonly<Record<string, GridZoneCode>> = Object.freeze({
  anthropic: 'USA',
  azure: 'USA',
  cohere: 'USA',
  google: 'USA',
  mistral: 'SWE',
  openai: 'USA',
})

/** Providers whose models run where the page does. */
export const DEVICE_PROVIDERS: readonly string[] = ['local', 'ollama', 'webllm', 'chrome']
