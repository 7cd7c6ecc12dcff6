/// <reference types="dom-chromium-ai" />
import type * as RealTransformers from '@huggingface/transformers'
import type * as RealWebLlm from '@mlc-ai/web-llm'
import { expectTypeOf } from 'expect-type'
import { test } from 'vitest'
import type { ModelConfig } from '../client/contracts.ts'
import type { OnDeviceModel } from './contracts.ts'
import type { PromptApi } from './prompt-api.ts'
import type { Transformers } from './transformers.ts'
import type { WebLlm } from './web-llm.ts'

// The compiler is the judge.
test('the real packages and the browser’s API are what is asked for', () => {
  expectTypeOf<typeof LanguageModel>().toExtend<PromptApi>()
  expectTypeOf<typeof RealWebLlm>().toExtend<WebLlm>()
  expectTypeOf<typeof RealTransformers>().toExtend<Transformers>()
  expectTypeOf<OnDeviceModel['config']>().toEqualTypeOf<ModelConfig>()
})
