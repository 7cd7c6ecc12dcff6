import type { createOpenAI } from '@ai-sdk/openai'
import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { generateText, LanguageModel, wrapLanguageModel } from 'ai'
import type { MockLanguageModelV3, MockLanguageModelV4 } from 'ai/test'
import { expectTypeOf } from 'expect-type'
import { test } from 'vitest'
import type { RandomRouter } from '../../core/index.ts'
import { type RoutableModel, type RoutedModel, routedModel } from '../ai-sdk.ts'

type OpenAI = ReturnType<ReturnType<typeof createOpenAI>['chat']>

// The compiler is the judge here; the runner only sees that the calls exist.
test('every model of the AI SDK’s present interface can be routed to', () => {
  expectTypeOf<LanguageModelV4>().toExtend<RoutableModel>()
  expectTypeOf<OpenAI>().toExtend<RoutableModel>()
  expectTypeOf<MockLanguageModelV4>().toExtend<RoutableModel>()
  expectTypeOf<ReturnType<typeof wrapLanguageModel>>().toExtend<RoutableModel>()
  expectTypeOf<MockLanguageModelV3>().not.toExtend<RoutableModel>()
  expectTypeOf<string>().not.toExtend<RoutableModel>()
  // @ts-expect-error: an older version of the interface
  void ((router: RandomRouter, old: MockLanguageModelV3) => routedModel({ router, models: { old } }))
  // @ts-expect-error: an unknown option
  void ((router: RandomRouter, one: LanguageModelV4) => routedModel({ router, models: { one }, fallbak: true }))
})

test('and what routes is such a model', () => {
  expectTypeOf<RoutedModel<LanguageModelV4>>().toExtend<LanguageModelV4>()
  expectTypeOf<RoutedModel<LanguageModelV4>>().toExtend<LanguageModel>()
  expectTypeOf<RoutedModel<LanguageModelV4>>().toExtend<RoutableModel>()
  // Of one provider or of several.
  void ((router: RandomRouter, one: OpenAI, two: MockLanguageModelV4) => {
    const model = routedModel({ router, models: { one, two } })
    expectTypeOf(model).toExtend<LanguageModelV4>()
    expectTypeOf(model).toExtend<Parameters<typeof generateText>[0]['model']>()
  })
  // Takes and gives what they do, to the letter.
  expectTypeOf<RoutedModel<LanguageModelV4>['doGenerate']>().toEqualTypeOf<LanguageModelV4['doGenerate']>()
  expectTypeOf<RoutedModel<LanguageModelV4>['doStream']>().toEqualTypeOf<LanguageModelV4['doStream']>()
})
