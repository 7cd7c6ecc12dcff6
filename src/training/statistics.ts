/** Means, ranks and correlations of plain lists. Each is NaN where there is nothing to measure. */

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The share of true ones. */
export function rate(values: readonly boolean[]): number {
  return values.filter(Boolean).length / values.length
}

/** Places from 1, least first; equal values share the mean of their places. */
export function averageRanks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!)
  const ranks = new Array<number>(values.length)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + 1 + end) / 2
    start = end
  }
  return ranks
}

/** Pearson's; NaN when one list is constant. */
export function correlation(xs: readonly number[], ys: readonly number[]): number {
  const [meanX, meanY] = [mean(xs), mean(ys)]
  let [xy, xx, yy] = [0, 0, 0]
  for (let index = 0; index < xs.length; index++) {
    const [x, y] = [xs[index]! - meanX, ys[index]! - meanY]
    xy += x * y
    xx += x * x
    yy += y * y
  }
  return xy / Math.sqrt(xx * yy)
}

/** Spearman's ρ with average ranks: −1..1. */
export function rankCorrelation(xs: readonly number[], ys: readonly number[]): number {
  return correlation(averageRanks(xs), averageRanks(ys))
}
