/** What the floors above use of this one without offering it to users: checks of input and wording of errors. */
export { aBoolean, aFunction, aNumber, anything, aSignal, aText, type Check, oneOf, refuse } from './checks.ts'
export { defaultRegistry } from './default-pool.ts'
export { readEnergyModel } from './energy-model-option.ts'
export { aDate, INPUT_MODALITIES, REASONING_EFFORTS } from './model-facts.ts'
export { nearest } from './nearest.ts'
export { checkOptions, isPlainObject } from './options.ts'
export { checkQueries, checkQuery } from './query.ts'
export { listNames, quote, remedy, show } from './wording.ts'
