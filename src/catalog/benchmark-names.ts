/** What a benchmark is called elsewhere to what it is called here. */
import { SCALE } from './generated/scale.ts'
import type { BenchmarkRow } from './tables.ts'

/** A benchmark, and which of its runs: they differ in difficulty and are never averaged with one another. */
export interface BenchmarkId {
  readonly id: string
  /** A release or a harness: `2026-01-08`, `v6`. */
  readonly variant?: string
  /** The model could run code or search. */
  readonly tools?: true
  /** All three in one: `hle`, `hle+tools`, `livebench_if@2026-01-08`. What scores are kept by. */
  readonly key: string
}

/** `GPQA-Diamond` and `gpqa_diamond` are one word. */
const fold = (name: string) =>
  name
    .toLowerCase()
    .replaceAll('τ', 'tau')
    .replaceAll('²', '2')
    .replace(/[^a-z0-9+]/g, '')

interface Named {
  readonly id: string
  readonly variant?: string
}

const rows: ReadonlyMap<string, BenchmarkRow> = new Map(SCALE.benchmarks.map(row => [row.id, row]))

/** An id before a name, a name before an alias, so that no alias can take another benchmark's id. */
const byName: ReadonlyMap<string, Named> = (() => {
  const names = new Map<string, Named>()
  const add = (name: string, named: Named): void => {
    if (!names.has(fold(name))) names.set(fold(name), named)
  }
  for (const { id } of SCALE.benchmarks) add(id, { id })
  for (const { id, variantAliases } of SCALE.benchmarks) {
    for (const [variant, aliases] of Object.entries(variantAliases)) {
      for (const alias of aliases) add(alias, { id, variant })
    }
  }
  for (const { id, name, aliases } of SCALE.benchmarks) for (const alias of [name, ...aliases]) add(alias, { id })
  return names
})()

/** Longer is no name of a benchmark. */
const LONGEST = 200

/**
 * The benchmark of a name or alias, spelt with any dashes, dots and capitals; also of a key (`hle+tools`) or a name that
 * says so (`Humanity's Last Exam (with tools)`). Undefined for one that is not known.
 */
export function resolveBenchmark(name: string): BenchmarkId | undefined {
  if (typeof name !== 'string' || name.length > LONGEST) return undefined
  const tools = /\+tools$|\bwith (?:\w+ )?(?:tools?|python|search)\b/i.test(name)
  const bare = name.replace(/\+tools$|\([^)]*\)|,? *\bwith(?:out)? (?:\w+ )?(?:tools?|python|search)\b/gi, '').trim()
  const at = bare.indexOf('@')
  const named = byName.get(fold(at < 0 ? bare : bare.slice(0, at)))
  if (named === undefined) return undefined
  const variant = at < 0 ? named.variant : bare.slice(at + 1)
  return benchmarkId(named.id, variant, tools)
}

export function benchmarkId(id: string, variant?: string, tools = false): BenchmarkId {
  return {
    id,
    ...(variant !== undefined && { variant }),
    ...(tools && { tools }),
    key: `${id}${variant === undefined ? '' : `@${variant}`}${tools ? '+tools' : ''}`,
  }
}

/** The benchmark's own row; undefined for an id that is not known. */
export const benchmarkRow = (id: string): BenchmarkRow | undefined => rows.get(id)
