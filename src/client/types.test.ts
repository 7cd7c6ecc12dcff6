import { expectTypeOf } from 'expect-type'
import { test } from 'vitest'
import {
  type ChatResponse,
  type ChatStream,
  type ClientOptions,
  type CompletionFn,
  type DecisionTracker,
  GreenRoutingClient,
  type ModelConfig,
  type StandardSchema,
  type StreamPart,
} from '../client.ts'
import type { CompressionHint, EnergyTracker, ModelProfile, RandomRouter, RoutingDecision } from '../core/index.ts'

// The compiler is the judge here; the runner only sees that the calls exist.
test('what the client takes', () => {
  expectTypeOf<RandomRouter>().toExtend<NonNullable<ClientOptions['router']>>()
  expectTypeOf<EnergyTracker>().toExtend<DecisionTracker>()
  // Every profile, of any catalogue, is a model of a client.
  expectTypeOf<ModelProfile>().toExtend<ModelConfig>()
  expectTypeOf<AbortSignal>().toExtend<NonNullable<Parameters<GreenRoutingClient['chat']>[1]>['signal']>()
  // As from an SDK that streams text.
  expectTypeOf<(model: string) => ReadableStream<string> & AsyncIterable<string>>().toExtend<CompletionFn>()
  expectTypeOf<{
    '~standard': {
      version: 1
      vendor: 'zod'
      validate: (value: unknown) => { value: string; issues?: undefined } | { issues: { message: string }[] }
    }
  }>().toExtend<StandardSchema>()
  // @ts-expect-error: models are not optional
  void (() => new GreenRoutingClient({}))
  // @ts-expect-error: an unknown option
  void (() => new GreenRoutingClient({ models: ['gpt-4o'], compres: true }))
  // @ts-expect-error: a router has its own scoring
  void ((client: GreenRoutingClient) => client.chat('q', { scoring: { preset: 'balanced' } }))
})

test('what it gives', () => {
  expectTypeOf<GreenRoutingClient['chat']>().returns.resolves.toEqualTypeOf<ChatResponse>()
  expectTypeOf<GreenRoutingClient['stream']>().returns.toEqualTypeOf<ChatStream>()
  expectTypeOf<ChatStream>().toExtend<AsyncIterable<StreamPart>>()
  expectTypeOf<StreamPart['type']>().toEqualTypeOf<'text' | 'restart' | 'finish'>()
  void ((client: GreenRoutingClient, decision: RoutingDecision) => {
    expectTypeOf(client.getCompressionHint(decision)).toEqualTypeOf<CompressionHint>()
    expectTypeOf(client.getCompressionHint('q')).resolves.toEqualTypeOf<CompressionHint>()
  })
  expectTypeOf<GreenRoutingClient['report']>().returns.toHaveProperty('tokens')
  expectTypeOf<GreenRoutingClient>().toExtend<AsyncDisposable>()
})
