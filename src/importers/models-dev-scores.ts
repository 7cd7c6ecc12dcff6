/** The scores that models.dev keeps with a model: `{name, score, metric?, variant?, version?, source?, date?}`. */
import { resolveBenchmark } from '../catalog/internal.ts'
import type { BenchmarkSource, ReasoningEffort } from '../core/index.ts'
import { isPlainObject, REASONING_EFFORTS } from '../core/internal.ts'
import { at, type Fields, field } from './document.ts'
import { aFiniteNumber, date, tidy } from './fields.ts'
import type { Reader, Row } from './report.ts'

/** Metrics that are no share of right answers. */
const NO_SHARE = /index|elo|rating|distance|rank/i

/** Scores of benchmarks that are known here. Of two runs of one benchmark the first is kept. */
export function modelsDevScores(reader: Reader, service: string): Pick<Row, 'benchmarkScores' | 'benchmarkSources'> {
  const list = field(reader.row, 'benchmarks')
  const scores = new Map<string, number>()
  const sources = new Map<string, BenchmarkSource>()
  for (const [index, entry] of Array.isArray(list) ? list.entries() : []) {
    const path = at(at(reader.path, 'benchmarks'), index)
    if (!isPlainObject(entry)) {
      reader.report.warn(path, 'is no object. Left out.')
      continue
    }
    const key = keyOf(entry)
    if (key === undefined || scores.has(key)) continue
    const score = aFiniteNumber(field(entry, 'score'))
    // All are percent; at 1 or less nobody can tell a poor score from a share.
    if (score === undefined || score <= 1 || score > 100) {
      reader.report.warn(at(path, 'score'), 'is no score in percent. Left out.')
      continue
    }
    scores.set(key, tidy(score / 100))
    sources.set(key, sourceOf(reader, entry, path, service))
  }
  if (scores.size === 0) return {}
  return { benchmarkScores: Object.fromEntries(scores), benchmarkSources: Object.fromEntries(sources) }
}

function keyOf(entry: Fields): string | undefined {
  const [name, metric, variant, version] = ['name', 'metric', 'variant', 'version'].map(key => field(entry, key))
  if (typeof name !== 'string' || (typeof metric === 'string' && NO_SHARE.test(metric))) return undefined
  const tools = typeof variant === 'string' && /\bwith (tools?|python|search)/i.test(variant) ? ' (with tools)' : ''
  const named = (text: string) => resolveBenchmark(`${text}${tools}`)?.key
  return (typeof version === 'string' ? named(`${name} ${version}`) : undefined) ?? named(name)
}

function sourceOf(reader: Reader, entry: Fields, path: string, service: string): BenchmarkSource {
  const source = field(entry, 'source')
  const day = date(reader, entry, 'date', path)
  const effort = effortOf(field(entry, 'variant'))
  return {
    source: typeof source === 'string' && source.trim() !== '' ? source : service,
    ...(day !== undefined && { date: day }),
    ...(effort !== undefined && { effort }),
  }
}

function effortOf(variant: unknown): ReasoningEffort | undefined {
  if (typeof variant !== 'string') return undefined
  const words = variant.toLowerCase().split(/[^a-z]+/)
  return REASONING_EFFORTS.find(effort => words.includes(effort))
}
