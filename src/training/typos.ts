/** Slips of the finger: two letters swapped, one dropped, or one doubled. */
import { seeded } from './random.ts'

/** One slip for about so many characters: a careless typist. */
const CHARACTERS_PER_TYPO = 40

/** A shorter word would often become another one. Letters. */
const SHORTEST_WORD = 4

/** A letter with its accents and vowel signs, or any other character. */
const UNITS = /\p{L}\p{M}*|./gsu
const isLetter = (unit: string | undefined): boolean => unit !== undefined && /^\p{L}/u.test(unit)

/** At least one slip where a word is long enough, never two in one place; the same for the same text and seed. Digits and signs stay. */
export function withTypos(text: string, seed: number): string {
  const units = text.match(UNITS) ?? []
  const places = placesFor(units)
  const random = seeded(`${seed} ${text}`)
  const wanted = Math.max(1, Math.round(units.length / CHARACTERS_PER_TYPO))
  for (let done = 0; done < wanted && places.length > 0; done++) {
    const [place] = places.splice(Math.floor(random() * places.length), 1) as [number]
    slip(units, place, Math.floor(random() * 3))
    for (const taken of [place - 1, place + 1]) {
      const index = places.indexOf(taken)
      if (index >= 0) places.splice(index, 1)
    }
  }
  return units.join('')
}

/** Where a letter is followed by another one of the same word. */
function placesFor(units: readonly string[]): number[] {
  const places: number[] = []
  for (let start = 0; start < units.length; start++) {
    let end = start
    while (isLetter(units[end])) end++
    if (end - start >= SHORTEST_WORD) for (let place = start; place < end - 1; place++) places.push(place)
    start = end
  }
  return places
}

function slip(units: string[], place: number, kind: number): void {
  const [letter, next] = [units[place]!, units[place + 1]!]
  if (kind === 0) units[place] = ''
  else if (kind === 1 || letter === next) units[place] = letter + letter
  else [units[place], units[place + 1]] = [next, letter]
}
