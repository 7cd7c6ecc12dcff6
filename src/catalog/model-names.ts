/** What a model is called elsewhere to what the catalogue calls it. */
import type { ReasoningEffort } from '../core/index.ts'
import { MODEL_NAMES } from './generated/model-names.ts'

/** A model of the catalogue, and the effort its name asks for, if it does. */
export interface ResolvedModel {
  readonly model: string
  readonly effort?: ReasoningEffort
}

/**
 * `meta-llama/Llama-3.1-8B-Instruct`, `llama-3.1-8b-instruct:free` and `llama-3-1-8b-instruct` are one: the last part of a
 * path, without what comes after a colon, dots and underscores as dashes.
 */
const fold = (name: string) =>
  name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/(?<=.):[^:]*$/, '')
    .toLowerCase()
    .replace(/[._ ]/g, '-')

const byName: ReadonlyMap<string, string> = (() => {
  const names = new Map<string, string>()
  // A model's own name before any alias, so that no alias can take it.
  for (const model of Object.keys(MODEL_NAMES)) names.set(fold(model), model)
  for (const [model, aliases] of Object.entries(MODEL_NAMES)) {
    for (const alias of aliases) if (!names.has(fold(alias))) names.set(fold(alias), model)
  }
  return names
})()

/** How services write the effort into a name, most telling first: LiveBench's table, and the catalogue's own entries. */
const EFFORTS: readonly (readonly [ending: RegExp, effort: ReasoningEffort])[] = [
  [/[-:](?:no-?thinking|none|base)$/, 'none'],
  [/[-:]minimal(?:-effort)?$/, 'minimal'],
  [/[-:](?:thinking-auto-)?low(?:-effort)?$/, 'low'],
  [/[-:](?:thinking-auto-)?medium(?:-effort)?$/, 'medium'],
  [/[-:](?:thinking-auto-|thinking-\d+k-)?high(?:-effort|thinking)?$/, 'high'],
  [/[-:](?:thinking-auto-)?xhigh(?:-effort)?$/, 'xhigh'],
  [/[-:](?:thinking-auto-)?max(?:-effort)?$/, 'max'],
  [/[-:]thinking(?:-\d+k)?$/, 'high'],
]

/** Longer is no name of a model. */
const LONGEST = 300

/** The catalogue's model of a name or alias, with the effort that ends it; undefined for one that is not known. */
export function resolveModel(name: string): ResolvedModel | undefined {
  if (typeof name !== 'string' || name.length > LONGEST) return undefined
  const whole = byName.get(fold(name))
  const lower = name.toLowerCase()
  for (const [ending, effort] of EFFORTS) {
    if (!ending.test(lower)) continue
    const model = byName.get(fold(lower.replace(ending, '')))
    // `qwen3-235b-a22b-thinking-2507` is a model, not an effort of one: its own name goes first, unless a colon marks it.
    if (model !== undefined && (whole === undefined || /:[^:/]*$/.test(lower))) return { model, effort }
  }
  return whole === undefined ? undefined : { model: whole }
}
