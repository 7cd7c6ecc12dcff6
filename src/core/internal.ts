/** What the floors above use of this one without offering it to users: checks of input and wording of errors. */
export { aBoolean, aFunction, aNumber, anything, aSignal, aText, type Check, oneOf, refuse } from './checks.ts'
export { RowTable } from './ledger.ts'
export { LEDGER_VERSION, readRow, readVersion } from './ledger-file.ts'
export { combined, keyOf } from './ledger-row.ts'
export { nearest } from './nearest.ts'
export { checkOptions, isPlainObject } from './options.ts'
export { checkQueries, checkQuery } from './query.ts'
export { listNames, quote, remedy, show } from './wording.ts'
