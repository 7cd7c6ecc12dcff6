import type { EnergyBasis, EnergyEstimate } from './contracts.ts'

/** Two significant digits: no estimate here carries more. Very small and very large numbers in exponent form. */
function twoDigits(value: number): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size >= 100 && size < 1e9) return String(Math.round(value))
  return size < 1e-6 || size >= 1e9 ? value.toExponential(1) : value.toPrecision(2)
}

/** A quantity in a unit, or in a thousand of it. */
function scaled(value: number, unit: string, thousand: string): string {
  return Math.abs(value) >= 1000 ? `${twoDigits(value / 1000)} ${thousand}` : `${twoDigits(value)} ${unit}`
}

/** Watt-hours for a person: `0.0050 Wh`, `1.2 kWh`. */
export function formatWh(wattHours: number): string {
  return scaled(wattHours, 'Wh', 'kWh')
}

/** Grams of CO2 equivalent for a person: `0.0019 g CO2e`, `1.2 kg CO2e`. */
export function formatGrams(grams: number): string {
  return scaled(grams, 'g CO2e', 'kg CO2e')
}

/** Two ends of a range for a person, the unit once where it is one: `0.0025 to 0.030 Wh`. */
export function formatRange(low: number, high: number, format: (value: number) => string = formatWh): string {
  const [from, to] = [format(low), format(high)]
  const unitOf = (text: string) => text.slice(text.indexOf(' '))
  return `${unitOf(from) === unitOf(to) ? from.slice(0, -unitOf(from).length) : from} to ${to}`
}

/** What each basis is called in a sentence. */
const BASIS_WORDS: Readonly<Record<EnergyBasis, string>> = {
  'measured-here': 'measured by the app',
  disclosed: 'from the vendor’s figure',
  'measured-elsewhere': 'measured elsewhere',
  'device-power': 'device power times seconds',
  'fitted-public-size': 'fitted on public size',
  'fitted-guessed-size': 'fitted on a guessed size',
  declared: 'a constant of unstated origin',
  'latency-proxy': 'guessed from latency',
  'price-proxy': 'guessed from price, good for an order only',
  unknown: 'a placeholder',
}

/** An estimate for a person, with its range and where it comes from: `0.021 Wh (0.010–0.042, fitted on public size)`. */
export function formatEnergy({ lowWh, midWh, highWh, basis }: EnergyEstimate): string {
  const [low, mid, high] = [lowWh, midWh, highWh].map(formatWh) as [string, string, string]
  // One unit is said once.
  const inMid = (text: string) => (text.endsWith(' kWh') === mid.endsWith(' kWh') ? text.replace(/ k?Wh$/, '') : text)
  return `${mid} (${inMid(low)}–${inMid(high)}, ${BASIS_WORDS[basis]})`
}

/** A share for a person: 0.9625 is `96.3 %`. Never rounded up to all of it. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 1000) / 10
  return `${percent >= 100 && share < 1 ? '99.9' : percent} %`
}

/** US dollars for a person: `$0.00010`, `$12.34`, `-$0.50`. */
export function formatUsd(dollars: number): string {
  const size = Math.abs(dollars)
  return `${dollars < 0 ? '-' : ''}$${size >= 1 && size < 1e9 ? size.toFixed(2) : twoDigits(size)}`
}
