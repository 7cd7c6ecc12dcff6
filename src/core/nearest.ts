/** Fewest single-character edits that turn one text into the other. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const substituted = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(substituted, previous[column]! + 1, current[column - 1]! + 1))
    }
    previous = current
  }
  return previous[b.length]!
}

/** Longest name worth comparing: beyond it the answer helps nobody and the comparison costs. */
const LONGEST = 80

/** `cost_per_1k` and `costPer1K` are one word to a person who mistypes them. */
const fold = (name: string) => name.toLowerCase().replace(/[\s_.-]/g, '')

/**
 * The candidate a mistyped name was probably meant to be.
 * Undefined when none is within a third of the name's length (at least two edits), so that a wild guess is never offered.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined
  const wanted = fold(name)
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1
  for (const candidate of candidates) {
    const folded = fold(candidate)
    // Lengths that far apart cannot be near; and a text shorter than the distance shares nothing with the name.
    if (Math.abs(folded.length - wanted.length) >= bestDistance || candidate.length > LONGEST) continue
    const distance = editDistance(wanted, folded)
    if (distance < bestDistance && distance < Math.max(folded.length, wanted.length)) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}
