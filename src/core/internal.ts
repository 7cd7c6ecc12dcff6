/** What the floors above use of this one without offering it to users: checks of input and wording of errors. */
export { aBoolean, aFunction, aNumber, anything, aSignal, aText, type Check, oneOf, refuse } from './checks.ts'
export { readEnergyModel } from './energy-model-option.ts'
export { nearest } from './nearest.ts'
export { checkOptions, isPlainObject } from './options.ts'
export { checkQueries, checkQuery } from './query.ts'
export { listNames, quote, remedy, show } from './wording.ts'
