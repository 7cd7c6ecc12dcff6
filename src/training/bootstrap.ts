/** How much a figure would move with other queries of the same kind. */
import { seeded } from './random.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

export interface BootstrapOptions {
  /** Default 1000. */
  readonly resamples?: number
  /** Default 0. */
  readonly seed?: number
  /** The share of resamples inside the interval; default 0.95. */
  readonly level?: number
}

/**
 * Percentile intervals of the figures that `measure` gives, over rows drawn with replacement. The same rows and the same
 * seed give the same intervals. Resamples in which a figure is NaN do not count for it.
 */
export function bootstrap<Row, Name extends string>(
  rows: readonly Row[],
  measure: (rows: readonly Row[]) => Readonly<Record<Name, number>>,
  { resamples = 1000, seed = 0, level = 0.95 }: BootstrapOptions = {},
): Record<Name, Interval> {
  const random = seeded(seed)
  const samples = Array.from({ length: resamples }, () =>
    measure(rows.map(() => rows[Math.floor(random() * rows.length)]!)),
  )
  const names = Object.keys(measure(rows)) as Name[]
  const intervals = names.map(name => {
    const values = samples.map(sample => sample[name]).filter(value => !Number.isNaN(value))
    return [name, middle(values, level)] as const
  })
  return Object.fromEntries(intervals) as Record<Name, Interval>
}

function middle(values: readonly number[], level: number): Interval {
  const sorted = values.toSorted((a, b) => a - b)
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) }
}

/** Linear between neighbours; NaN of nothing. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const [low = Number.NaN, high = low] = [sorted[below], sorted[below + 1]]
  return low + (high - low) * (place - below)
}
