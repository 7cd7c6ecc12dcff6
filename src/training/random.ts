/** Chance that can be repeated: the same seed gives the same numbers everywhere. Not for secrets. */

/** Numbers in [0, 1). A text is hashed, so that what happens to it does not depend on its neighbours. */
export function seeded(seed: number | string): () => number {
  let state = typeof seed === 'number' ? seed | 0 : fnv1a(seed)
  // SplitMix32: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014), in 32 bits.
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296
  }
}

/** FNV-1a (Fowler, Noll and Vo; public domain) over UTF-16 code units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}
