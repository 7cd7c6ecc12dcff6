/** Reads JSON of unknown shape without ever throwing: what is not there, or of another type, is empty. */
import type { TokenCounts } from './contracts.ts'

export type Loose = Readonly<Record<string, unknown>>

const NOTHING: Loose = Object.freeze({})

export const record = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : NOTHING

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A number of tokens, or nothing. */
const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined

/** Adds what is known; nothing when none is. */
export function sum(...values: unknown[]): number | undefined {
  const known = values.map(count).filter(value => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0)
}

/** Only the counts that are there. */
export function counts(usage: { readonly [K in keyof TokenCounts]: number | undefined }): TokenCounts {
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== undefined))
}
