/** The one door to the library that reads CSV. */
import { csvParseRows } from 'd3-dsv'
import { checkLength } from './document.ts'
import { refuseDocument } from './report.ts'

export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A table with a header. A quote that never closes would swallow every row after it, so that is refused. */
export function readCsv(text: unknown, source: string): Table {
  if (typeof text !== 'string') refuseDocument(source, 'document', 'CSV text')
  checkLength(text, source)
  let quotes = 0
  for (let index = text.indexOf('"'); index >= 0; index = text.indexOf('"', index + 1)) quotes++
  if (quotes % 2 === 1) refuseDocument(source, 'document', 'CSV whose quotes all close')
  const [columns = [], ...rows] = csvParseRows(text.replace(/^\uFEFF/, '').replaceAll('\0', ''))
  return { columns: columns.map(column => column.trim()), rows }
}
