/** Whether a confidence means what it says. */

/** Of equal width; Guo et al., "On calibration of modern neural networks" (2017). */
const BINS = 15

/**
 * Expected calibration error, 0..1: the gap between mean confidence and share of hits in each bin of confidence, weighted
 * by how many fall in it. NaN for none.
 */
export function calibrationError(
  confidences: readonly number[],
  hits: readonly boolean[],
  { bins = BINS }: { readonly bins?: number } = {},
): number {
  // Mean gap × share of a bin = |sum of (confidence − hit)| / n.
  const gaps = new Array<number>(bins).fill(0)
  for (const [index, confidence] of confidences.entries()) {
    const bin = Math.max(0, Math.min(bins - 1, Math.floor(confidence * bins)))
    gaps[bin]! += confidence - (hits[index] ? 1 : 0)
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / confidences.length
}
