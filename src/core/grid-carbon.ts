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

/** Where `GRID_CARBON` comes from. Attribution: Ember, CC BY 4.0. */
export const GRID_CARBON_SOURCE: CarbonTableSource = {
  name: 'Ember, Yearly Electricity Data',
  url: 'https://ember-energy.org/data/yearly-electricity-data/',
  licence: 'CC BY 4.0',
  year: 2024,
  retrieved: 'November 2026, as carried by CO2.js 0.19 (The Green Web Foundation)',
}

/** Ember's figures for 2024. Zones are ISO 3166-1 alpha-3 codes, `EU` and `WORLD`. */
export const GRID_CARBON = {
  WORLD: { name: 'World', gramsPerKWh: 472.9 },
  EU: { name: 'European Union', gramsPerKWh: 213.0 },
  AUS: { name: 'Australia', gramsPerKWh: 553.8 },
  BRA: { name: 'Brazil', gramsPerKWh: 106.1 },
  CAN: { name: 'Canada', gramsPerKWh: 185.0 },
  CHN: { name: 'China', gramsPerKWh: 557.5 },
  DEU: { name: 'Germany', gramsPerKWh: 342.1 },
  FIN: { name: 'Finland', gramsPerKWh: 72.3 },
  FRA: { name: 'France', gramsPerKWh: 44.2 },
  GBR: { name: 'United Kingdom', gramsPerKWh: 215.8 },
  IND: { name: 'India', gramsPerKWh: 709.0 },
  IRL: { name: 'Ireland', gramsPerKWh: 279.8 },
  JPN: { name: 'Japan', gramsPerKWh: 483.7 },
  NLD: { name: 'Netherlands', gramsPerKWh: 252.7 },
  NOR: { name: 'Norway', gramsPerKWh: 30.8 },
  POL: { name: 'Poland', gramsPerKWh: 615.0 },
  SGP: { name: 'Singapore', gramsPerKWh: 498.7 },
  SWE: { name: 'Sweden', gramsPerKWh: 35.9 },
  USA: { name: 'United States', gramsPerKWh: 383.6 },
  ZAF: { name: 'South Africa', gramsPerKWh: 713.9 },
} as const satisfies Readonly<Record<string, GridZone>>

export type GridZoneCode = keyof typeof GRID_CARBON

/**
 * Where vendors run their models, as EcoLogits 0.9.1 assumes it (https://ecologits.ai/): an assumption, since a request may
 * be served from anywhere. A vendor that is not here is taken to run on the world's average.
 */
export const PROVIDER_ZONES: Readonly<Record<string, GridZoneCode>> = {
  anthropic: 'USA',
  azure: 'USA',
  cohere: 'USA',
  google: 'USA',
  mistral: 'SWE',
  openai: 'USA',
}

/** Providers whose models run where the page does. */
export const DEVICE_PROVIDERS: readonly string[] = [
  'local',
  'ollama',
  'lmstudio',
  'llamacpp',
  'webllm',
  'browser',
  'web-llm',
  'transformers.js',
  'transformers',
  'chrome',
]
