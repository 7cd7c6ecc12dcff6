/**
 * A sum without rounding, as parts that do not overlap (Shewchuk, "Adaptive precision floating-point arithmetic", 1997; the
 * method of Python's `math.fsum`). Its value does not depend on the order of what was added. Plain data: an empty array is 0.
 */
export type ExactSum = number[]

/** Adds a finite number to a sum, in place. */
export function addExact(sum: ExactSum, value: number): void {
  let carried = value
  let kept = 0
  for (const part of sum) {
    const [large, small] = Math.abs(carried) < Math.abs(part) ? [part, carried] : [carried, part]
    carried = large + small
    const lost = small - (carried - large)
    if (lost !== 0) sum[kept++] = lost
  }
  sum.length = kept
  if (carried !== 0) sum.push(carried)
}

/** The sum of several sums, as a new one. */
export function joinExact(sums: Iterable<ExactSum>): ExactSum {
  const joined: ExactSum = []
  for (const sum of sums) for (const part of sum) addExact(joined, part)
  return joined
}

/** The sum with its sign turned. */
export function negated(sum: ExactSum): ExactSum {
  return sum.map(part => -part)
}

/** The number nearest to a sum; of two that are equally near, the even one. */
export function exactValue(sum: ExactSum): number {
  let index = sum.length - 1
  let value = sum[index] ?? 0
  let lost = 0
  while (lost === 0 && index > 0) {
    const before = value
    const part = sum[--index]!
    value = before + part
    lost = part - (value - before)
  }
  // Exactly half-way by the parts so far: the next part decides.
  const next = sum[index - 1] ?? 0
  if (lost !== 0 && lost < 0 === next < 0 && next !== 0) {
    const doubled = lost * 2
    const further = value + doubled
    if (further - value === doubled) return further
  }
  return value
}

/** The sum of numbers. */
export function exactSum(values: Iterable<number>): ExactSum {
  const sum: ExactSum = []
  for (const value of values) addExact(sum, value)
  return sum
}

/** The same, rounded once. */
export function exactTotal(values: Iterable<number>): number {
  return exactValue(exactSum(values))
}
