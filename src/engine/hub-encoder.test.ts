/** How the library comes in; what it does is tested in the browser (e2e/hub.spec.ts) and through `eval`. */
import { expect, test } from 'vitest'
import { GreenRoutingError } from '../core/errors.ts'
import { importLibrary } from './hub-encoder.ts'
import type { LentRuntime } from './runtime.ts'

const module = { env: { wasm: {} } }
const never = () => new GreenRoutingError('internal', 'not asked')
const runtime: LentRuntime = { module, executionProviders: ['wasm'], explainStart: never, explainRun: never }
const script = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`

test('a library that takes the runtime offered is the one', async () => {
  const url = script(
    "export const env = { backends: { onnx: { ...globalThis[Symbol.for('onnxruntime')].env } }, version: '4.9.0' }",
  )
  const library = await importLibrary(url, runtime)
  expect(library.env.backends.onnx.wasm).toBe(module.env.wasm)
})

test.each([
  [
    'another version, which brings a runtime of its own',
    "export const env = { version: '3.8.1', backends: { onnx: { wasm: {} } } }",
  ],
  ['something else', 'export const answer = 42'],
])('%s is refused', async (_, code) => {
  await expect(importLibrary(script(code), runtime)).rejects.toMatchObject({
    code: 'peer-missing',
    message: expect.stringContaining('cannot be used: install version 4.3'),
  })
})

test('one that is not there is named with its address', async () => {
  const url = new URL('./no-such-library.js', import.meta.url).href
  await expect(importLibrary(url, runtime)).rejects.toMatchObject({
    code: 'peer-missing',
    message: expect.stringContaining(url),
    details: { url, package: '@huggingface/transformers' },
  })
})
