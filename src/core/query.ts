import { GreenRoutingError } from './errors.ts'
import { show } from './wording.ts'

/** A query there is something to classify in. Throws `invalid-query`, which never shows the text itself. */
export function checkQuery(query: unknown, which = 'The query'): string {
  if (typeof query !== 'string') {
    const kind = query === undefined || typeof query === 'object' ? show(query) : `a ${typeof query}`
    throw new GreenRoutingError('invalid-query', `${which} must be a text, not ${kind}.`)
  }
  if (query.trim() === '') throw new GreenRoutingError('invalid-query', `${which} must hold something besides spaces.`)
  return query
}

/** The same for a list; the error names the position. */
export function checkQueries(queries: readonly unknown[]): void {
  if (!Array.isArray(queries)) throw new GreenRoutingError('invalid-query', 'The queries must be an array of texts.')
  // By index: forEach would pass over a hole.
  for (let index = 0; index < queries.length; index++) checkQuery(queries[index], `queries[${index}]`)
}
