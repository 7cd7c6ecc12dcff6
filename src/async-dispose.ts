/// <reference lib="esnext.disposable" preserve="true" />
/** Browsers without the symbol still get the method, under the name that polyfills agree on. */
export const asyncDispose: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')
