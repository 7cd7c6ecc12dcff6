/** Against the types of the real package; the compiler is the judge here. */
import type {
  ChatCompletion,
  ChatCompletionChunk,
  MLCEngine,
  MLCEngineInterface,
  ServiceWorkerMLCEngine,
  WebWorkerMLCEngine,
} from '@mlc-ai/web-llm'
import { expectTypeOf } from 'expect-type'
import { test } from 'vitest'
import type { Router } from '../../core/index.ts'
import { type RoutableEngine, type RoutedEngine, wrapEngine } from '../web-llm.ts'

declare const router: Router
declare const engine: MLCEngine

test('takes every kind of engine, and gives one', () => {
  expectTypeOf<MLCEngineInterface>().toExtend<RoutableEngine>()
  expectTypeOf<WebWorkerMLCEngine>().toExtend<RoutableEngine>()
  expectTypeOf<ServiceWorkerMLCEngine>().toExtend<RoutableEngine>()
  expectTypeOf<RoutedEngine<MLCEngine>>().toExtend<MLCEngineInterface>()
  // @ts-expect-error: an unknown option
  void (() => wrapEngine(engine, { router, models: { small: 'S' }, relaod: 'never' }))
  // @ts-expect-error: not an id
  void (() => wrapEngine(engine, { router, models: { small: 3 } }))
})

test('the overloads stay, each with a signal', () => {
  void (async () => {
    const { create } = wrapEngine(engine, { router, models: { small: 'S' } }).chat.completions
    const messages = [{ role: 'user', content: 'q' } as const]
    const options = { signal: new AbortController().signal }
    expectTypeOf(await create({ model: 'auto', messages })).toEqualTypeOf<ChatCompletion>()
    expectTypeOf(await create({ model: 'auto', messages }, options)).toEqualTypeOf<ChatCompletion>()
    const stream = await create({ model: 'auto', messages, stream: true }, options)
    expectTypeOf(stream).toEqualTypeOf<AsyncIterable<ChatCompletionChunk>>()
    // @ts-expect-error: no such option
    void (() => create({ model: 'auto', messages }, { sgnal: options.signal }))
  })
})
