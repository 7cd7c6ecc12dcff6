import { expectTypeOf } from 'expect-type'
import type OpenAI from 'openai'
import { test } from 'vitest'
import type { EnergyTracker } from '../../core/index.ts'
import { createRoutingFetch, type OpenAIClient, type WrapOpenAIOptions, wrapOpenAI } from '../openai.ts'

// The compiler is the judge here; the runner only sees that the calls exist.
test('the real client is one, and stays of its type', () => {
  expectTypeOf<OpenAI>().toExtend<OpenAIClient>()
  void ((client: OpenAI, options: WrapOpenAIOptions) =>
    expectTypeOf(wrapOpenAI(client, options)).toEqualTypeOf<OpenAI>())
  expectTypeOf<EnergyTracker>().toExtend<NonNullable<WrapOpenAIOptions['tracker']>>()
  expectTypeOf<{ small: { client: OpenAI; modelId: string } }>().toExtend<WrapOpenAIOptions['models']>()
})

test('a routing fetch is what the real client takes', () => {
  expectTypeOf<ReturnType<typeof createRoutingFetch>>().toExtend<
    NonNullable<NonNullable<ConstructorParameters<typeof OpenAI>[0]>['fetch']>
  >()
  // @ts-expect-error: models of other clients need those clients
  void (() => createRoutingFetch({ models: { small: { client: {}, modelId: 'a' } } }))
})
