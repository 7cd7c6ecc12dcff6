/**
 * Puts indices in the order of their keys, greatest first; equal keys keep the order they came in. A merge sort from the
 * bottom up: `Array.prototype.sort` takes some four times as long, most of it to call the comparison.
 */
export function descending(indices: ArrayLike<number>, keys: Float64Array): Uint32Array {
  const length = indices.length
  let from = Uint32Array.from(indices)
  let to = new Uint32Array(length)
  for (let width = 1; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length)
      const end = Math.min(start + 2 * width, length)
      let left = start
      let right = middle
      for (let place = start; place < end; place++) {
        const takeLeft = left < middle && (right >= end || keys[from[left]!]! >= keys[from[right]!]!)
        to[place] = takeLeft ? from[left++]! : from[right++]!
      }
    }
    const sorted = to
    to = from
    from = sorted
  }
  return from
}
