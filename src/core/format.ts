/** Two significant digits: no estimate here carries more. Very small and very large numbers in exponent form. */
function twoDigits(value: number): string {
  if (value === 0) return '0'
  if (value >= 100 && value < 1e9) return String(Math.round(value))
  return value < 1e-6 || value >= 1e9 ? value.toExponential(1) : value.toPrecision(2)
}

/** Watt-hours for a person: `0.0050 Wh`, `1.2 kWh`. */
export function formatWh(wattHours: number): string {
  return wattHours >= 1000 ? `${twoDigits(wattHours / 1000)} kWh` : `${twoDigits(wattHours)} Wh`
}

/** A share for a person: 0.9625 is `96.3 %`. Never rounded up to all of it. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 1000) / 10
  return `${percent >= 100 && share < 1 ? '99.9' : percent} %`
}

/** US dollars for a person: `$0.00010`, `$12.34`. */
export function formatUsd(dollars: number): string {
  return `$${dollars >= 1 && dollars < 1e9 ? dollars.toFixed(2) : twoDigits(dollars)}`
}
