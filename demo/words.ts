/** What the library's terms are called on this page. */
import {
  type Capability,
  type Device,
  type EnergyBasis,
  type EnergyEstimate,
  type EngineInfo,
  formatRange,
  formatWh,
  type OutputLength,
  type ScorerPreset,
} from 'greenrouting'

export const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  reasoning: 'Reasoning',
  math: 'Mathematics',
  code: 'Code',
  knowledge: 'Knowledge',
  creative: 'Creative writing',
  instruction: 'Following instructions',
  multilingual: 'Languages',
  simple: 'Simple questions',
}

export const LENGTH_WORDS: Readonly<Record<OutputLength, string>> = {
  short: 'under 50 tokens',
  medium: '50 to 200 tokens',
  long: 'over 200 tokens',
}

/** The figure's origin, as the end of a sentence. */
export const BASIS_WORDS: Readonly<Record<EnergyBasis, string>> = {
  'measured-here': 'measured on this device',
  disclosed: 'published by the vendor',
  'measured-elsewhere': 'measured by others on like hardware',
  'device-power': 'this device’s power times the seconds it needs',
  declared: 'a constant of the model’s profile, origin not stated',
  'fitted-public-size': 'calculated from the model’s published size',
  'fitted-guessed-size': 'calculated from a guess at the model’s size',
  'latency-proxy': 'guessed from how long an answer takes',
  'price-proxy': 'guessed from the price, good for an order only',
  unknown: 'unknown, a placeholder',
}

export const PRESET_WORDS: Readonly<Record<ScorerPreset, string>> = {
  maximum_green: 'Energy first',
  balanced: 'Balanced',
  quality_first: 'Quality first',
}

export const DEVICE_WORDS: Readonly<Record<Device, string>> = { webgpu: 'WebGPU', wasm: 'WASM' }

export const STORAGE_WORDS: Readonly<Record<EngineInfo['storage'], string>> = {
  indexeddb: 'In this browser',
  memory: 'In memory, until the page closes',
}

/** The name the browser has for it, where it has one. */
export const STORAGE_NAMES: Readonly<Record<EngineInfo['storage'], string>> = {
  indexeddb: 'IndexedDB: ',
  memory: '',
}

/** The same in a word or two, for a table. */
export const BASIS_LABELS: Readonly<Record<EnergyBasis, string>> = {
  'measured-here': 'measured',
  disclosed: 'disclosed',
  'measured-elsewhere': 'measured elsewhere',
  'device-power': 'from the device’s power',
  declared: 'declared',
  'fitted-public-size': 'from its size',
  'fitted-guessed-size': 'from a guessed size',
  'latency-proxy': 'from its latency',
  'price-proxy': 'from its price',
  unknown: 'placeholder',
}

/** Both ends with one unit: `0.0025 to 0.030 Wh`. */
export function energyRange({ lowWh, highWh }: EnergyEstimate): string {
  return formatRange(lowWh, highWh)
}

/** `0.0050 Wh (0.0025 to 0.030 Wh, declared)`, in two parts; one where nothing is known. */
export function energyParts(energy: EnergyEstimate | null): [figure: string, note: string] {
  if (energy === null) return ['unknown', '']
  return [formatWh(energy.midWh), `(${energyRange(energy)}, ${BASIS_LABELS[energy.basis]})`]
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** `4.2 ms`, `38 ms`, `2.0 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 9.95) return `${milliseconds.toFixed(1)} ms`
  return milliseconds < 999.5 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

const decimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const whole = new Intl.NumberFormat('en')

/** Megabytes of a million bytes, as download sizes are counted. */
export function megabytes(bytes: number): string {
  return `${decimal.format(bytes / 1e6)} MB`
}

export function count(number: number): string {
  return whole.format(number)
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function questions(number: number): string {
  return number === 1 ? '1 question' : `${count(number)} questions`
}
