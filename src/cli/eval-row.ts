/** One line of a labelled set, read. */
import { type Label, readLabel } from '../training/label.ts'
import type { Line } from './lines.ts'
import { readObject, readText, usable } from './record.ts'

export interface LabelledQuery {
  readonly text: string
  readonly label: Label
  readonly lang: string | undefined
}

/** Undefined for a line that says it belongs to another split than the one asked for. Throws `BadLine`. */
export function readLabelled(line: Line, split: string | undefined): LabelledQuery | undefined {
  const row = readObject(line)
  if (split !== undefined && row.split !== split) return undefined
  return {
    text: readText(row),
    label: usable(() => readLabel(row)),
    lang: typeof row.lang === 'string' && row.lang !== '' ? row.lang : undefined,
  }
}

/** Where the line does not say, the label does: it gives `multilingual` a weight unless the query is plain English. */
export function isEnglish({ lang, label }: LabelledQuery): boolean {
  return lang === undefined ? label.weights.multilingual === 0 : /^en\b/i.test(lang)
}
