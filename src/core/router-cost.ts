/** What the router itself takes: its download once, and a little at each decision. */
import { aNumber, oneOf, refuse } from './checks.ts'
import type { EnergyCoefficients } from './energy-coefficients.ts'
import { ENERGY_COEFFICIENTS_2026_11 } from './energy-coefficients.ts'
import { type EnergyModelOption, readEnergyModel } from './energy-model-option.ts'
import type { DeviceKind } from './energy-profile.ts'
import { checkOptions, type OptionsSpec } from './options.ts'

/** Watt-hours with a range; lowWh ≤ midWh ≤ highWh. */
export interface EnergyRange {
  readonly lowWh: number
  readonly midWh: number
  readonly highWh: number
}

export interface RouterCost {
  /** Once: bringing the router to the device. */
  readonly download: EnergyRange
  /** At each decision. */
  readonly decision: EnergyRange
}

export interface RouterCostInput {
  /** Bytes that came over the network: `router.engine.info.downloadedBytes`, and those of the runtime and the code. 0 to 10¹². */
  readonly downloadedBytes: number
  /** Joules of a decision where they were measured. */
  readonly joulesPerDecision?: number | undefined
  /** Seconds of a decision otherwise, 0 to 3600; multiplied by the device's watts. */
  readonly secondsPerDecision?: number | undefined
  /** Watts over idle while it decides. Default by `device`. */
  readonly watts?: number | undefined
  /** Default `laptop`. */
  readonly device?: DeviceKind | undefined
  /** The table with the watts and the energy of a gigabyte. Default `2026-11`. */
  readonly energyModel?: Exclude<EnergyModelOption, 'seed'> | undefined
}

const SPEC = {
  downloadedBytes: aNumber({ min: 0, max: 1e12 }),
  joulesPerDecision: aNumber({ min: 0, max: 1e6 }),
  secondsPerDecision: aNumber({ min: 0, max: 3600 }),
  watts: aNumber({ min: 0, max: 1e5 }),
  device: oneOf<DeviceKind>(['phone', 'laptop', 'desktop']),
  energyModel: (value: unknown, path: string): EnergyCoefficients =>
    readEnergyModel(value as EnergyModelOption, path) ?? refuse('invalid-option', path, 'a table', value),
} satisfies OptionsSpec

const WH_PER_KWH_GB = 1e3 / 1e9
const WH_PER_JOULE = 1 / 3600

/** Energy of bringing that many bytes (0 to 10¹²) to the device, by table `2026-11`. Throws `invalid-option`. */
export function downloadEnergy(bytes: number): EnergyRange {
  return ofBytes(SPEC.downloadedBytes(bytes, 'bytes', 'invalid-option'), ENERGY_COEFFICIENTS_2026_11)
}

function ofBytes(bytes: number, { kwhPerGb: { low, mid, high } }: EnergyCoefficients): EnergyRange {
  const wh = bytes * WH_PER_KWH_GB
  return { lowWh: low * wh, midWh: mid * wh, highWh: high * wh }
}

/** Throws `invalid-option`. */
export function routerCost(input: RouterCostInput): RouterCost {
  const options = checkOptions('routerCost', input, SPEC)
  const { downloadedBytes, joulesPerDecision, secondsPerDecision, watts } = options
  const table = options.energyModel ?? ENERGY_COEFFICIENTS_2026_11
  const { device } = table
  if (downloadedBytes === undefined) refuse('invalid-option', 'routerCost.downloadedBytes', 'given', undefined)
  if ((joulesPerDecision === undefined) === (secondsPerDecision === undefined)) {
    refuse('invalid-option', 'routerCost', 'given one of joulesPerDecision and secondsPerDecision', input)
  }
  const typical = device.watts[options.device ?? 'laptop']
  const power =
    watts === undefined ? typical : { low: watts * device.error.low, mid: watts, high: watts * device.error.high }
  const decision = (end: 'low' | 'mid' | 'high') =>
    (joulesPerDecision ?? power[end] * (secondsPerDecision ?? 0)) * WH_PER_JOULE
  return {
    download: ofBytes(downloadedBytes, table),
    decision: { lowWh: decision('low'), midWh: decision('mid'), highWh: decision('high') },
  }
}

/** What is left of a saving over some decisions, one download and those decisions' own energy taken off. May be negative. */
export function lessRouterCost(saved: EnergyRange, decisions: number, { download, decision }: RouterCost): EnergyRange {
  return {
    lowWh: saved.lowWh - download.highWh - decisions * decision.highWh,
    midWh: saved.midWh - download.midWh - decisions * decision.midWh,
    highWh: saved.highWh - download.lowWh - decisions * decision.lowWh,
  }
}

/** Decisions after which the router has saved what it took. */
export interface BreakEven {
  /** With everything at its better end: a small download, a large saving. */
  readonly fewest: number | null
  readonly likely: number | null
  /** With everything at its worse end. */
  readonly most: number | null
}

/** Null where a decision saves no more than it takes, and the download is never made up for. */
export function breakEven({ download, decision }: RouterCost, savingPerDecision: EnergyRange): BreakEven {
  const after = (once: number, saved: number) => (saved > 0 ? Math.ceil(once / saved) : once > 0 ? null : 0)
  return {
    fewest: after(download.lowWh, savingPerDecision.highWh - decision.lowWh),
    likely: after(download.midWh, savingPerDecision.midWh - decision.midWh),
    most: after(download.highWh, savingPerDecision.lowWh - decision.highWh),
  }
}
